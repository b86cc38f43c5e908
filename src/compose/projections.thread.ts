import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { sqliteDocuments } from '../adapters/documents/sqlite/documents';
import { withPortErrors } from '../adapters/documents/sqlite/port-errors';
import { openBoxes } from '../adapters/eventstore/boxes';
import { decodeFact } from '../adapters/eventstore/codec';
import { FactCorrupted } from '../adapters/eventstore/errors';
import { SqliteLogReader } from '../adapters/eventstore/sqlite/log-reader';
import { currentType } from '../adapters/eventstore/upcasters';
import { keyReader } from '../adapters/keys/key-reader';
import { defaultBackOff } from '../adapters/runner/back-off';
import { serveProjections } from '../adapters/runner/serve-projections';
import { projections } from '../projections';
import { keysFile, readModelsFile, type ThreadFiles } from './stores';

/** What this thread is started with: the embedded stores, by file. */
const { files, token } = workerData as { readonly files: ThreadFiles; readonly token: number };

async function main(port: MessagePort): Promise<void> {
  const log = new SqliteLogReader(files.log);
  const read = withPortErrors(readModelsFile(files.read), (file) =>
    sqliteDocuments({ file, durability: 'normal', secureDelete: true }),
  );
  const keys = withPortErrors(keysFile(files.keys), (file) => sqliteDocuments({ file, durability: 'full', secureDelete: true }));
  const ring = keyReader(keys);
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
        onAppended: () => log.appended.notify(),
      },
      projections,
    );
  } finally {
    await Promise.all([log.close(), read.close(), keys.close()]);
  }
}

void main(parentPort as MessagePort);
