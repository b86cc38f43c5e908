import { hash as digest } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Documents } from '../../projections/kernel/documents.port';
import { blocksCollection, blockSize, createBlock, destroySlots, keyAt, loadBlocks, type KeyBlock } from './key-blocks';
import { keysIn, parseKeyId } from './key-reader';
import type { DrawnKey, KeyRing, Secret } from './key-ring.port';
import { loadSecrets } from './secrets';

export interface KeyRingOptions {
  /** Blocks kept in memory, 32 KiB each. */
  readonly maxBlocks?: number;
  /** Time until a key destroyed by another process is noticed here. */
  readonly maxAgeMs?: number;
}

/**
 * The keys of one installation, in its database `keys`.
 * @throws {KeysLost} the database is incomplete
 */
export async function openKeyRing(documents: Documents, options: KeyRingOptions = {}): Promise<KeyRing> {
  await documents.prepare({ name: blocksCollection, indexes: [] });
  // Block numbers have no gaps and blocks are never deleted, so their count is the next number.
  const blocks = await documents.count(blocksCollection, []);
  return new BlockKeyRing(documents, await loadSecrets(documents, blocks), blocks, options);
}

class BlockKeyRing implements KeyRing {
  private current: { readonly block: KeyBlock; used: number } | null = null;
  private ahead: Promise<KeyBlock> | null = null;
  private switching: Promise<void> | null = null;
  private readonly opened: LRUCache<number, KeyBlock>;
  /** Counts destructions, so that a block read before one is not cached after it. */
  private destructions = 0;

  constructor(
    private readonly documents: Documents,
    private readonly secrets: ReadonlyMap<Secret, Buffer>,
    private nextNumber: number,
    { maxBlocks = 500, maxAgeMs = 30_000 }: KeyRingOptions,
  ) {
    this.opened = new LRUCache({ max: maxBlocks, ttl: maxAgeMs });
  }

  async draw(): Promise<DrawnKey> {
    for (;;) {
      const key = this.take();
      if (key !== null) return key;
      await (this.switching ??= this.useNextBlock().finally(() => (this.switching = null)));
    }
  }

  async open(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    return keysIn(ids, (numbers) => this.blocks(numbers));
  }

  async destroy(ids: readonly string[]): Promise<void> {
    const slots = new Map<number, number[]>();
    for (const place of ids.map(parseKeyId)) {
      if (place !== null) slots.set(place.number, [...(slots.get(place.number) ?? []), place.slot]);
    }
    for (const [number, destroyed] of slots) {
      await destroySlots(this.documents, number, destroyed);
      this.destructions++;
      this.opened.delete(number);
    }
    await this.documents.compact();
  }

  secret(name: Secret): Buffer {
    return this.secrets.get(name) as Buffer;
  }

  private take(): DrawnKey | null {
    if (this.current === null || this.current.used === blockSize) return null;
    const { block } = this.current;
    const slot = this.current.used++;
    if (slot === blockSize / 2) this.prefetch();
    const key = keyAt(block, slot) as Buffer;
    return { id: `${block.number}.${slot}`, key, hash: digest('sha256', key, 'hex') };
  }

  private async useNextBlock(): Promise<void> {
    const ahead = this.ahead ?? this.create();
    this.ahead = null;
    this.current = { block: await ahead, used: 0 };
  }

  /** The caller of `draw` sees the failure of a retry, so this one is ignored. */
  private prefetch(): void {
    this.ahead = this.create();
    this.ahead.catch(() => (this.ahead = null));
  }

  private async create(): Promise<KeyBlock> {
    const block = await createBlock(this.documents, this.nextNumber);
    this.nextNumber = block.number + 1;
    this.opened.set(block.number, block);
    return block;
  }

  private async blocks(numbers: ReadonlySet<number>): Promise<ReadonlyMap<number, KeyBlock>> {
    const found = new Map<number, KeyBlock>();
    for (const number of numbers) {
      const known = this.opened.get(number);
      if (known !== undefined) found.set(number, known);
    }
    const missing = [...numbers].filter((number) => !found.has(number));
    if (missing.length === 0) return found;
    const before = this.destructions;
    for (const block of await loadBlocks(this.documents, missing)) {
      found.set(block.number, block);
      if (before === this.destructions) this.opened.set(block.number, block);
    }
    return found;
  }
}
