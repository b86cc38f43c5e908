import type { Documents } from '../../../projections/kernel/documents.port';
import { StoreCorrupted, StoreUnavailable } from '../../eventstore/errors';

interface Place {
  readonly file: string;
  /** What to do when the file is damaged. */
  readonly remedy: string;
}

/** Operations refused after damage was found, because writing would spread it and checks must report it. */
const refusedWhenDamaged = new Set(['write', 'swap', 'prepare', 'drop', 'compact', 'collections']);

/** Translates errors of the driver to errors of the port, with the original as `cause`. */
export function withPortErrors(place: Place, open: (file: string) => Documents): Documents {
  const documents = inOurWords(place, () => open(place.file));
  let damage: StoreCorrupted | null = null;
  const noted = (error: Error): Error => {
    if (error instanceof StoreCorrupted) damage = error;
    return error;
  };
  const telling = Object.entries(documents).map(([name, member]: [string, unknown]) => {
    const ask = member as (...asked: readonly unknown[]) => Promise<unknown>;
    const told = (...asked: readonly unknown[]): Promise<unknown> =>
      damage !== null && refusedWhenDamaged.has(name)
        ? Promise.reject(damage)
        : ask(...asked).catch((error: unknown) => Promise.reject(noted(portErrorOf(place, error))));
    return [name, typeof member === 'function' ? told : member];
  });
  return Object.fromEntries(telling) as Documents;
}

function inOurWords<Result>(place: Place, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw portErrorOf(place, error);
  }
}

const advice: readonly (readonly [code: string, what: string])[] = [
  ['SQLITE_FULL', 'the disk is full; nothing was written. Make room, then try again'],
  ['SQLITE_READONLY', 'it may only be read; nothing was written. Give the server the right to write its data folder'],
  ['SQLITE_CANTOPEN', 'it cannot be opened. Check that the data folder exists and that the server may write it'],
  ['SQLITE_BUSY', 'another program is writing it; nothing was written. Let only the server use its data folder'],
  ['SQLITE_IOERR', 'the disk does not read or write it. Check the disk, then start again'],
];

function portErrorOf({ file, remedy }: Place, error: unknown): Error {
  const cause = error as Error & { readonly code?: unknown };
  const code = String(cause.code);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new StoreCorrupted(`${file} is damaged (${cause.message}). Stop the server, then ${remedy}`, { cause });
  const known = advice.find(([prefix]) => code.startsWith(prefix));
  return known === undefined ? cause : new StoreUnavailable(`${file}: ${known[1]} (${cause.message})`, { cause });
}
