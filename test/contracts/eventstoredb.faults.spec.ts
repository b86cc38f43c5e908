import { NumberAllocator } from '../../src/adapters/desk/tickets/number-allocator';
import { rootActor } from '../../src/adapters/first-start/bootstrap';
import type { BackOff } from '../../src/adapters/runner/back-off';
import { subscriptionLoop } from '../../src/adapters/runner/subscription-loop';
import { OutcomeUncertain, StoreCorrupted, StoreUnavailable, WrongExpectedRevision } from '../../src/adapters/eventstore/errors';
import { withLogIndexes, type EventStore, type StoredFact } from '../../src/adapters/eventstore/event-store.port';
import { LogUnreachable } from '../../src/adapters/eventstore/eventstoredb/errors';
import { commandSide } from '../dsl/command-side';
import { draft, encoded, headOf, plain } from './event-store.facts';
import { hangMs, until } from '../dsl/until';
import { briefMs, Stage } from './eventstoredb.stage';

const stage = new Stage();
/** Servers and stores of the running test, closed after it even if it fails. */
const following = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const stop of following) await stop();
  following.clear();
  await stage.clear();
});

const none = -1;

async function append(store: EventStore, stream: string, count = 1): Promise<void> {
  const head = await headOf(store, stream);
  await store.append(stream, head.revision, await plain(stream, count, head));
}

const impatient: BackOff = { firstMs: 5, maxMs: 50, random: () => 0 };

/** Reads like the runner: after each failure it resumes from the last handled fact. */
function follower(store: EventStore, slow: () => Promise<void> = () => Promise.resolve(), backOff: BackOff = impatient) {
  const seen: StoredFact[] = [];
  const failures: unknown[] = [];
  const abort = new AbortController();
  const done = subscriptionLoop(store, {
    batchSize: 100,
    from: () => seen.at(-1)?.position ?? null,
    handle: async (batch) => {
      seen.push(...batch);
      await slow();
    },
    signal: abort.signal,
    backOff,
    onFailure: (error) => failures.push(error),
    isPermanent: () => false,
  });
  const stop = async (): Promise<void> => {
    abort.abort();
    await done;
  };
  following.add(stop);
  return { failures, stop, indexes: () => seen.map(({ logIndex }) => logIndex) };
}

/** Right after a server is back, its client may still report the last failed attempt, which wrote nothing. */
async function onceItAnswers(append: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await append();
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('EventStoreDB: appends without an answer', () => {
  it('throws OutcomeUncertain when the answer is lost after the write; the command id is in the stream', async () => {
    const server = await stage.server();
    const store = await stage.store(server, { timeoutMs: briefMs });
    const fact = draft('ticket-a');
    server.faults.loseAnswers(1);
    await expect(store.append('ticket-a', none, await encoded({ revision: none, hash: null }, fact))).rejects.toThrow(
      OutcomeUncertain,
    );
    const [stored, ...others] = await store.readStream('ticket-a');
    expect(others).toEqual([]);
    expect((JSON.parse(stored?.content ?? '') as { command: unknown }).command).toEqual(fact.command);
  });

  it('returns the first outcome when the command is repeated, without a second fact (rule 6)', async () => {
    const server = await stage.server();
    const side = await commandSide(await stage.store(server, { timeoutMs: briefMs }));
    const numbers = new NumberAllocator({ ...side, actor: rootActor });
    server.faults.loseAnswers(1);
    expect(await numbers.next('customer')).toBe('CT-000001');
    expect((await side.facts()).map(({ type, stream }) => `${stream}: ${type}`)).toEqual(['numbers-CT: NumberBlockTaken']);
  });

  it('throws OutcomeUncertain when the server dies before answering, StoreUnavailable when nothing was sent', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    server.faults.loseAnswers(1);
    const killed = store.append('ticket-a', none, await plain('ticket-a'));
    await until(() => server.log.read('ticket-a') !== null, 'the write');
    server.stop();
    await expect(killed).rejects.toThrow(OutcomeUncertain);
    await expect(store.append('ticket-b', none, await plain('ticket-b'))).rejects.toThrow(StoreUnavailable);
    await server.start();
    await append(store, 'ticket-a');
    expect((await store.readAll(null, 10)).map(({ stream, revision }) => `${stream}/${revision}`)).toEqual([
      'ticket-a/0',
      'ticket-a/1',
    ]);
  });

  it('retries at the leader when a follower answers', async () => {
    const leader = await stage.server();
    const server = await stage.server({ log: leader.log });
    const store = await stage.store(server);
    server.faults.follow({ host: '127.0.0.1', port: leader.port });
    await store.append('ticket-a', none, await plain('ticket-a', 2));
    expect((await store.readStream('ticket-a')).map(({ revision }) => revision)).toEqual([0, 1]);
  });

  it('throws LogUnreachable without writing while no node is the leader', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    server.faults.follow({ host: '127.0.0.1', port: server.port }, 10);
    await expect(store.append('ticket-a', none, await plain('ticket-a'))).rejects.toThrow(LogUnreachable);
    expect(await store.readStream('ticket-a')).toEqual([]);
  });

  it('distinguishes a real conflict from a repeat, also right after an uncertain outcome', async () => {
    const server = await stage.server();
    const store = await stage.store(server, { timeoutMs: briefMs });
    const facts = await plain('ticket-a', 2);
    server.faults.loseAnswers(1);
    await expect(store.append('ticket-a', none, facts)).rejects.toThrow(OutcomeUncertain);
    await expect(store.append('ticket-a', none, facts)).rejects.toEqual(new WrongExpectedRevision('ticket-a', none, 1));
  });
});

describe('EventStoreDB: failing servers', () => {
  it('times out on a server that does not answer, and works again once it does', async () => {
    const server = await stage.server();
    const store = await stage.store(server, { timeoutMs: briefMs });
    await append(store, 'ticket-a', 3);
    const release = server.faults.hold();
    await expect(store.readStream('ticket-a')).rejects.toThrow(/does not answer \(no answer within 2000 ms\)/);
    await expect(store.head()).rejects.toThrow(LogUnreachable);
    release();
    expect(await store.readStream('ticket-a')).toHaveLength(3);
  });

  it.each([
    ['ends quietly', 'endSubscriptions'],
    ['breaks', 'breakSubscriptions'],
  ] as const)('reads on where it was when the bell %s, which is no failure', async (_, order) => {
    const server = await stage.server();
    const store = await stage.store(server);
    const reader = follower(store);
    await append(store, 'ticket-a', 3);
    await until(() => server.faults.openSubscriptions === 1 && reader.indexes().length === 3, 'the bell');
    server.faults[order]();
    await until(() => server.faults.openSubscriptions === 1, 'the next bell');
    await append(store, 'ticket-b', 1);
    await until(() => reader.indexes().length === 4, 'the news');
    expect(reader.indexes()).toEqual(upTo(4));
    expect(reader.failures).toEqual([]);
  });

  it('hears of what another process writes, however many read, by one bell', async () => {
    const server = await stage.server();
    const [store, other] = [await stage.store(server), await stage.store(server)];
    const readers = [follower(store), follower(store), follower(store)];
    await until(() => server.faults.openSubscriptions === 2, 'one bell for each process');
    await append(other, 'ticket-a', 3);
    await until(() => readers.every((reader) => reader.indexes().length === 3), 'the facts');
    await until(() => server.faults.openSubscriptions === 2, 'one bell for each process again');
    await store.close();
    await until(() => server.faults.openSubscriptions === 1, 'the bell is gone with the store');
  });

  it('loses and repeats no facts when the server is suspended for a while', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    const reader = follower(store);
    await append(store, 'ticket-a', 5);
    await until(() => reader.indexes().length === 5, 'the first facts');
    server.stop();
    await expect(append(store, 'ticket-a')).rejects.toThrow(StoreUnavailable);
    await until(() => reader.failures.length > 1, 'the reader tries again');
    await server.start();
    await onceItAnswers(() => append(store, 'ticket-a', 5));
    await append(store, 'ticket-b', 5);
    await until(() => reader.indexes().length >= 15, 'the rest');
    await reader.stop();
    expect(reader.indexes()).toEqual(upTo(15));
    expect(reader.failures.at(-1)).toBeNull();
  });

  it('holds back nobody while a reader is busy, which gets all 2,000 facts once when it goes on', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    for (let i = 0; i < 20; i++) {
      const drafts = Array.from({ length: 100 }, () => draft(`ticket-${i}`, { data: { text: 'x'.repeat(2_000) } }));
      await store.append(`ticket-${i}`, none, await encoded({ revision: none, hash: null }, ...drafts));
    }
    let go = (): void => undefined;
    const busy = new Promise<void>((resolve) => (go = resolve));
    const [reader, other] = [follower(store, () => busy), follower(store)];
    await until(() => reader.indexes().length > 0 && other.indexes().length === 2_000, 'both');
    await append(store, 'ticket-z');
    await until(() => other.indexes().length === 2_001, 'the news');
    expect(reader.indexes()).toHaveLength(100);
    go();
    await until(() => reader.indexes().length >= 2_001, 'all facts');
    expect(reader.indexes()).toEqual(upTo(2_001));
  });

  it('tells readers that backed off as soon as the server answers', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    const patient = follower(store, () => Promise.resolve(), { firstMs: hangMs, maxMs: hangMs, random: () => 1 });
    await append(store, 'ticket-a');
    await until(() => patient.indexes().length === 1, 'the first fact');
    server.stop();
    await until(() => patient.failures.length === 1, 'the failure');
    await server.start();
    await onceItAnswers(() => append(store, 'ticket-a'));
    const since = performance.now();
    await until(() => patient.indexes().length === 2, 'the news');
    expect(performance.now() - since).toBeLessThan(hangMs / 2);
  });

  it('reads streams and the head at once while 16 writers keep the reader of the log behind', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    await append(store, 'ticket-a', 2);
    server.faults.deliverEvery(20);
    const writing = Array.from({ length: 16 }, (_, i) => append(store, `ticket-w${i}`, 20));
    expect((await store.readStream('ticket-a')).map(({ revision }) => revision)).toEqual([0, 1]);
    await Promise.all(writing);
    expect(await store.head()).not.toBeNull();
    expect(store.logIndexOf(await store.head())).toBeLessThan(2 + 16 * 20);
    server.faults.deliverEvery(0);
    const [newest] = await withLogIndexes(store, await store.readStream('ticket-w0', { direction: 'backward', limit: 1 }));
    expect(newest?.logIndex).toBeGreaterThan(2);
  });

  it('keeps its connection after many reads of missing streams (each was cancelled once)', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    for (let round = 0; round < 15; round++) {
      const reads = Array.from({ length: 100 }, (_, i) => store.readStream(`ticket-${round}-${i}`));
      expect((await Promise.all(reads)).flat()).toEqual([]);
    }
  });

  it('waits for a slow server as long as it keeps sending', async () => {
    const server = await stage.server();
    const store = await stage.store(server, { timeoutMs: 1_000 });
    await append(store, 'ticket-a', 12);
    server.faults.deliverEvery(100);
    expect((await store.readAll(null, 100)).map(({ logIndex }) => logIndex)).toEqual(upTo(12));
  });
});

describe('EventStoreDB: foreign events and damage', () => {
  const foreign = {
    id: 'e2a0b6a4-7a0c-4c0e-9f6b-1d2f3a4b5c6d',
    type: 'Noise',
    contentType: 'application/json',
    metadata: new Uint8Array(),
  };

  it('skips streams of others, so log indexes stay dense', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    await append(store, 'ticket-a');
    server.log.append('orders-1', 'any', [{ ...foreign, data: Buffer.from('{}') }]);
    server.log.append('$stats-127.0.0.1', 'any', [{ ...foreign, data: Buffer.from('{}') }]);
    await append(store, 'ticket-b');
    expect((await store.readAll(null, 10)).map(({ stream, logIndex }) => [stream, logIndex])).toEqual([['ticket-a', 1], ['ticket-b', 2]]); // prettier-ignore
    expect((await store.readNewest(1)).map(({ stream }) => stream)).toEqual(['ticket-b']);
  });

  it('returns a foreign event with content that matches no hash, and its neighbours unchanged', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    await append(store, 'ticket-a');
    server.log.append('ticket-a', 'any', [{ ...foreign, data: Buffer.from('no json') }]);
    await append(store, 'ticket-b');
    const read = await store.readAll(null, 10);
    expect(read.map(({ logIndex, contentHash }) => [logIndex, contentHash !== ''])).toEqual([[1, true], [2, false], [3, true]]); // prettier-ignore
  });

  it('throws StoreCorrupted for a deleted stream', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    await append(store, 'ticket-a');
    server.log.tombstone('ticket-a', 'any');
    await expect(store.readStream('ticket-a')).rejects.toThrow(StoreCorrupted);
    await expect(store.append('ticket-a', 0, await plain('ticket-a', 1, { revision: 0, hash: null }))).rejects.toThrow(
      /Restore the log/,
    );
  });

  it('throws on a position of SQLite or of another log', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    await append(store, 'ticket-a', 3);
    await expect(store.readAll('0000000000000002', 10)).rejects.toThrow('"0000000000000002" is not a position of this log');
    const elsewhere = '00000000000000010000000000000001';
    await expect(store.readAll(elsewhere, 10)).rejects.toThrow(RangeError);
    const reading = store.subscribe(elsewhere, 10, new AbortController().signal)[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toThrow('Was it saved from another store?');
  });
});
