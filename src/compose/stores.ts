import { openDataFolder, type DataFolder } from '../adapters/data-folder/data-folder';
import { mongoDocuments } from '../adapters/documents/mongo/documents';
import { sqliteDocuments } from '../adapters/documents/sqlite/documents';
import { withPortErrors } from '../adapters/documents/sqlite/port-errors';
import type { EventStore } from '../adapters/eventstore/event-store.port';
import { StoreRefused, StoreUnavailable } from '../adapters/eventstore/errors';
import { EventStoreDbEventStore } from '../adapters/eventstore/eventstoredb/event-store';
import { SqliteEventStore } from '../adapters/eventstore/sqlite/event-store';
import type { BlobStore } from '../adapters/files/blob-store.port';
import { diskBlobStore } from '../adapters/files/disk.blob-store';
import { gridFsBlobStore } from '../adapters/files/gridfs.blob-store';
import type { KeyRing } from '../adapters/keys/key-ring.port';
import { openKeyRing } from '../adapters/keys/keys';
import { checkKeys } from '../adapters/keys/keys-check';
import { bindFiles, bindReadModels, bindToLog, checkBinding, checkFiles, checkNewLog } from '../adapters/keys/log-binding';
import { defaultBackOff, retryUntilDone } from '../adapters/runner/back-off';
import type { Documents } from '../projections/kernel/documents.port';
import { cacheOf, threadStores, type ThreadStores } from './thread-stores';

/** The four kinds of state (docs/architecture.md) and the files of one installation, possibly incomplete. */
export interface Databases {
  readonly folder: DataFolder;
  readonly log: EventStore;
  readonly read: Documents;
  readonly ops: Documents;
  readonly keys: Documents;
  readonly blobs: BlobStore;
  /** Whether the installation needs no servers. */
  readonly isEmbedded: boolean;
  /** Null if the documents are on a server, or without threads. */
  readonly thread: ThreadStores | null;
  close(): Promise<void>;
}

/** Consistent databases with their keys. */
export interface Stores extends Databases {
  readonly keyRing: KeyRing;
}

const restore = 'keep a copy of the file, and restore the newest backup of it';
const rebuild = 'delete it with its -wal and -shm: the next start builds it again from the log';

/** File that the projection thread opens itself, and the remedy if it is damaged. */
export const readModelsFile = (file: string) => ({ file, remedy: rebuild });
export const keysFile = (file: string) => ({ file, remedy: restore });

/** How a start waits for servers. Default: not at all. */
export interface Waiting {
  /** Called with the error of an unavailable server, and with null when it recovers. The start waits without limit. */
  readonly onFailure?: ((who: string, error: unknown) => void) | undefined;
  /** Ends the waiting. Default: nothing does. */
  readonly interrupted?: AbortSignal | undefined;
}

/** Servers that replace parts of the data folder. Default: none. */
export interface Servers extends Waiting {
  readonly eventStoreUrl?: string;
  readonly mongoDbUrl?: string;
}

/** The start was told to end while it waited for a server. */
export class StartInterrupted extends Error {}

/**
 * Takes the data folder and opens everything: the only place that chooses adapters.
 * @throws {DataFolderRefused | StoreCorrupted | StoreUnavailable | WrongLog | KeysLost} with what to do
 */
export async function openStores(dataDir: string, servers: Servers = {}): Promise<Stores> {
  const databases = await openDatabases(dataDir, { servers });
  const { log, ops, keys, read, blobs } = databases;
  try {
    // Check before writing, because the database may be the wrong one.
    await checkTogether(databases);
    await bindToLog(ops, 'ops', log.logId);
    await bindToLog(keys, 'keys', log.logId);
    await bindFiles(blobs, log.logId);
    await blobs.clearAbandoned();
    await bindReadModels(read, log);
    return { ...databases, keyRing: await openKeyRing(keys) };
  } catch (error) {
    await databases.close();
    throw error;
  }
}

/** @throws {WrongLog | KeysLost} the databases belong to different installations, or one is missing */
export async function checkTogether({ log, ops, keys, blobs }: Databases): Promise<void> {
  await checkBinding(ops, 'ops', log.logId);
  await checkBinding(keys, 'keys', log.logId);
  await checkFiles(blobs, log.logId);
  await checkKeys(keys, log);
}

/** Where the log is, for operators. */
export function placeOf({ log, folder }: Pick<Databases, 'log' | 'folder'>): string {
  return log.description.startsWith('SQLite') ? folder.file('log.db') : log.description;
}

export interface Wanted {
  /** The log to create. Default: a new one, if no other part of an installation exists. */
  readonly logId?: string;
  readonly servers?: Servers;
}

/**
 * For copying and restoring, where an installation may be incomplete.
 * @throws {DataFolderRefused | StoreCorrupted | StoreUnavailable | LogMissing}
 */
export async function openDatabases(dataDir: string, wanted: Wanted = {}): Promise<Databases> {
  const folder = openDataFolder(dataDir);
  try {
    const databases = await openDatabasesIn(folder, wanted);
    return { ...databases, close: () => databases.close().finally(() => folder.release()) };
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** Like `openDatabases`, for an open folder, which `close` does not release. @throws as `openDatabases` */
export async function openDatabasesIn(folder: DataFolder, { logId, servers = {} }: Wanted): Promise<Databases> {
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const store of opened.splice(0).reverse()) await store.close();
  };
  const keep = <S extends { close(): Promise<void> }>(store: S): S => {
    opened.push(store);
    return store;
  };
  try {
    const { eventStoreUrl: esdb, mongoDbUrl: mongodb } = servers;
    const database = async (name: string, durability: 'full' | 'normal', remedy: string): Promise<Documents> =>
      keep(
        mongodb === undefined
          ? withPortErrors({ file: folder.file(`${name}.db`), remedy }, (file) =>
              sqliteDocuments({ file, durability, secureDelete: true }),
            )
          : await waitingFor('documents', () => mongoDocuments({ url: mongodb, database: name, durability }), servers),
      );
    const ops = await database('ops', 'full', restore);
    const keys = await database('keys', 'full', restore);
    const read = await database('read', 'normal', rebuild);
    const blobs = keep(
      mongodb === undefined
        ? diskBlobStore(folder.file('files'))
        : await waitingFor('files', () => gridFsBlobStore({ url: mongodb }), servers),
    );
    const named = logId === undefined ? { beforeCreate: () => checkNewLog({ ops, keys, blobs }) } : { logId };
    const log = keep(
      esdb === undefined
        ? await SqliteEventStore.open({ file: folder.file('log.db'), ...named })
        : await waitingFor(
            'log',
            () => EventStoreDbEventStore.open({ url: esdb, cache: (id) => cacheOf(read, id, servers), ...named }),
            servers,
          ),
    );
    const thread = threadStores(folder, log, servers);
    return { folder, isEmbedded: isEmbedded(servers), thread, log, read, ops, keys, blobs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function isEmbedded({ eventStoreUrl, mongoDbUrl }: Servers): boolean {
  return eventStoreUrl === undefined && mongoDbUrl === undefined;
}

async function waitingFor<S>(who: string, open: () => Promise<S>, { onFailure, interrupted }: Waiting): Promise<S> {
  if (onFailure === undefined) return open();
  const signal = interrupted ?? new AbortController().signal;
  const opened = retryUntilDone(open, {
    signal,
    backOff: defaultBackOff,
    isPermanent: (error) => error instanceof StoreRefused || !(error instanceof StoreUnavailable),
    onFailure: (error) => onFailure(who, error),
  });
  // An attempt under way may take as long as its timeout. Its process ends before.
  const found = await Promise.race([opened, aborted(signal)]);
  if (found === undefined) throw new StartInterrupted(`the start was ended while it waited for the ${who}`);
  return found;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
