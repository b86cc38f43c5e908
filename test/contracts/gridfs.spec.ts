import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { MongoClient } from 'mongodb';
import { OutcomeUncertain, StoreUnavailable } from '../../src/adapters/eventstore/errors';
import type { BlobStore } from '../../src/adapters/files/blob-store.port';
import { fileVault } from '../../src/adapters/files/file-vault';
import { FileDamaged } from '../../src/adapters/files/file-vault.port';
import { gridFsBlobStore } from '../../src/adapters/files/gridfs.blob-store';
import { memoryKeys } from '../adapters/rest/memory-files';
import { mongoChoice, type MongoServer } from '../servers/mongodb';

// Files in MongoDB with failures.

const choice = mongoChoice();
const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const content = randomBytes(600_000);
const some = (): Readable => Readable.from([content]);

if ('reason' in choice) {
  test.skip(`GridFS with failures: ${choice.reason}`, () => undefined);
} else {
  describe(`GridFS of ${choice.name}`, () => {
    let server: MongoServer;
    let client: MongoClient;
    let store: BlobStore;
    let name: string;
    const chunks = () => client.db(`${name}-files`).collection('fs.chunks');
    beforeAll(async () => {
      server = await choice.start();
      client = await MongoClient.connect(server.url);
    });
    afterAll(async () => {
      await client.close();
      await server.stop();
    });
    beforeEach(async () => {
      name = randomUUID();
      store = await gridFsBlobStore({ url: server.url.replace(/\/(\?|$)/, `/${name}$1`) });
    });
    afterEach(async () => {
      await store.close();
      await client.db(`${name}-files`).dropDatabase();
    });

    test('throws OutcomeUncertain when the answer to a chunk is lost, shows no file, and a repeat stores it', async () => {
      await store.put(Readable.from([Buffer.from('the indexes are there')]));
      server.gate.inject('insert', { kind: 'drop-answer' });
      await expect(store.put(some())).rejects.toThrow(OutcomeUncertain);
      expect(await store.get(sha256Of(content))).toBeNull();
      const { sha256 } = await store.put(some());
      expect(await store.size(sha256)).toBe(content.length);
    });

    test('shows only the whole file when the answer to its name is lost, and a repeat gives the same file', async () => {
      const before = await chunks().countDocuments();
      const held = async function* (): AsyncIterable<Uint8Array> {
        yield content.subarray(0, 261_120);
        // Exactly one chunk, so that the next write is the name.
        server.gate.inject('insert', { kind: 'drop-answer' });
        await Promise.resolve();
      };
      await expect(store.put(held())).rejects.toThrow(OutcomeUncertain);
      const sha256 = sha256Of(content.subarray(0, 261_120));
      expect(Buffer.concat((await (await store.get(sha256))?.toArray()) as Buffer[])).toHaveLength(261_120);
      await store.put(Readable.from([content.subarray(0, 261_120)]));
      expect(await chunks().countDocuments()).toBe(before + 1);
    });

    test('does not clear an upload of another server', async () => {
      const slow = async function* (): AsyncIterable<Uint8Array> {
        yield content;
        await store.clearAbandoned();
        yield content;
      };
      const { sha256 } = await store.put(slow());
      expect(Buffer.concat((await (await store.get(sha256))?.toArray()) as Buffer[])).toHaveLength(1_200_000);
    });

    test('throws StoreUnavailable during an outage, and works as before afterwards', async () => {
      const { sha256 } = await store.put(some());
      await server.gate.refuse();
      await expect(store.get(sha256)).rejects.toThrow(StoreUnavailable);
      await server.gate.accept();
      expect(await store.size(sha256)).toBe(content.length);
    });

    test.each([
      ['is missing', (of: ReturnType<typeof chunks>) => of.deleteOne({ n: 1 })],
      ['was altered', (of: ReturnType<typeof chunks>) => of.updateOne({ n: 1 }, { $set: { data: randomBytes(261_120) } })],
      ['was cut', (of: ReturnType<typeof chunks>) => of.updateOne({ n: 0 }, { $set: { data: randomBytes(10) } })],
    ])('throws FileDamaged before the first byte when a chunk %s', async (_, damage) => {
      const vault = fileVault(store, memoryKeys());
      const { sha256 } = await vault.keep(some());
      await damage(chunks());
      await expect(vault.open(sha256)).rejects.toThrow(FileDamaged);
    });
  });
}
