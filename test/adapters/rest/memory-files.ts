import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { checkHash, type BlobStore } from '../../../src/adapters/files/blob-store.port';
import type { DrawnKey } from '../../../src/adapters/keys/key-ring.port';

/** Keeps the blob store's promises without a disk. */
export function memoryBlobStore(): BlobStore & { readonly kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>();
  let log: string | null = null;
  const find = async (sha256: string): Promise<Buffer | undefined> => {
    checkHash(sha256);
    return Promise.resolve(kept.get(sha256));
  };
  return {
    kept,
    description: 'memory',
    async put(content) {
      const bytes = Buffer.concat(await Readable.from(content).toArray());
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      kept.set(sha256, bytes);
      return { sha256, bytes: bytes.length };
    },
    async get(sha256, { start = 0, end } = {}) {
      const part = (await find(sha256))?.subarray(start, end === undefined ? undefined : end + 1);
      return part === undefined ? null : Readable.from(part.length === 0 ? [] : [part]);
    },
    size: async (sha256) => (await find(sha256))?.length ?? null,
    totals: () => Promise.resolve({ count: kept.size, bytes: [...kept.values()].reduce((sum, { length }) => sum + length, 0) }),
    async remove(sha256) {
      if ((await find(sha256)) !== undefined) kept.delete(sha256);
    },
    clearAbandoned: () => Promise.resolve(),
    boundTo: () => Promise.resolve(log),
    bind: (logId) => Promise.resolve((log ??= logId)),
    close: () => Promise.resolve(),
  };
}

export function memoryKeys() {
  const keys = new Map<string, Buffer | null>();
  return {
    keys,
    draw(): Promise<DrawnKey> {
      const id = `key-${keys.size}`;
      const key = randomBytes(32);
      keys.set(id, key);
      return Promise.resolve({ id, key, hash: createHash('sha256').update(key).digest('hex') });
    },
    open: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.filter((id) => keys.has(id)).map((id) => [id, keys.get(id) ?? null]))),
    destroy(ids: readonly string[]) {
      for (const id of ids) keys.set(id, null);
      return Promise.resolve();
    },
  };
}
