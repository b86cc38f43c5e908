import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { sqliteDocuments } from '../../../src/adapters/documents/sqlite/documents';
import { logIndexOf } from '../../../src/adapters/eventstore/position';
import { SqliteLogReader } from '../../../src/adapters/eventstore/sqlite/log-reader';
import { serveProjections } from '../../../src/adapters/runner/serve-projections';
import { reader, totals } from './small-desk';
import type { Total } from './small-desk';

/** Like src/compose/projections.thread.ts, for the small desk. A coin of 13 is a poison fact, a coin of 99 ends the thread. */
const { folder, token } = workerData as { readonly folder: string; readonly token: number };
const sums = totals() as unknown as { fold: (before: Total | null, fact: { readonly data: unknown }, key: string) => Total };
const picky = totals({
  name: 'picky',
  fold: (before, fact, key) => {
    const { value } = fact.data as { readonly value: number };
    if (value === 13) throw new Error('unlucky');
    if (value === 99) process.exit(1);
    return sums.fold(before, fact, key);
  },
});

async function main(port: MessagePort): Promise<void> {
  const log = new SqliteLogReader(`${folder}/log.db`);
  const read = sqliteDocuments({ file: `${folder}/read.db`, durability: 'normal', secureDelete: true });
  const backOff = { firstMs: 1, maxMs: 4, random: () => 0 };
  const parts = { store: log, read, reader, token, backOff, logIndexOf, onAppended: () => log.appended.notify() };
  try {
    await serveProjections(port, parts, [totals(), picky]);
  } finally {
    await Promise.all([log.close(), read.close()]);
  }
}

void main(parentPort as MessagePort);
