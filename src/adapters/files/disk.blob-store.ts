import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { diskTotals } from './disk-totals';
import { StoreUnavailable } from '../eventstore/errors';
import { checkHash, type BlobStore, type StoredBlob } from './blob-store.port';

/** One file per blob, in 256 folders, for the owner only. A file gets its name once it is complete and durable. */
export function diskBlobStore(folder: string): BlobStore {
  const binding = join(folder, 'log-id');
  const incomingFolder = join(folder, 'incoming');
  const pathOf = (sha256: string): string => {
    checkHash(sha256);
    return join(folder, sha256.slice(0, 2), sha256);
  };
  /** Writes to a temporary file, then calls `place`. Removes the file if either fails. */
  const writeAndPlace = async <T>(
    content: AsyncIterable<Uint8Array>,
    renameDurably: (path: string, blob: StoredBlob) => Promise<T>,
  ): Promise<T> => {
    const incoming = join(incomingFolder, randomUUID());
    try {
      await mkdir(incomingFolder, { recursive: true, mode: 0o700 });
      return await renameDurably(incoming, await writeDurably(incoming, content));
    } catch (error) {
      throw asStoreError(error);
    } finally {
      await rm(incoming, { force: true }).catch(() => undefined);
    }
  };
  const boundTo = async (): Promise<string | null> => {
    try {
      return (await readFile(binding, 'utf8')).trim();
    } catch (error) {
      if (isMissing(error)) return null;
      throw asStoreError(error);
    }
  };
  const size = async (sha256: string): Promise<number | null> => {
    try {
      return (await stat(pathOf(sha256))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw asStoreError(error);
    }
  };
  return {
    description: `files in ${folder}`,
    size,
    totals: diskTotals(folder),
    put: (content) =>
      writeAndPlace(content, async (path, blob) => {
        await place(path, pathOf(blob.sha256));
        return blob;
      }),
    async get(sha256, range = {}) {
      return (await size(sha256)) === null ? null : createReadStream(pathOf(sha256), range);
    },
    async remove(sha256) {
      await rm(pathOf(sha256), { force: true });
    },
    async clearAbandoned() {
      try {
        await rm(incomingFolder, { recursive: true, force: true });
      } catch (error) {
        throw asStoreError(error);
      }
    },
    boundTo,
    bind: (logId) =>
      writeAndPlace(Readable.from([Buffer.from(`${logId}\n`)]), async (path) => {
        // `link` fails if the target exists.
        await link(path, binding).catch((error: unknown) => {
          if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
        });
        await syncFolder(folder);
        return (await boundTo()) ?? '';
      }),
    close: () => Promise.resolve(),
  };
}

async function writeDurably(path: string, content: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    await file.close();
  }
}

/** A rename is durable only after its folder is synced. */
async function place(from: string, to: string): Promise<void> {
  const isNewFolder = (await mkdir(dirname(to), { recursive: true, mode: 0o700 })) !== undefined;
  await rename(from, to);
  await syncFolder(dirname(to));
  if (isNewFolder) await syncFolder(dirname(dirname(to)));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

function isMissing(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}

function asStoreError(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new StoreUnavailable('the file store is not available', { cause: error });
}
