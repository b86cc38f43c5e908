import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskBlobStore } from '../../../src/adapters/files/disk.blob-store';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* chunks(...parts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}
const text = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of stream ?? []) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
};
const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).map((one) => one.name);

describe('blobs on disk', () => {
  test('are found by the hash of their bytes, whole or in part', async () => {
    const store = diskBlobStore(folder);
    const blob = await store.put(chunks('one', 'two'));
    expect(blob).toEqual({ sha256: createHash('sha256').update('onetwo').digest('hex'), bytes: 6 });
    expect(await text(await store.get(blob.sha256))).toBe('onetwo');
    expect(await text(await store.get(blob.sha256, { start: 2, end: 3 }))).toBe('et');
    expect(await store.size(blob.sha256)).toBe(6);
  });

  test('outlive the store, for its owner only', async () => {
    const { sha256 } = await diskBlobStore(folder).put(chunks('kept'));
    expect(await text(await diskBlobStore(folder).get(sha256))).toBe('kept');
    expect((await stat(join(folder, sha256.slice(0, 2), sha256))).mode & 0o777).toBe(0o600);
  });

  test('the same bytes twice are one blob, also at once', async () => {
    const store = diskBlobStore(folder);
    await Promise.all([store.put(chunks('same')), store.put(chunks('same'))]);
    expect(await files()).toHaveLength(1);
  });

  test('nothing is left of a source that fails', async () => {
    const failing = async function* () {
      yield* chunks('half');
      throw new Error('the client went away');
    };
    await expect(diskBlobStore(folder).put(failing())).rejects.toThrow('the client went away');
    expect(await files()).toEqual([]);
  });

  test('what is not there is null, and removing it is no error', async () => {
    const store = diskBlobStore(folder);
    const { sha256 } = await store.put(chunks('gone'));
    await store.remove(sha256);
    await store.remove(sha256);
    expect(await store.get(sha256)).toBeNull();
    expect(await store.size(sha256)).toBeNull();
  });

  test('a name that is no hash never becomes a path', async () => {
    await expect(diskBlobStore(folder).get('../../etc/passwd')).rejects.toThrow('not a SHA-256');
  });

  test('a folder that cannot be written is unavailable, not a mistake of ours', async () => {
    await writeFile(join(folder, 'file'), '');
    const blocked = diskBlobStore(join(folder, 'file'));
    await expect(blocked.put(chunks('x'))).rejects.toThrow('the file store does not take or give files now');
  });
});
