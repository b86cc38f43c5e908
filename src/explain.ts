/** Errors made for the operator say everything themselves; anything else is a bug and shows where it comes from. */
const forPeople = new Set([
  'ConfigProblems',
  'DataFolderRefused',
  'StoreCorrupted',
  'StoreUnavailable',
  'StoreRefused',
  'WrongLog',
  'KeysLost',
]);

export function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (forPeople.has(error.name)) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${String(port)} is in use. Stop whatever listens there, or set PORT to another one (0: any free one).`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${String(port)} is not allowed to this user. Set PORT to one above 1023.`;
  return error.stack ?? error.message;
}
