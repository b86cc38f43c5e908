import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { sqliteDocuments } from '../adapters/documents/sqlite/documents';
import { withPortErrors } from '../adapters/documents/sqlite/port-errors';
import { openBoxes } from '../adapters/eventstore/boxes';
import { decodeFact } from '../adapters/eventstore/codec';
import { FactCorrupted } from '../adapters/eventstore/errors';
import type { EventStore } from '../adapters/eventstore/event-store.port';
import { LogIndex } from '../adapters/eventstore/eventstoredb/log-index';
import { logIndexCache } from '../adapters/eventstore/eventstoredb/log-index-cache';
import { EventStoreDbLogReader } from '../adapters/eventstore/eventstoredb/log-reader';
import { SqliteLogReader } from '../adapters/eventstore/sqlite/log-reader';
import { currentType } from '../adapters/eventstore/upcasters';
import { keyReader } from '../adapters/keys/key-reader';
import { defaultBackOff } from '../adapters/runner/back-off';
import { serveProjections } from '../adapters/runner/serve-projections';
import { projections } from '../projections';
import type { Documents } from '../projections/kernel/documents.port';
import { keysFile, readModelsFile } from './stores';
import type { ThreadStores } from './thread-stores';

/** Where the stores are, from the parent thread. */
const { files, server, token } = workerData as Omit<ThreadStores, 'appended'> & { readonly token: number };

interface FollowedLog {
  readonly log: Omit<EventStore, 'append' | 'logId'>;
  readonly onAppended: () => void;
}

async function openLog(read: Documents): Promise<FollowedLog> {
  if (server === null) {
    const log = new SqliteLogReader(files.log);
    return { log, onAppended: () => log.appended.notify() };
  }
  const index = new LogIndex(logIndexCache(read, server.logId));
  const log = await EventStoreDbLogReader.openReader({ url: server.url }, index);
  return { log, onAppended: () => log.ring() };
}

async function main(port: MessagePort): Promise<void> {
  const read = withPortErrors(readModelsFile(files.read), (file) =>
    sqliteDocuments({ file, durability: 'normal', secureDelete: true }),
  );
  const keys = withPortErrors(keysFile(files.keys), (file) => sqliteDocuments({ file, durability: 'full', secureDelete: true }));
  const ring = keyReader(keys);
  const { log, onAppended } = await openLog(read);
  try {
    await serveProjections(
      port,
      {
        ...{ store: log, read, token, backOff: defaultBackOff },
        logIndexOf: (position) => log.logIndexOf(position),
        reader: {
          decode: (stored) => decodeFact(stored),
          open: (facts) => openBoxes(facts, ring),
          currentType,
          isDamaged: (error) => error instanceof FactCorrupted,
        },
        onAppended,
      },
      projections,
    );
  } finally {
    await Promise.all([log.close(), read.close(), keys.close()]);
  }
}

void main(parentPort as MessagePort);
