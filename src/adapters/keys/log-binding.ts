import type { EventStore } from '../eventstore/event-store.port';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import { StoreRefused } from '../eventstore/errors';
import type { BlobStore } from '../files/blob-store.port';

export const bindingCollection = 'binding';
const id = 'log';

interface Binding extends Document {
  readonly logId: string;
}

/** The database, or the file store, was made beside another log. */
export class WrongLog extends Error {
  constructor(what: string, bound: string, logId: string) {
    super(
      `${what} belongs to another log (${bound}) than the one given (${logId}). Nothing was changed. Put the log and its ` +
        `databases and files of one installation together; after restoring a backup take all of them from the same installation`,
    );
    this.name = 'WrongLog';
  }
}

/** There is no log where the one of this installation should be. */
export class LogMissing extends StoreRefused {
  constructor(what: string, bound: string) {
    super(
      `There is no log, but ${what} belongs to one (${bound}). Nothing was changed. Put that log back, or restore a backup into an empty place`,
    );
    this.name = 'LogMissing';
  }
}

/** The log that the database goes with; null for a new one. */
async function logOf(documents: Documents): Promise<string | null> {
  const isBound = (await documents.collections()).includes(bindingCollection);
  return isBound ? ((await documents.get<Binding>(bindingCollection, id))?.logId ?? null) : null;
}

/**
 * Writes nothing: what is refused stays as it is.
 * @throws {WrongLog} the database is tied to another log
 */
export async function checkBinding(documents: Documents, database: 'ops' | 'keys', logId: string): Promise<void> {
  const bound = await logOf(documents);
  if (bound !== null && bound !== logId) throw new WrongLog(`the database "${database}"`, bound, logId);
}

/**
 * Asked before a new log is begun: what belongs to another one would not go with it.
 * @throws {LogMissing}
 */
export async function mayBegin({ ops, keys, blobs }: { ops: Documents; keys: Documents; blobs: Blobs }): Promise<void> {
  const bound = [
    ['the database "ops"', await logOf(ops)],
    ['the database "keys"', await logOf(keys)],
    [`the file store (${blobs.description})`, await blobs.boundTo()],
  ] as const;
  for (const [what, logId] of bound) if (logId !== null) throw new LogMissing(what, logId);
}

/**
 * Ties a database to the log it goes with; the first start does it.
 * @throws {WrongLog} it is tied to another one
 */
export async function bindToLog(documents: Documents, database: 'ops' | 'keys', logId: string): Promise<void> {
  const bound = await bind(documents, logId);
  if (bound !== logId) throw new WrongLog(`the database "${database}"`, bound, logId);
}

type Blobs = Pick<BlobStore, 'description' | 'boundTo' | 'bind'>;

/** As for a database. @throws {WrongLog} */
export async function checkFiles(blobs: Blobs, logId: string): Promise<void> {
  const bound = await blobs.boundTo();
  if (bound !== null && bound !== logId) throw new WrongLog(`the file store (${blobs.description})`, bound, logId);
}

/** As for a database. @throws {WrongLog} */
export async function bindFiles(blobs: Blobs, logId: string): Promise<void> {
  const bound = await blobs.bind(logId);
  if (bound !== logId) throw new WrongLog(`the file store (${blobs.description})`, bound, logId);
}

/**
 * Read models can be made again, so those of another log are not refused but thrown away; the runner builds them from the first fact on.
 * One that nothing ties to a log may be anybody's, and one that is ahead has seen facts that a restored, older log does not have.
 */
export async function bindReadModels(documents: Documents, log: Pick<EventStore, 'logId' | 'head'>): Promise<void> {
  const isOurs = (await logOf(documents)) === log.logId && !(await isAhead(documents, (await log.head()) ?? ''));
  if (!isOurs) await empty(documents);
  await bind(documents, log.logId);
}

async function isAhead(documents: Documents, head: string): Promise<boolean> {
  const checkpoints = await Promise.all((await documents.collections()).map((name) => documents.checkpoint(name)));
  return checkpoints.some((checkpoint) => (checkpoint?.position ?? '') > head);
}

/** Answers the log that the database is tied to from now on. */
async function bind(documents: Documents, logId: string): Promise<string> {
  await documents.prepare({ name: bindingCollection, indexes: [] });
  const binding: Binding = { _id: id, logId };
  if (await documents.swap(bindingCollection, id, null, binding)) return logId;
  return (await documents.get<Binding>(bindingCollection, id))?.logId ?? '';
}

/** A collection and its checkpoint have one name. */
async function empty(documents: Documents): Promise<void> {
  const collections = await documents.collections();
  for (const name of collections) {
    await documents.drop(name);
    await documents.forgetCheckpoint(name);
  }
  if (collections.length > 0) await documents.compact();
}
