/** Errors with a message for the operator. All others are bugs and show their stack. */
const operatorErrors = new Set([
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

/** Node's error for an address or a file. */
interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly path?: string;
}

export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (operatorErrors.has(error.name)) return error.message;
  // The cause has the store's own message. The error itself is worded for API clients.
  if (error.name === 'DomainError') return error.cause === undefined ? error.message : explainError(error.cause);
  return explainAddress(error) ?? explainDisk(error) ?? error.stack ?? error.message;
}

const hostAdvice = 'Set HOST to 127.0.0.1 for this machine only, or to 0.0.0.0 for all networks.';

const addressWords: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `Port ${String(port)} is in use. Stop the program that uses it, or set PORT to another port (0: any free port).`,
  EACCES: ({ port }) => `This user may not listen on port ${String(port)}. Set PORT to a port above 1023.`,
  EADDRNOTAVAIL: ({ address }) => `The address ${String(address)} of HOST does not belong to this machine. ${hostAdvice}`,
  ENOTFOUND: ({ hostname }) => `The name ${String(hostname)} of HOST does not resolve to an address. ${hostAdvice}`,
  EAI_AGAIN: ({ hostname }) => `No name server resolves the name ${String(hostname)} of HOST. ${hostAdvice}`,
};

function explainAddress(error: SystemError): string | null {
  const { code = '', syscall = '', address = '', message } = error;
  // The control socket is excluded.
  if (!['listen', 'getaddrinfo'].includes(syscall) || address.includes('/')) return null;
  const words = addressWords[code];
  return words === undefined ? `The server cannot listen on HOST and PORT (${message}). ${hostAdvice}` : words(error);
}

function explainDisk({ code, path, message }: SystemError): string | null {
  const full = 'The disk is full. Free some space, then try again';
  return code === 'ENOSPC' ? `${full} (${path ?? message}).` : null;
}
