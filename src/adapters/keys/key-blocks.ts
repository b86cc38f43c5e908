import { randomBytes } from 'node:crypto';
import type { Document, Documents } from '../../projections/kernel/documents.port';

export const blockSize = 1024;
export const keyBytes = 32;
export const blocksCollection = 'blocks';

interface BlockDocument extends Document {
  /** 1,024 keys of 32 bytes in base64, zeroed where destroyed. */
  readonly keys: string;
  /** Tombstones: slots whose key was destroyed. */
  readonly destroyed: readonly number[];
}

export interface KeyBlock {
  readonly number: number;
  readonly keys: Buffer;
  readonly destroyed: ReadonlySet<number>;
}

export function blockId(number: number): string {
  return `block-${String(number).padStart(6, '0')}`;
}

/** The key in a slot, or null if it was destroyed. */
export function keyAt(block: KeyBlock, slot: number): Buffer | null {
  return block.destroyed.has(slot) ? null : block.keys.subarray(slot * keyBytes, (slot + 1) * keyBytes);
}

/** Creates a durable block of fresh keys under the first free number from `number` on. Safe across processes. */
export async function createBlock(documents: Documents, number: number): Promise<KeyBlock> {
  const keys = randomBytes(blockSize * keyBytes);
  const document: BlockDocument = { _id: blockId(number), keys: keys.toString('base64'), destroyed: [] };
  const mine = await documents.swap(blocksCollection, document._id, null, document);
  return mine ? { number, keys, destroyed: new Set() } : createBlock(documents, number + 1);
}

/** Numbers without a block are left out. */
export async function loadBlocks(documents: Documents, numbers: readonly number[]): Promise<readonly KeyBlock[]> {
  const found = await documents.getMany<BlockDocument>(blocksCollection, numbers.map(blockId));
  return numbers.flatMap((number) => {
    const document = found.get(blockId(number));
    if (document === undefined) return [];
    return [{ number, keys: Buffer.from(document.keys, 'base64'), destroyed: new Set(document.destroyed) }];
  });
}

/** Overwrites keys and leaves tombstones. Retries if another process changes the block meanwhile. */
export async function destroySlots(documents: Documents, number: number, slots: readonly number[]): Promise<void> {
  const stored = await documents.getVersioned<BlockDocument>(blocksCollection, blockId(number));
  if (stored === null) return;
  const { document, version } = stored;
  const destroyed = [...new Set([...document.destroyed, ...slots])].sort((a, b) => a - b);
  if (destroyed.length === document.destroyed.length) return;
  const keys = Buffer.from(document.keys, 'base64');
  for (const slot of destroyed) keys.fill(0, slot * keyBytes, (slot + 1) * keyBytes);
  const changed: BlockDocument = { ...document, keys: keys.toString('base64'), destroyed };
  if (!(await documents.swap(blocksCollection, blockId(number), version, changed))) await destroySlots(documents, number, slots);
}
