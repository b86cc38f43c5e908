import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, ObjectId } from 'mongodb';
import { diskBlobStore } from '../../src/adapters/files/disk.blob-store';
import { gridFsBlobStore } from '../../src/adapters/files/gridfs.blob-store';
import { memoryBlobStore } from '../adapters/rest/memory-files';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';
import { blobStoreContract } from './blob-store.contract';

blobStoreContract('memory', () => {
  const store = memoryBlobStore();
  const count = () => Promise.resolve(store.kept.size);
  const nothing = () => Promise.resolve();
  return Promise.resolve({
    open: () => Promise.resolve(store),
    blobs: count,
    pieces: count,
    abandon: nothing,
    dispose: nothing,
  });
});

blobStoreContract('disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-blobs-'));
  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? one.name : []));
  return Promise.resolve({
    open: () => Promise.resolve(diskBlobStore(folder)),
    blobs: () => Promise.resolve(files().filter((name) => /^[0-9a-f]{64}$/.test(name)).length),
    pieces: () => Promise.resolve(files().length),
    abandon: () => writeFile(join(folder, 'incoming', randomUUID()), 'half'),
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
    note(`blob store contract: GridFS of ${server.name}`);
  });
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
      abandon: async () => {
        const upload = ObjectId.createFromTime(Date.now() / 1_000 - 2 * 86_400);
        await db.collection('fs.chunks').insertMany([0, 1].map((n) => ({ files_id: upload, n, data: Buffer.from('half') })));
      },
      dispose: async () => {
        await db.dropDatabase();
      },
    });
  });
}
