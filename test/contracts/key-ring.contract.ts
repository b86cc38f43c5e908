import { hash as digest } from 'node:crypto';
import type { Documents } from '../../src/projections/kernel/documents.port';
import type { KeyRing } from '../../src/adapters/keys/key-ring.port';
import { openKeyRing } from '../../src/adapters/keys/keys';

export interface KeysUnderTest {
  readonly documents: Documents;
  /** Content of all files of the database, as a thief of the disk would read it. */
  readonly everything: () => Promise<Buffer>;
  readonly dispose: () => Promise<void>;
}

/** The contract of the key ring (key-ring.port.ts), for every document store. */
export function keyRingContract(name: string, start: () => Promise<KeysUnderTest>): void {
  describe(`key ring: ${name}`, () => {
    let under: KeysUnderTest;
    let ring: KeyRing;
    beforeEach(async () => {
      under = await start();
      ring = await openKeyRing(under.documents);
    });
    afterEach(() => under.dispose());

    const restarted = (): Promise<KeyRing> => openKeyRing(under.documents);
    const draw = (
      from: KeyRing,
      count: number,
    ): Promise<readonly { readonly id: string; readonly key: Buffer; readonly hash: string }[]> =>
      Promise.all(Array.from({ length: count }, () => from.draw()));

    it('draws distinct keys of 32 bytes, each with its hash', async () => {
      const keys = await draw(ring, 2_400);
      expect(keys.every(({ key, hash }) => key.length === 32 && digest('sha256', key, 'hex') === hash)).toBe(true);
      expect(new Set(keys.map(({ id }) => id)).size).toBe(2_400);
      expect(new Set(keys.map(({ hash }) => hash)).size).toBe(2_400);
      expect(keys[0]?.id).toBe('0.0');
    });

    it('opens every drawn key, also after a restart', async () => {
      const drawn = await draw(ring, 1_200);
      for (const reader of [ring, await restarted()]) {
        const opened = await reader.open(drawn.map(({ id }) => id));
        expect(drawn.every(({ id, key }) => opened.get(id)?.equals(key))).toBe(true);
      }
    });

    it('never draws a key twice, neither after a restart nor in another process', async () => {
      const others = await Promise.all([restarted(), restarted(), restarted()]);
      const drawn = await Promise.all([ring, ...others].map((one) => draw(one, 400)));
      const ids = drawn.flat().map(({ id }) => id);
      const later = await draw(await restarted(), 10);
      expect(new Set([...ids, ...later.map(({ id }) => id)]).size).toBe(4 * 400 + 10);
      const opened = await ring.open(ids);
      expect(drawn.flat().every(({ id, key }) => opened.get(id)?.equals(key))).toBe(true);
    });

    it('numbers blocks without a gap', async () => {
      await Promise.all([restarted(), restarted()].map(async (other) => draw(await other, 700)));
      const { items } = await under.documents.find('blocks', { where: [], limit: 100 });
      expect(items.map(({ _id }) => _id)).toEqual(items.map((_, i) => `block-${String(i).padStart(6, '0')}`));
    });

    it('leaves out unknown ids', async () => {
      await ring.draw();
      const never = ['7.0', '0.1024', '0', '0.-1', '00.0', '', 'x.y', '__proto__'];
      expect([...(await ring.open(never)).keys()]).toEqual([]);
    });

    it('destroys a key permanently with a tombstone, and keeps its neighbours', async () => {
      const [first, second, third] = [await ring.draw(), await ring.draw(), await ring.draw()];
      const copy = Buffer.from(second.key);
      await ring.open([second.id]);
      await ring.destroy([second.id]);
      for (const reader of [ring, await restarted()]) {
        const opened = await reader.open([first.id, second.id, third.id]);
        expect([opened.get(first.id)?.equals(first.key), opened.get(second.id), opened.get(third.id)?.equals(third.key)]).toEqual(
          [true, null, true],
        );
      }
      expect((await under.everything()).includes(copy.toString('base64').slice(4, 36))).toBe(false);
    });

    it('leaves no trace of a destroyed key in any file, however its text is split', async () => {
      const drawn = await draw(ring, 1_024);
      const traces = drawn.flatMap(({ key }) => [0, 1, 2].map((shift) => key.subarray(shift, 24 + shift).toString('base64')));
      const before = await under.everything();
      expect(traces.filter((trace) => before.includes(trace)).length).toBeGreaterThan(drawn.length / 2); // the others are split by pages
      await ring.destroy(drawn.map(({ id }) => id));
      const after = await under.everything();
      expect(traces.filter((trace) => after.includes(trace))).toEqual([]);
    });

    it('accepts repeated destruction and unknown ids', async () => {
      const { id } = await ring.draw();
      await ring.destroy([id]);
      await ring.destroy([id, id, '99.1', 'nonsense']);
      expect(await ring.open([id, '99.1'])).toEqual(new Map([[id, null]]));
    });

    it('keeps all tombstones when several processes destroy keys of a block concurrently', async () => {
      const drawn = await draw(ring, 40);
      const others = await Promise.all([restarted(), restarted()]);
      await Promise.all([ring, ...others].map((one, i) => one.destroy(drawn.filter((_, n) => n % 4 === i).map(({ id }) => id))));
      const opened = await (await restarted()).open(drawn.map(({ id }) => id));
      expect(drawn.map(({ id }) => opened.get(id) !== null)).toEqual(drawn.map((_, n) => n % 4 === 3));
    });

    it('creates each 32-byte secret once, equal in all processes and after a restart', async () => {
      const rings = await Promise.all([restarted(), restarted(), restarted()]);
      const names = ['command-digest', 'reservation', 'import'] as const;
      for (const one of rings)
        expect(names.map((secret) => one.secret(secret))).toEqual(names.map((secret) => ring.secret(secret)));
      expect(new Set(names.map((secret) => ring.secret(secret).toString('hex'))).size).toBe(3);
      expect(ring.secret('import')).toHaveLength(32);
    });
  });
}
