/** Errors made for the operator say everything themselves; anything else is a bug and shows where it comes from. */
const forPeople = new Set([
  'ConfigProblems',
  'DataFolderRefused',
  'SocketRefused',
  'StoreCorrupted',
  'StoreUnavailable',
  'StoreRefused',
  'WrongLog',
  'LogMissing',
  'KeysLost',
]);

/** What Node tells of an address, or of a file. */
interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly path?: string;
}

export function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (forPeople.has(error.name)) return error.message;
  // What a store said stands behind the words for clients.
  if (error.name === 'DomainError') return error.cause === undefined ? error.message : explained(error.cause);
  return ofAddress(error) ?? ofDisk(error) ?? error.stack ?? error.message;
}

const here = 'Set HOST to one it has: 127.0.0.1 for this machine alone, 0.0.0.0 for everybody who reaches it.';

const addressWords: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `Port ${String(port)} is in use. Stop whatever listens there, or set PORT to another one (0: any free one).`,
  EACCES: ({ port }) => `Port ${String(port)} is not allowed to this user. Set PORT to one above 1023.`,
  EADDRNOTAVAIL: ({ address }) => `HOST names ${String(address)}, which is no address of this machine. ${here}`,
  ENOTFOUND: ({ hostname }) => `HOST names ${String(hostname)}, which stands for no address. ${here}`,
  EAI_AGAIN: ({ hostname }) => `HOST names ${String(hostname)}, and nobody answers which address that is. ${here}`,
};

function ofAddress(error: SystemError): string | null {
  const { code = '', syscall = '', address = '', message } = error;
  // The control socket is listened on, too.
  if (!['listen', 'getaddrinfo'].includes(syscall) || address.includes('/')) return null;
  const words = addressWords[code];
  return words === undefined ? `HOST and PORT name nothing to listen on (${message}). ${here}` : words(error);
}

function ofDisk({ code, path, message }: SystemError): string | null {
  const full = 'The disk is full. Make room, then try again';
  return code === 'ENOSPC' ? `${full} (${path ?? message}).` : null;
}
