/** Name of the root organisation until it is renamed. */
export const unnamedRoot = 'Head Office';
