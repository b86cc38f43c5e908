import type { EventStore } from '../eventstore/event-store.port';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import { StoreRefused } from '../eventstore/errors';
import type { BlobStore } from '../files/blob-store.port';

export const bindingCollection = 'binding';
const id = 'log';

interface Binding extends Document {
  readonly logId: string;
}

/** The database or file store belongs to another log. */
export class WrongLog extends Error {
  constructor(what: string, bound: string, logId: string) {
    super(
      `${what} belongs to another log (${bound}) than the one given (${logId}). Nothing was changed. Use a log, databases and files ` +
        'of the same installation, also after restoring a backup',
    );
    this.name = 'WrongLog';
  }
}

/** The log of this installation is missing. */
export class LogMissing extends StoreRefused {
  constructor(what: string, bound: string) {
    super(
      `There is no log, but ${what} belongs to one (${bound}). Nothing was changed. Put that log back, or restore a backup into empty stores`,
    );
    this.name = 'LogMissing';
  }
}

/** The log that the database is bound to, or null for a new database. */
async function boundLogOf(documents: Documents): Promise<string | null> {
  const isBound = (await documents.collections()).includes(bindingCollection);
  return isBound ? ((await documents.get<Binding>(bindingCollection, id))?.logId ?? null) : null;
}

/**
 * Only reads, so a refused database stays unchanged.
 * @throws {WrongLog} the database is bound to another log
 */
export async function checkBinding(documents: Documents, database: 'ops' | 'keys', logId: string): Promise<void> {
  const bound = await boundLogOf(documents);
  if (bound !== null && bound !== logId) throw new WrongLog(`the database "${database}"`, bound, logId);
}

/**
 * Called before a new log is created, which existing databases and files would not belong to.
 * @throws {LogMissing}
 */
export async function checkNewLog({ ops, keys, blobs }: { ops: Documents; keys: Documents; blobs: Blobs }): Promise<void> {
  const bound = [
    ['the database "ops"', await boundLogOf(ops)],
    ['the database "keys"', await boundLogOf(keys)],
    [`the file store (${blobs.description})`, await blobs.boundTo()],
  ] as const;
  for (const [what, logId] of bound) if (logId !== null) throw new LogMissing(what, logId);
}

/**
 * Binds a database to its log at the first start.
 * @throws {WrongLog} it is bound to another log
 */
export async function bindToLog(documents: Documents, database: 'ops' | 'keys', logId: string): Promise<void> {
  const bound = await bind(documents, logId);
  if (bound !== logId) throw new WrongLog(`the database "${database}"`, bound, logId);
}

type Blobs = Pick<BlobStore, 'description' | 'boundTo' | 'bind'>;

/** Like `checkBinding`, for files. @throws {WrongLog} */
export async function checkFiles(blobs: Blobs, logId: string): Promise<void> {
  const bound = await blobs.boundTo();
  if (bound !== null && bound !== logId) throw new WrongLog(`the file store (${blobs.description})`, bound, logId);
}

/** Like `bindToLog`, for files. @throws {WrongLog} */
export async function bindFiles(blobs: Blobs, logId: string): Promise<void> {
  const bound = await blobs.bind(logId);
  if (bound !== logId) throw new WrongLog(`the file store (${blobs.description})`, bound, logId);
}

/**
 * Drops read models of another or unknown log, and those ahead of a restored, older log. The runner rebuilds them from the first fact.
 */
export async function bindReadModels(documents: Documents, log: Pick<EventStore, 'logId' | 'head'>): Promise<void> {
  const isOurs = (await boundLogOf(documents)) === log.logId && !(await isAhead(documents, (await log.head()) ?? ''));
  if (!isOurs) await dropAll(documents);
  await bind(documents, log.logId);
}

async function isAhead(documents: Documents, head: string): Promise<boolean> {
  const checkpoints = await Promise.all((await documents.collections()).map((name) => documents.checkpoint(name)));
  return checkpoints.some((checkpoint) => (checkpoint?.position ?? '') > head);
}

/** Returns the log that the database is bound to afterwards. */
async function bind(documents: Documents, logId: string): Promise<string> {
  await documents.prepare({ name: bindingCollection, indexes: [] });
  const binding: Binding = { _id: id, logId };
  if (await documents.swap(bindingCollection, id, null, binding)) return logId;
  return (await documents.get<Binding>(bindingCollection, id))?.logId ?? '';
}

/** A checkpoint has the name of its collection. */
async function dropAll(documents: Documents): Promise<void> {
  const collections = await documents.collections();
  for (const name of collections) {
    await documents.drop(name);
    await documents.forgetCheckpoint(name);
  }
  if (collections.length > 0) await documents.compact();
}
