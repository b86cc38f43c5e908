import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { diskBlobStore } from '../../src/adapters/files/disk.blob-store';
import { gridFsBlobStore } from '../../src/adapters/files/gridfs.blob-store';
import { memoryBlobStore } from '../adapters/http/memory-files';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';
import { blobStoreContract } from './blob-store.contract';

blobStoreContract('memory', () => {
  const store = memoryBlobStore();
  const count = () => Promise.resolve(store.kept.size);
  return Promise.resolve({ open: () => Promise.resolve(store), blobs: count, pieces: count, dispose: () => Promise.resolve() });
});

blobStoreContract('disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-blobs-'));
  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? one.name : []));
  return Promise.resolve({
    open: () => Promise.resolve(diskBlobStore(folder)),
    blobs: () => Promise.resolve(files().filter((name) => /^[0-9a-f]{64}$/.test(name)).length),
    pieces: () => Promise.resolve(files().length),
    dispose: () => rm(folder, { recursive: true }),
  });
});

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`blob store: GridFS: ${choice.reason}`, () => undefined);
} else {
  let server: MongoServer;
  let client: MongoClient;
  beforeAll(async () => {
    server = await choice.start();
    client = await MongoClient.connect(server.url);
    note(`blob store contract: GridFS of ${choice.name}`);
  }, 30_000);
  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  blobStoreContract(`GridFS of ${choice.name}`, () => {
    const name = randomUUID();
    const db = client.db(`${name}-files`);
    const count = (collection: string): Promise<number> => db.collection(collection).countDocuments();
    const url = server.url.replace(/\/(\?|$)/, `/${name}$1`);
    return Promise.resolve({
      open: () => gridFsBlobStore({ url }),
      blobs: () => count('fs.files'),
      pieces: async () => (await count('fs.files')) + (await count('fs.chunks')),
      dispose: async () => {
        await db.dropDatabase();
      },
    });
  });
}
