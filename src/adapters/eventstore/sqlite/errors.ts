import { StoreCorrupted, StoreUnavailable } from '../errors';

/** The parts of a driver's error that survive the transfer between threads. */
export interface DriverError {
  readonly code?: string | undefined;
  readonly message: string;
}

const knownErrors: readonly (readonly [code: string, what: string])[] = [
  ['SQLITE_FULL', 'nothing was written because the disk of the data folder is full. Free some space, then try again'],
  [
    'SQLITE_READONLY',
    'nothing was written because the event store is read-only. Give the server write access to its data folder',
  ],
  [
    'SQLITE_CANTOPEN',
    'the event store cannot be opened. Check that the data folder exists and that the server has write access to it',
  ],
  [
    'SQLITE_BUSY',
    'nothing was written because another program is writing to the event store. Only the server may use its data folder',
  ],
];

/** Translates an error of the driver, which is kept as `cause`. */
export function storeError(cause: DriverError, file = 'the event store'): StoreCorrupted | StoreUnavailable {
  const code = cause.code ?? '';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new StoreCorrupted(
      `${file} is damaged (${cause.message}). Stop the server, keep a copy of the file, restore the newest backup of the log, then ` +
        'check it with `npm run verify`',
      { cause },
    );
  }
  const known = knownErrors.find(([prefix]) => code.startsWith(prefix));
  return new StoreUnavailable(known === undefined ? `${file}: ${cause.message}` : `${known[1]} (${cause.message})`, { cause });
}
