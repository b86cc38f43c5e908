import { join } from 'node:path';
import { sqliteDocuments } from '../../../src/adapters/documents/sqlite/documents';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import type { EventStore } from '../../../src/adapters/eventstore/event-store.port';
import { coinFact } from './small-desk';
import type { Coin, SmallDesk } from './small-desk';

export const coins: readonly Coin[] = Array.from({ length: 6_000 }, (_, i) => ({ box: `b${(i * 7919) % 97}`, value: i % 11 }));

/** The same log in every process, delivered in small batches, with documents on disk. */
export async function crashDesk(folder: string): Promise<SmallDesk> {
  const log = new MemoryEventStore();
  const revisions = new Map<string, number>();
  for (const coin of coins) {
    const revision = revisions.get(coin.box) ?? 0;
    await log.append(`till-${coin.box}`, revision - 1, [coinFact(revision, coin)]);
    revisions.set(coin.box, revision + 1);
  }
  const small = 20;
  const store: EventStore = {
    description: log.description,
    logId: log.logId,
    append: (...args) => log.append(...args),
    readStream: (...args) => log.readStream(...args),
    readAll: (after) => log.readAll(after, small),
    readNewest: (...args) => log.readNewest(...args),
    head: () => log.head(),
    countedTo: () => log.countedTo(),
    damages: () => [],
    answeredAt: () => log.answeredAt(),
    recovered: log.recovered,
    logIndexOf: (position) => log.logIndexOf(position),
    subscribe: (after, _, signal) => log.subscribe(after, small, signal),
    close: () => log.close(),
  };
  const read = sqliteDocuments({ file: join(folder, 'read.db'), durability: 'normal', secureDelete: true });
  const ops = sqliteDocuments({ file: join(folder, 'ops.db'), durability: 'full', secureDelete: true });
  return { store, read, ops };
}
