/** Nothing has this address: whatever a printed page asks for there, our own assets answer. */
export const printOrigin = 'http://dossier.invalid';
