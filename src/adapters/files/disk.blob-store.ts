import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { StoreUnavailable } from '../eventstore/errors';
import { mustBeHash, type BlobStore, type StoredBlob } from './blob-store.port';

/** One file per blob in 256 folders; a file appears under its name only when it is whole and on disk. Owner only. */
export function diskBlobStore(folder: string): BlobStore {
  const binding = join(folder, 'log-id');
  const arrivals = join(folder, 'incoming');
  const pathOf = (sha256: string): string => {
    mustBeHash(sha256);
    return join(folder, sha256.slice(0, 2), sha256);
  };
  /** Writes what comes beside the blobs, then gives it its place; leaves nothing of what failed. */
  const arriving = async <T>(
    content: AsyncIterable<Uint8Array>,
    place: (path: string, blob: StoredBlob) => Promise<T>,
  ): Promise<T> => {
    const incoming = join(arrivals, randomUUID());
    try {
      await mkdir(arrivals, { recursive: true, mode: 0o700 });
      return await place(incoming, await writeDurably(incoming, content));
    } catch (error) {
      throw asRefusal(error);
    } finally {
      await rm(incoming, { force: true }).catch(() => undefined);
    }
  };
  const boundTo = async (): Promise<string | null> => {
    try {
      return (await readFile(binding, 'utf8')).trim();
    } catch (error) {
      if (isMissing(error)) return null;
      throw asRefusal(error);
    }
  };
  const size = async (sha256: string): Promise<number | null> => {
    try {
      return (await stat(pathOf(sha256))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw asRefusal(error);
    }
  };
  return {
    description: `files in ${folder}`,
    size,
    put: (content) =>
      arriving(content, async (path, blob) => {
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
        await rm(arrivals, { recursive: true, force: true });
      } catch (error) {
        throw asRefusal(error);
      }
    },
    boundTo,
    bind: (logId) =>
      arriving(Readable.from([Buffer.from(`${logId}\n`)]), async (path) => {
        // A link is made where nothing is yet, or not at all.
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

/** A rename is durable only when the folder that names the file is. */
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

function asRefusal(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new StoreUnavailable('the file store does not take or give files now', { cause: error });
}
