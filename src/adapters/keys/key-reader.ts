import type { Documents } from '../../projections/kernel/documents.port';
import { blockSize, keyAt, loadBlocks, type KeyBlock } from './key-blocks';
import type { KeyRing } from './key-ring.port';

/**
 * Key reader for another thread, without a cache, so a destroyed key is never used again. Reading a block takes 30 µs, and a batch of
 * facts needs few blocks.
 */
export function keyReader(documents: Documents): Pick<KeyRing, 'open'> {
  return {
    open: (ids) =>
      keysIn(ids, async (numbers) => new Map((await loadBlocks(documents, [...numbers])).map((block) => [block.number, block]))),
  };
}

type BlocksOf = (numbers: ReadonlySet<number>) => Promise<ReadonlyMap<number, KeyBlock>>;

/** Like `KeyRing.open`. */
export async function keysIn(ids: readonly string[], blocksOf: BlocksOf): Promise<ReadonlyMap<string, Buffer | null>> {
  const places = [...new Set(ids)].map((id) => ({ id, place: parseKeyId(id) }));
  const blocks = await blocksOf(new Set(places.flatMap(({ place }) => (place === null ? [] : [place.number]))));
  const keys = new Map<string, Buffer | null>();
  for (const { id, place } of places) {
    const block = place === null ? undefined : blocks.get(place.number);
    if (place !== null && block !== undefined) keys.set(id, keyAt(block, place.slot));
  }
  return keys;
}

const pattern = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,3})$/;

/** `42.17` is slot 17 of block 42. Null for any other form. */
export function parseKeyId(id: string): { readonly number: number; readonly slot: number } | null {
  const [, number, slot] = pattern.exec(id) ?? [];
  return number === undefined || Number(slot) >= blockSize ? null : { number: Number(number), slot: Number(slot) };
}
