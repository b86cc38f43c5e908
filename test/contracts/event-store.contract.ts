import { AppendTooLarge, StoreUnavailable, WrongExpectedRevision } from '../../src/adapters/eventstore/errors';
import {
  withLogIndexes,
  maxAppendBytes,
  noStream,
  type EncodedFact,
  type EventStore,
  type StoredFact,
} from '../../src/adapters/eventstore/event-store.port';
import { chainHash, contentHashOf, decodeFact } from '../../src/adapters/eventstore/codec';
import { beginning, draft, encoded, headOf, plain } from './event-store.facts';

export interface StoreUnderTest {
  readonly store: EventStore;
  readonly dispose: () => Promise<void>;
}

const revisions = (facts: readonly EncodedFact[]): readonly number[] => facts.map(({ revision }) => revision);
const stored = (fact: EncodedFact): unknown => ({ ...fact, position: undefined, logIndex: undefined });

/** The contract of every event store (event-store.port.ts). */
export function eventStoreContract(name: string, start: () => Promise<StoreUnderTest>): void {
  describe(`event store: ${name}`, () => {
    let store: EventStore;
    let dispose: () => Promise<void>;
    beforeEach(async () => ({ store, dispose } = await start()));
    afterEach(() => dispose());

    const append = async (stream: string, count = 1): Promise<void> => {
      const head = await headOf(store, stream);
      await store.append(stream, head.revision, await plain(stream, count, head));
    };

    describe('append', () => {
      it('writes several facts atomically and returns the position of the last', async () => {
        const facts = await plain('ticket-a', 3);
        const appended = await store.append('ticket-a', noStream, facts);
        const read = await store.readStream('ticket-a');
        expect(read.map(stored)).toEqual(facts);
        expect(appended).toEqual({ position: read[2]?.position });
      });

      it.each([
        ['the stream exists', 1, noStream],
        ['one revision behind', 2, 0],
        ['one revision ahead', 1, 1],
        ['the stream does not exist', 0, 0],
      ])('throws WrongExpectedRevision: %s', async (_, there, expected) => {
        if (there > 0) await append('ticket-a', there);
        const before = await store.readAll(null, 100);
        const facts = await plain('ticket-a', 2, { revision: expected, hash: null });
        await expect(store.append('ticket-a', expected, facts)).rejects.toEqual(
          new WrongExpectedRevision('ticket-a', expected, there - 1),
        );
        expect(await store.readAll(null, 100)).toEqual(before);
      });

      it('rejects a repeated append, because its revision is taken', async () => {
        const facts = await plain('ticket-a', 2);
        await store.append('ticket-a', noStream, facts);
        await expect(store.append('ticket-a', noStream, facts)).rejects.toThrow(WrongExpectedRevision);
        expect(await store.readStream('ticket-a')).toHaveLength(2);
      });

      it('accepts only one of two concurrent appends at the same revision', async () => {
        const command = { id: '0193-command', digest: 'ab'.repeat(32) };
        const one = await encoded(beginning, draft('ticket-a', { command, data: { number: 1 } }));
        const other = await encoded(beginning, draft('ticket-a', { command, data: { number: 2 } }));
        const outcomes = await Promise.allSettled([one, other].map((facts) => store.append('ticket-a', noStream, facts)));
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(outcomes).toContainEqual({ status: 'rejected', reason: new WrongExpectedRevision('ticket-a', noStream, 0) });
        const read = await store.readStream('ticket-a');
        const winner = outcomes[0]?.status === 'fulfilled' ? one : other;
        expect(read.map(stored)).toEqual(winner);
      });

      it('shows whether an append was recorded after its answer was lost, by the command id', async () => {
        const fact = draft('ticket-a');
        // Drops the answer, like a broken connection.
        await store.append('ticket-a', noStream, await encoded(beginning, fact)).then(() => undefined);
        const commands = (await store.readStream('ticket-a')).map((read) => decodeFact(read).command.id);
        expect(commands).toEqual([fact.command.id]);
      });

      it('fails only the conflicting append of several concurrent ones', async () => {
        await append('ticket-0');
        const facts = await Promise.all(Array.from({ length: 20 }, (_, i) => plain(`ticket-${i}`, 2)));
        const outcomes = await Promise.allSettled(facts.map((append, i) => store.append(`ticket-${i}`, noStream, append)));
        const appends = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'written' : (outcome.reason as Error).name));
        expect(appends).toEqual(['WrongExpectedRevision', ...Array.from({ length: 19 }, () => 'written')]);
        expect(await store.readAll(null, 100)).toHaveLength(1 + 19 * 2);
      });

      it('rejects more than 512 KiB before sending, and accepts exactly 512 KiB', async () => {
        const [small] = await encoded(beginning, draft('ticket-a', { data: { text: '' } }));
        const room = maxAppendBytes - Buffer.byteLength(small?.content ?? '');
        const fits = await encoded(
          beginning,
          draft('ticket-a', { data: { text: 'é'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2) } }),
        );
        const tooMuch = await encoded(beginning, draft('ticket-a', { data: { text: 'x'.repeat(room + 1) } }));
        await expect(store.append('ticket-a', noStream, tooMuch)).rejects.toEqual(
          new AppendTooLarge(maxAppendBytes + 1, maxAppendBytes),
        );
        expect(await store.head()).toBeNull();
        await store.append('ticket-a', noStream, fits);
        expect((await store.readStream('ticket-a')).map(stored)).toEqual(fits);
      });

      it('throws RangeError for no facts, facts of another stream or a gap in the revisions', async () => {
        await expect(store.append('ticket-a', noStream, [])).rejects.toThrow(RangeError);
        await expect(store.append('ticket-b', noStream, await plain('ticket-a'))).rejects.toThrow(RangeError);
        await expect(store.append('ticket-a', 4, await plain('ticket-a'))).rejects.toThrow(RangeError);
      });

      it('returns awkward values byte for byte, with matching hashes', async () => {
        const data = {
          'ключ 鍵 🔑': '👩‍👩‍👧‍👦 Ärger\u0000\u001f\u2028"\\ \ud83d\ude00',
          é: [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -0, '', {}, [], null, true],
          nested: { a: { b: { c: [[[['x']]]] } } },
          '': ' ',
        };
        const facts = await encoded(beginning, draft('ticket-a', { data }));
        await store.append('ticket-a', noStream, facts);
        const [read] = await store.readStream('ticket-a');
        expect(read?.content).toBe(facts[0]?.content);
        expect(contentHashOf(read?.content ?? '')).toBe(facts[0]?.contentHash);
        expect(decodeFact(read as StoredFact).data).toEqual({
          ...data,
          é: [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, '', {}, [], null, true],
        });
      });

      it('throws StoreUnavailable after close', async () => {
        await store.close();
        await expect(store.append('ticket-a', noStream, await plain('ticket-a'))).rejects.toThrow(StoreUnavailable);
        await expect(store.readStream('ticket-a')).rejects.toThrow(StoreUnavailable);
      });

      it('finishes running appends before close resolves', async () => {
        const facts = await plain('ticket-a', 2);
        const [outcome] = await Promise.allSettled([store.append('ticket-a', noStream, facts), store.close()]);
        expect(outcome.status).toBe('fulfilled');
      });
    });

    describe('read', () => {
      beforeEach(async () => {
        await append('ticket-a', 3);
        await append('ticket-b', 2);
        await append('ticket-a', 2);
      });

      it('returns no facts for a stream that does not exist', async () => {
        expect(await store.readStream('ticket-c')).toEqual([]);
        expect(await store.readStream('ticket')).toEqual([]);
      });

      it.each([
        ['forward', {}, [0, 1, 2, 3, 4]],
        ['forward from a revision', { from: 3 }, [3, 4]],
        ['forward with a limit', { limit: 2 }, [0, 1]],
        ['forward from beyond the end', { from: 5 }, []],
        ['backward', { direction: 'backward' as const }, [4, 3, 2, 1, 0]],
        ['backward with a limit', { direction: 'backward' as const, limit: 1 }, [4]],
        ['backward from a revision', { direction: 'backward' as const, from: 2, limit: 2 }, [2, 1]],
        ['backward from beyond the end', { direction: 'backward' as const, from: 99, limit: 1 }, [4]],
      ])('reads a stream %s', async (_, options, expected) => {
        expect(revisions(await store.readStream('ticket-a', options))).toEqual(expected);
      });

      it('reads all streams in commit order, page by page', async () => {
        const all = await store.readAll(null, 100);
        expect(all.map(({ stream, revision }) => `${stream}/${revision}`)).toEqual([
          'ticket-a/0', 'ticket-a/1', 'ticket-a/2', 'ticket-b/0', 'ticket-b/1', 'ticket-a/3', 'ticket-a/4',
        ]); // prettier-ignore
        expect(all.map(({ logIndex }) => logIndex)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        const first = await store.readAll(null, 3);
        const second = await store.readAll(first[2]?.position ?? null, 4);
        expect([...first, ...second]).toEqual(all);
        expect(await store.readAll(second[3]?.position ?? null, 4)).toEqual([]);
      });

      it('reads the newest facts first, and returns the head', async () => {
        const all = await store.readAll(null, 100);
        expect(await store.readNewest(3)).toEqual(all.slice(-3).reverse());
        expect(await store.readNewest(100)).toEqual([...all].reverse());
        expect(await store.head()).toBe(all[6]?.position);
      });

      it('gives positions of equal width that sort in commit order', async () => {
        const positions = (await store.readAll(null, 100)).map(({ position }) => position);
        expect(new Set(positions.map(({ length }) => length)).size).toBe(1);
        expect([...positions].sort()).toEqual(positions);
      });

      it('counts the facts up to a position', async () => {
        const all = await store.readAll(null, 100);
        expect(all.map(({ position }) => store.logIndexOf(position))).toEqual([1, 2, 3, 4, 5, 6, 7]);
        const ofStream = await withLogIndexes(store, await store.readStream('ticket-b'));
        expect(ofStream.map(({ logIndex }) => logIndex)).toEqual([4, 5]);
        expect(store.logIndexOf(null)).toBe(0);
      });

      it('throws on the position of another kind of store', async () => {
        await expect(store.readAll('42', 10)).rejects.toThrow('"42" is not a position of this log');
      });
    });

    it('shows a reader each position once, in order, while 8 writers append', async () => {
      let writing = 8;
      const write = async (stream: string): Promise<void> => {
        for (let i = 0; i < 25; i++) await append(stream, 1 + (i % 3));
        writing--;
      };
      const seen: StoredFact[] = [];
      const read = async (): Promise<void> => {
        for (let done = false; !done;) {
          done = writing === 0;
          const page = await store.readAll(seen.at(-1)?.position ?? null, 7);
          seen.push(...page);
          if (page.length > 0) done = false;
          else await new Promise((resolve) => setImmediate(resolve));
        }
      };
      await Promise.all([read(), ...Array.from({ length: 8 }, (_, i) => write(`ticket-${i}`))]);
      expect(seen.map(({ logIndex }) => logIndex)).toEqual(Array.from({ length: 8 * 49 }, (_, i) => i + 1));
      expect(seen).toEqual(await store.readAll(null, 1000));
      const heads = new Map<string, string>();
      for (const { stream, hash, contentHash } of seen) {
        expect(hash).toBe(chainHash(heads.get(stream) ?? null, contentHash));
        heads.set(stream, hash);
      }
    });

    describe('subscribe', () => {
      it('starts at the beginning, then continues live', async () => {
        await append('ticket-a', 3);
        const seen: number[] = [];
        const abort = new AbortController();
        for await (const batch of store.subscribe(null, 2, abort.signal)) {
          seen.push(...batch.map(({ logIndex }) => logIndex));
          if (batch.length > 0 && seen.length === 3) setTimeout(() => void append('ticket-b', 3), 5);
          if (seen.length === 6) abort.abort();
        }
        expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
      });

      it('resumes after a position', async () => {
        await append('ticket-a', 5);
        const [, , third] = await store.readAll(null, 5);
        const abort = new AbortController();
        for await (const batch of store.subscribe(third?.position ?? null, 10, abort.signal)) {
          expect(batch.map(({ logIndex }) => logIndex)).toEqual([4, 5]);
          abort.abort();
        }
      });

      it.each([0, 3])('yields one empty batch once all %i facts were delivered', async (count) => {
        if (count > 0) await append('ticket-a', count);
        const abort = new AbortController();
        const batches: (readonly number[])[] = [];
        for await (const batch of store.subscribe(null, 10, abort.signal)) {
          batches.push(batch.map(({ logIndex }) => logIndex));
          if (batch.length === 0) setTimeout(() => void append('ticket-b'), 5);
          if (batch.at(-1)?.logIndex === count + 1) abort.abort();
        }
        expect(batches).toEqual([...(count > 0 ? [[1, 2, 3]] : []), [], [count + 1]]);
      });

      it('delivers every fact once to a slow consumer, at most a batch ahead', async () => {
        const abort = new AbortController();
        const seen: number[] = [];
        const writing = (async () => {
          for (let i = 0; i < 40; i++) await append(`ticket-${i % 4}`, 2);
        })();
        for await (const batch of store.subscribe(null, 5, abort.signal)) {
          expect(batch.length).toBeLessThanOrEqual(5);
          seen.push(...batch.map(({ logIndex }) => logIndex));
          await new Promise((resolve) => setTimeout(resolve, 2));
          if (seen.length === 80) abort.abort();
        }
        await writing;
        expect(seen).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
      });

      it('delivers every fact of the filtered type once, and the last fact of each batch', async () => {
        const kinds = ['TicketQualified', 'MergeAgreed', 'TicketQualified', 'TicketQualified', 'MergeAgreed', 'TicketQualified'];
        await store.append('ticket-a', -1, await encoded(beginning, ...kinds.map((type) => draft('ticket-a', { type }))));
        const abort = new AbortController();
        const seen: number[] = [];
        let reached = 0;
        for await (const batch of store.subscribe(null, 4, abort.signal, (type) => type === 'MergeAgreed')) {
          seen.push(...batch.filter(({ type }) => type === 'MergeAgreed').map(({ logIndex }) => logIndex));
          reached = batch.at(-1)?.logIndex ?? reached;
          if (reached === 6) abort.abort();
        }
        expect(seen).toEqual([2, 5]);
      });

      it('wakes every subscriber', async () => {
        const abort = new AbortController();
        const first = async (): Promise<number | undefined> => {
          for await (const [fact] of store.subscribe(null, 1, abort.signal)) if (fact !== undefined) return fact.logIndex;
          return undefined;
        };
        const waiting = Promise.all([first(), first(), first()]);
        await append('ticket-a');
        expect(await waiting).toEqual([1, 1, 1]);
      });

      it('ends without an error when aborted, before or during the wait', async () => {
        const abort = new AbortController();
        const waiting = (async () => {
          for await (const batch of store.subscribe(null, 10, abort.signal))
            if (batch.length > 0) throw new Error(`nothing was appended, yet ${batch.length} came`);
        })();
        setTimeout(() => abort.abort(), 5);
        await expect(waiting).resolves.toBeUndefined();
        for await (const batch of store.subscribe(null, 10, abort.signal)) throw new Error(`aborted, yet ${batch.length} came`);
      });

      it('throws StoreUnavailable when the store is closed meanwhile', async () => {
        const waiting = (async () => {
          for await (const batch of store.subscribe(null, 10, new AbortController().signal))
            if (batch.length > 0) throw new Error(`unexpected ${batch.length}`);
        })();
        setTimeout(() => void store.close(), 5);
        await expect(waiting).rejects.toThrow(StoreUnavailable);
      });
    });
  });
}
