import type { FactContent } from '../../domain/kernel/event';
import type { Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import { blockId, blocksCollection } from './key-blocks';

/** The keys of recorded facts are missing, but were not destroyed on purpose. */
export class KeysLost extends Error {
  constructor(what: string) {
    super(
      `${what}, so the data sealed with them would be unreadable. Nothing was changed. Restore the newest backup of the keys database, ` +
        'which must be as new as the log, then start again',
    );
    this.name = 'KeysLost';
  }
}

const firstLimit = 1000;

/**
 * Checks that the keys database belongs to the state of the log: its blocks have no gap, and the keys of the newest sealed facts exist.
 * This detects a backup of the keys that is older than the log, before readers see ERASED where nothing was erased.
 * @throws {KeysLost}
 */
export async function checkKeys(documents: Documents, store: Pick<EventStore, 'readNewest'>): Promise<void> {
  await documents.prepare({ name: blocksCollection, indexes: [] });
  const blocks = await documents.count(blocksCollection, []);
  const around = [blocks - 1, blocks, blocks + 1].filter((number) => number >= 0).map(blockId);
  const there = await documents.getMany(blocksCollection, around);
  const expected = blocks === 0 ? [] : [blockId(blocks - 1)];
  if ([...there.keys()].join() !== expected.join()) throw new KeysLost('the keys database lacks some of its blocks of keys');
  const named = await newestBlocks(store);
  const found = await documents.getMany(blocksCollection, named);
  const lost = named.filter((block) => !found.has(block));
  if (lost.length > 0)
    throw new KeysLost(`the keys database lacks the keys of the newest facts (${lost.sort().slice(0, 5).join(', ')})`);
}

/** Keys are used in order, so an old backup lacks the newest. Reads further back while no fact has boxes, as after an import. */
async function newestBlocks(store: Pick<EventStore, 'readNewest'>): Promise<readonly string[]> {
  for (let limit = firstLimit; ; limit *= 10) {
    const newest = await store.readNewest(limit);
    const keys = newest.flatMap(keysOf);
    if (keys.length > 0 || newest.length < limit) return [...new Set(keys.map(blockOf))];
  }
}

/** None of a damaged fact, which readers of the log pass over and name. */
function keysOf(stored: StoredFact): readonly string[] {
  try {
    return (JSON.parse(stored.content) as FactContent).sealed.map(({ keyId }) => keyId);
  } catch {
    return [];
  }
}

function blockOf(keyId: string): string {
  return blockId(Number(keyId.split('.')[0]));
}
