import { StoreCorrupted, StoreUnavailable } from '../errors';

/** What survives of a driver's error on its way between threads. */
export interface DriverError {
  readonly code?: string | undefined;
  readonly message: string;
}

const advice: readonly (readonly [code: string, what: string])[] = [
  ['SQLITE_FULL', 'the disk of the data folder is full; nothing was written. Make room, then try again'],
  [
    'SQLITE_READONLY',
    'the event store may only be read; nothing was written. Give the server the right to write its data folder',
  ],
  ['SQLITE_CANTOPEN', 'the event store cannot be opened. Check that the data folder exists and that the server may write it'],
  ['SQLITE_BUSY', 'another program is writing the event store; nothing was written. Let only the server use its data folder'],
];

/** Every trouble of the driver in the port's words; the driver's own stand in `cause`. */
export function storeError(cause: DriverError, file = 'the event store'): StoreCorrupted | StoreUnavailable {
  const code = cause.code ?? '';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new StoreCorrupted(
      `${file} is damaged (${cause.message}). Stop the server, keep a copy of the file, and restore the newest backup of the log; ` +
        '`npm run verify` then shows whether it is whole',
      { cause },
    );
  }
  const known = advice.find(([prefix]) => code.startsWith(prefix));
  return new StoreUnavailable(known === undefined ? `${file}: ${cause.message}` : `${known[1]} (${cause.message})`, { cause });
}
