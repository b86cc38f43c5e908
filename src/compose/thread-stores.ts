import type { DataFolder } from '../adapters/data-folder/data-folder';
import type { LogNews } from '../adapters/eventstore/event-store.port';
import type { EventStoreDbEventStore } from '../adapters/eventstore/eventstoredb/event-store';
import type { LogIndexCache } from '../adapters/eventstore/eventstoredb/log-index';
import { logIndexCache, readOnly } from '../adapters/eventstore/eventstoredb/log-index-cache';
import type { SqliteEventStore } from '../adapters/eventstore/sqlite/event-store';
import type { Documents } from '../projections/kernel/documents.port';

/** The stores that a thread opens itself, and its notification of new facts. */
export interface ThreadStores {
  readonly files: { readonly log: string; readonly read: string; readonly keys: string };
  /** Null if the log is a file too. */
  readonly server: { readonly url: string; readonly logId: string } | null;
  readonly appended: LogNews;
}

/** Servers of the log and the documents, if they are not in the data folder. */
export interface Urls {
  readonly eventStoreUrl?: string | undefined;
  readonly mongoDbUrl?: string | undefined;
}

/** Tests run uncompiled TypeScript, which a worker thread cannot load. */
const hasThreads = !__filename.endsWith('.ts');

export function threadStores(
  folder: DataFolder,
  log: SqliteEventStore | EventStoreDbEventStore,
  { eventStoreUrl: url, mongoDbUrl }: Urls,
): ThreadStores | null {
  if (!hasThreads || mongoDbUrl !== undefined) return null;
  return {
    files: { log: folder.file('log.db'), read: folder.file('read.db'), keys: folder.file('keys.db') },
    server: url === undefined ? null : { url, logId: log.logId },
    appended: log.appended,
  };
}

export function cacheOf(read: Documents, logId: string, { mongoDbUrl }: Urls): LogIndexCache {
  const cache = logIndexCache(read, logId);
  return hasThreads && mongoDbUrl === undefined ? readOnly(cache) : cache;
}
