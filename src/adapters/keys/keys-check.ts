import type { FactContent } from '../../domain/kernel/event';
import type { Documents } from '../../projections/kernel/documents.port';
import type { EventStore } from '../eventstore/event-store.port';
import { blockId, blocksCollection } from './key-blocks';

/** Facts were recorded whose keys are neither there nor destroyed on purpose. */
export class KeysLost extends Error {
  constructor(what: string) {
    super(
      `${what}. Everything sealed with them could not be read. Nothing was changed. Restore the newest backup of the keys database ` +
        '(it must not be older than the log), then start again',
    );
    this.name = 'KeysLost';
  }
}

const fewFacts = 1000;

/**
 * Whether the keys database goes with the log: its blocks are numbered without a gap, and those of the newest facts that sealed anything are there. A backup
 * of the keys that is older than the log is found here, before anyone reads ERASED where nothing was erased.
 * @throws {KeysLost}
 */
export async function checkKeys(documents: Documents, store: Pick<EventStore, 'readNewest'>): Promise<void> {
  await documents.prepare({ name: blocksCollection, indexes: [] });
  const blocks = await documents.count(blocksCollection, []);
  const around = [blocks - 1, blocks, blocks + 1].filter((number) => number >= 0).map(blockId);
  const there = await documents.getMany(blocksCollection, around);
  const expected = blocks === 0 ? [] : [blockId(blocks - 1)];
  if ([...there.keys()].join() !== expected.join()) throw new KeysLost('the keys database has a gap in its blocks of keys');
  const named = await newestBlocks(store);
  const found = await documents.getMany(blocksCollection, named);
  const lost = named.filter((block) => !found.has(block));
  if (lost.length > 0)
    throw new KeysLost(`the newest facts name keys that are not there (${lost.sort().slice(0, 5).join(', ')})`);
}

/** Keys are drawn in order: of a backup that is too old, the newest are missing. Further back where nothing is sealed, as in an import. */
async function newestBlocks(store: Pick<EventStore, 'readNewest'>): Promise<readonly string[]> {
  for (let limit = fewFacts; ; limit *= 10) {
    const newest = await store.readNewest(limit);
    const keys = newest.flatMap(({ content }) => (JSON.parse(content) as FactContent).sealed.map(({ keyId }) => keyId));
    if (keys.length > 0 || newest.length < limit) return [...new Set(keys.map(blockOf))];
  }
}

function blockOf(keyId: string): string {
  return blockId(Number(keyId.split('.')[0]));
}
