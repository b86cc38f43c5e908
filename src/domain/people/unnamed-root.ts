/** What the root organisation is called until somebody gives it another name. */
export const unnamedRoot = 'Head Office';
