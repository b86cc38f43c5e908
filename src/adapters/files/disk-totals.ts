import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobTotals } from './blob-store.port';

interface Counted extends BlobTotals {
  /** Of the folder, in nanoseconds, as it was before its files were counted. */
  readonly changedAt: bigint;
}

/** A folder that changed a moment ago may change again within the same tick of the clock of its disk. */
const settledNs = 2_000_000_000n;
const nothing: BlobTotals = { count: 0, bytes: 0 };

/** Counts the blobs of a folder. A blob never changes, so only the folders that got or lost one are read again. */
export function diskTotals(folder: string): () => Promise<BlobTotals> {
  const known = new Map<string, Counted>();
  const countedIn = async (name: string): Promise<BlobTotals> => {
    const path = join(folder, name);
    const changedAt = await changeOf(path);
    if (changedAt === null) return nothing;
    const before = known.get(name);
    if (before?.changedAt === changedAt) return before;
    const counted = { ...(await count(path)), changedAt };
    if (BigInt(Date.now()) * 1_000_000n - changedAt > settledNs) known.set(name, counted);
    return counted;
  };
  return async () => {
    let totals = nothing;
    for (let at = 0; at < 256; at++) {
      const { count: files, bytes } = await countedIn(at.toString(16).padStart(2, '0'));
      totals = { count: totals.count + files, bytes: totals.bytes + bytes };
    }
    return totals;
  };
}

async function changeOf(path: string): Promise<bigint | null> {
  return stat(path, { bigint: true }).then(
    ({ mtimeNs }) => mtimeNs,
    () => null,
  );
}

async function count(path: string): Promise<BlobTotals> {
  let [files, bytes] = [0, 0];
  for await (const { name } of await opendir(path)) {
    // It may be gone by the time it is looked at.
    const size = await stat(join(path, name)).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) continue;
    files++;
    bytes += size;
  }
  return { count: files, bytes };
}
