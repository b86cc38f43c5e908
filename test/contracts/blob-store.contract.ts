import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BlobStore } from '../../src/adapters/files/blob-store.port';

export interface BlobStage {
  /** Opens the same store again, like a restart. */
  open(): Promise<BlobStore>;
  /** Number of complete blobs, counted outside the port. */
  blobs(): Promise<number>;
  /** Number of stored pieces, including those of unfinished uploads. */
  pieces(): Promise<number>;
  /** Creates the remains of an upload that was killed two days ago. */
  abandon(): Promise<void>;
  dispose(): Promise<void>;
}

async function* chunks(...parts: readonly (string | Buffer)[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}
async function* failing(...parts: readonly (string | Buffer)[]): AsyncIterable<Uint8Array> {
  yield* chunks(...parts);
  throw new Error('the client disconnected');
}
const bytesOf = async (content: Readable | null): Promise<Buffer> => Buffer.concat((await content?.toArray()) as Buffer[]);
const sha256Of = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** The contract of every blob store. A blob's name is its SHA-256, and blobs carry the id of their log. */
export function blobStoreContract(name: string, stageFor: () => Promise<BlobStage>): void {
  describe(`blob store: ${name}`, () => {
    let stage: BlobStage;
    let store: BlobStore;
    beforeEach(async () => {
      stage = await stageFor();
      store = await stage.open();
    });
    afterEach(async () => {
      await store.close();
      await stage.dispose();
    });

    test('returns exactly the stored bytes, by their hash', async () => {
      const blob = await store.put(chunks('one', 'two'));
      expect(blob).toEqual({ sha256: sha256Of('onetwo'), bytes: 6 });
      expect((await bytesOf(await store.get(blob.sha256))).toString()).toBe('onetwo');
      expect(await store.size(blob.sha256)).toBe(6);
    });

    test('counts every blob and its bytes, and again after some came and went', async () => {
      expect(await store.totals()).toEqual({ count: 0, bytes: 0 });
      const blobs = [await store.put(chunks('one')), await store.put(chunks('three')), await store.put(chunks('one'))];
      expect(await store.totals()).toEqual({ count: 2, bytes: 8 });
      await store.put(failing('never')).catch(() => undefined);
      await store.remove(blobs[0]?.sha256 ?? '');
      await store.put(chunks('seven'));
      expect(await store.totals()).toEqual({ count: 2, bytes: 10 });
      const again = await stage.open();
      expect(await again.totals()).toEqual({ count: 2, bytes: 10 });
      await again.close();
    });

    test('streams large blobs, and returns any part of one', async () => {
      const content = randomBytes(700_000);
      const parts = [content.subarray(0, 10), content.subarray(10, 600_010), content.subarray(600_010)];
      const { sha256, bytes } = await store.put(chunks(...parts));
      expect([sha256, bytes]).toEqual([sha256Of(content), content.length]);
      expect((await bytesOf(await store.get(sha256))).equals(content)).toBe(true);
      const ranges = [
        [0, 0],
        [255, 261_119],
        [261_119, 261_121],
        [261_120, 522_239],
        [300_000, 300_010],
        [100, 699_999],
        [699_999, 699_999],
      ] as const;
      for (const [start, end] of ranges) {
        const part = await bytesOf(await store.get(sha256, { start, end }));
        expect([start, end, part.equals(content.subarray(start, end + 1))]).toEqual([start, end, true]);
      }
      expect((await bytesOf(await store.get(sha256, { start: 699_000 }))).equals(content.subarray(699_000))).toBe(true);
    });

    test('cuts a part that goes beyond the end', async () => {
      const { sha256 } = await store.put(chunks('short'));
      expect((await bytesOf(await store.get(sha256, { start: 3, end: 400 }))).toString()).toBe('rt');
      expect(await bytesOf(await store.get(sha256, { start: 5, end: 400 }))).toHaveLength(0);
    });

    test('stores an empty blob', async () => {
      const { sha256, bytes } = await store.put(chunks());
      expect([sha256, bytes]).toEqual([sha256Of(''), 0]);
      expect([await store.size(sha256), (await bytesOf(await store.get(sha256))).length]).toEqual([0, 0]);
    });

    test('keeps blobs after a restart', async () => {
      const { sha256 } = await store.put(chunks('kept'));
      await store.close();
      store = await stage.open();
      expect((await bytesOf(await store.get(sha256))).toString()).toBe('kept');
    });

    test('stores equal bytes once, also when they arrive concurrently', async () => {
      const twice = await Promise.all([store.put(chunks('same')), store.put(chunks('sa', 'me'))]);
      const pieces = await stage.pieces();
      expect([...twice, await store.put(chunks('same'))].map(({ sha256 }) => sha256)).toEqual(Array(3).fill(sha256Of('same')));
      expect([await stage.blobs(), await stage.pieces()]).toEqual([1, pieces]);
      expect((await bytesOf(await store.get(sha256Of('same')))).toString()).toBe('same');
    });

    test('keeps nothing of a source that fails, early or late', async () => {
      const before = await stage.pieces();
      const content = randomBytes(600_000);
      for (const source of [failing(), failing('half'), failing(content)])
        await expect(store.put(source)).rejects.toThrow('the client disconnected');
      expect([await stage.blobs(), await stage.pieces()]).toEqual([0, before]);
      expect(await store.get(sha256Of(content))).toBeNull();
    });

    test('does not show a blob before its upload ends', async () => {
      let goOn: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      const content = randomBytes(600_000);
      const slow = async function* (): AsyncIterable<Uint8Array> {
        yield content;
        await held;
      };
      const coming = store.put(slow());
      expect([await store.get(sha256Of(content)), await stage.blobs()]).toEqual([null, 0]);
      goOn();
      await coming;
      expect(await store.size(sha256Of(content))).toBe(600_000);
    });

    test('clears the remains of killed uploads, and nothing else', async () => {
      const content = randomBytes(600_000);
      const { sha256 } = await store.put(chunks(content));
      await store.bind('log-1');
      const before = await stage.pieces();
      await stage.abandon();
      await store.clearAbandoned();
      await store.clearAbandoned();
      expect(await stage.pieces()).toBe(before);
      expect((await bytesOf(await store.get(sha256))).equals(content)).toBe(true);
      expect([(await store.put(chunks('next'))).bytes, await store.boundTo()]).toEqual([4, 'log-1']);
    });

    test('removes all bytes of a blob; removing it again is no error', async () => {
      const before = await stage.pieces();
      const { sha256 } = await store.put(chunks(randomBytes(300_000)));
      const { sha256: other } = await store.put(chunks('stays'));
      await store.remove(sha256);
      await store.remove(sha256);
      expect([await store.get(sha256), await store.size(sha256), await stage.blobs()]).toEqual([null, null, 1]);
      await store.remove(other);
      expect(await stage.pieces()).toBe(before);
    });

    test('never looks up a name that is not a hash', async () => {
      for (const wrong of ['../../etc/passwd', 'log-id', '', 'A'.repeat(64)]) {
        await expect(store.get(wrong)).rejects.toThrow('not a SHA-256');
        await expect(store.size(wrong)).rejects.toThrow('not a SHA-256');
        await expect(store.remove(wrong)).rejects.toThrow('not a SHA-256');
      }
    });

    test('keeps its first binding to a log, also after a restart', async () => {
      expect(await store.boundTo()).toBeNull();
      expect(await store.bind('log-1')).toBe('log-1');
      expect([await store.bind('log-2'), await store.boundTo()]).toEqual(['log-1', 'log-1']);
      await store.close();
      store = await stage.open();
      expect([await store.boundTo(), await store.bind('log-1'), await stage.blobs()]).toEqual(['log-1', 'log-1', 0]);
    });

    test('is bound to one of two logs that bind it concurrently', async () => {
      const answers = await Promise.all(['log-1', 'log-2'].map((log) => store.bind(log)));
      expect(answers).toEqual(Array(2).fill(await store.boundTo()));
      expect(['log-1', 'log-2']).toContain(answers[0]);
    });
  });
}
