import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { diskBlobStore } from '../../../src/adapters/files/disk.blob-store';

// For the common contract see test/contracts/blob-store.contract.ts.

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const some = (text: string): Readable => Readable.from([Buffer.from(text)]);

describe('blobs on disk', () => {
  test('are accessible to their owner only', async () => {
    const { sha256 } = await diskBlobStore(folder).put(some('kept'));
    expect((await stat(join(folder, sha256.slice(0, 2), sha256))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, sha256.slice(0, 2)))).mode & 0o777).toBe(0o700);
  });

  test('throw StoreUnavailable for a folder without write access', async () => {
    await writeFile(join(folder, 'file'), '');
    const blocked = diskBlobStore(join(folder, 'file'));
    await expect(blocked.put(some('x'))).rejects.toThrow('the file store is not available');
    await expect(blocked.bind('log-1')).rejects.toThrow('the file store is not available');
    await expect(blocked.clearAbandoned()).rejects.toThrow('the file store is not available');
  });
});
