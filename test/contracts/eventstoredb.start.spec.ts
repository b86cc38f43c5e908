import { StoreRefused } from '../../src/adapters/eventstore/errors';
import { EventStoreDbEventStore } from '../../src/adapters/eventstore/eventstoredb/event-store';
import { factsUpTo, withLogIndexes, type StreamDamage } from '../../src/adapters/eventstore/event-store.port';
import { LogRefused, LogUnreachable, LogUnsupported, LogUntrusted } from '../../src/adapters/eventstore/eventstoredb/errors';
import { factsPerBlock, type LogIndexCache } from '../../src/adapters/eventstore/eventstoredb/log-index';
import { EventLog } from '../servers/eventstoredb/event-log';
import { certificateAuthority, type TestServer } from '../servers/eventstoredb/server';
import { draft, encoded, plain } from './event-store.facts';
import { Stage } from './eventstoredb.stage';

const stage = new Stage();
afterEach(() => stage.clear());

const users = { admin: 'change:it' };

describe('EventStoreDB: connecting', () => {
  const trusted = `tlsCAFile=${certificateAuthority}`;

  it('connects with TLS and a user', async () => {
    const server = await stage.server({ users });
    const store = await stage.store({ url: `esdb://admin:change%3Ait@localhost:${server.port}?${trusted}` });
    await store.append('ticket-a', -1, await plain('ticket-a'));
    expect(store.description).toBe('EventStoreDB 23.10.7');
  });

  it.each([
    [
      'a wrong password',
      LogRefused,
      /refuses the user of EVENTSTORE_URL/,
      (host: string) => `esdb://admin:wrong@${host}?${trusted}`,
    ],
    ['no user', LogRefused, /Use one that may read \$all and append/, (host: string) => `esdb://${host}?${trusted}`],
    [
      'an unknown authority',
      LogUntrusted,
      /Set tlsCAFile=<file> in EVENTSTORE_URL/,
      (host: string) => `esdb://admin:change%3Ait@${host}`,
    ],
    [
      'tls=false for a server with TLS',
      LogUnreachable,
      /remove tls=false from EVENTSTORE_URL/,
      (host: string) => `esdb://${host}?tls=false`,
    ],
  ])('rejects %s and says what to do', async (_, kind, words, url) => {
    const server = await stage.server({ users });
    const opening = stage.store({ url: url(`localhost:${server.port}`) });
    await expect(opening).rejects.toThrow(kind);
    await expect(opening).rejects.toThrow(words);
    await expect(opening).rejects.not.toThrow(/change/);
  });

  it.each([
    ['no server listens', 'esdb://127.0.0.1:1?tls=false', /EventStoreDB at 127.0.0.1:1 does not answer .*ECONNREFUSED/],
    [
      'the host name does not resolve',
      'esdb://nowhere.invalid:2113?tls=false',
      /nowhere.invalid:2113 does not answer .*Name resolution failed/,
    ],
    [
      'discovery finds no node',
      'esdb+discover://127.0.0.1:1?tls=false&maxDiscoverAttempts=2',
      /does not answer \(Failed to discover after 2 attempts/,
    ],
  ])('throws LogUnreachable, which is worth a retry, when %s', async (_, url, words) => {
    const opening = EventStoreDbEventStore.open({ url });
    await expect(opening).rejects.toThrow(LogUnreachable);
    await expect(opening).rejects.not.toThrow(StoreRefused);
    await expect(opening).rejects.toThrow(words);
  });

  it('times out on a server that does not answer', async () => {
    const server = await stage.server();
    const release = server.faults.hold();
    await expect(stage.store(server, { timeoutMs: 100 })).rejects.toThrow(/does not answer \(no answer within 100 ms\)/);
    const opening = EventStoreDbEventStore.open({ url: `${server.url}&defaultDeadline=150` });
    await expect(opening).rejects.toThrow(/no answer within 150 ms/);
    release();
  });

  it.each([
    ['no address', 'esdb://', /EVENTSTORE_URL is invalid/],
    ['an unencoded password', 'esdb://admin:se@cret@host:2113', /write an @ in the user or password as %40/],
    [
      'a missing certificate file',
      'esdb://admin:secret@host:2113?tlsCAFile=/nowhere.pem',
      /certificate file. File was not found/,
    ],
  ])('rejects a connection string with %s, without printing it', async (_, url, words) => {
    const opening = EventStoreDbEventStore.open({ url });
    await expect(opening).rejects.toThrow(LogRefused);
    await expect(opening).rejects.toThrow(words);
    await expect(opening).rejects.not.toThrow(/cret/);
  });

  it('rejects a server that is too old, and names the oldest supported version', async () => {
    const server = await stage.server({ version: '22.10.4' });
    const opening = stage.store(server);
    await expect(opening).rejects.toThrow(LogUnsupported);
    await expect(opening).rejects.toThrow('version 22.10.4, but the oldest supported version is 23.10');
  });

  it('accepts newer versions, whatever the product is called', async () => {
    expect((await stage.store(await stage.server({ version: '25.1.0' }))).description).toBe('EventStoreDB 25.1.0');
  });
});

describe('EventStoreDB: the identity of a log', () => {
  it('is created once under concurrent starts, and stays', async () => {
    const server = await stage.server();
    const stores = await Promise.all([1, 2, 3].map(() => stage.store(server)));
    expect(new Set(stores.map(({ logId }) => logId)).size).toBe(1);
    expect((await stage.store(server)).logId).toBe(stores[0]?.logId);
  });

  it('is taken over from a copy, unless the log already has one', async () => {
    const server = await stage.server();
    expect((await stage.store(server, { logId: 'copied' })).logId).toBe('copied');
    expect((await stage.store(server, { logId: 'another' })).logId).toBe('copied');
  });

  it('is separate for each prefix of a shared server', async () => {
    const server = await stage.server();
    const [one, other] = [await stage.store(server, { prefix: 'one.' }), await stage.store(server, { prefix: 'other.' })];
    await one.append('ticket-a', -1, await plain('ticket-a', 2));
    await other.append('ticket-a', -1, await plain('ticket-a'));
    expect(one.logId).not.toBe(other.logId);
    expect((await other.readAll(null, 10)).map(({ stream, logIndex }) => [stream, logIndex])).toEqual([['ticket-a', 1]]);
  });
});

describe('EventStoreDB: log indexes', () => {
  function remembering() {
    const blocks = new Map<number, string>();
    let damages: readonly StreamDamage[] = [];
    const memory: LogIndexCache = {
      get: (block) => Promise.resolve(blocks.get(block) ?? null),
      put: (block, positions, known) => {
        blocks.set(block, positions);
        damages = known;
        return Promise.resolve();
      },
      damages: () => Promise.resolve(damages),
    };
    return { blocks, memory: () => memory };
  }

  async function fill(server: TestServer, facts: number): Promise<void> {
    const store = await stage.store(server);
    for (let stream = 0; stream < facts / 100; stream++) {
      const drafts = Array.from({ length: 100 }, () => draft(`ticket-${stream}`));
      await store.append(`ticket-${stream}`, -1, await encoded({ revision: -1, hash: null }, ...drafts));
    }
  }

  it('are equal in all processes', async () => {
    const server = await stage.server();
    const [one, other] = [await stage.store(server), await stage.store(server)];
    for (let i = 0; i < 6; i++) await (i % 2 === 0 ? one : other).append(`ticket-${i}`, -1, await plain(`ticket-${i}`, 1 + i));
    const indexes = async (store: EventStoreDbEventStore): Promise<readonly number[]> =>
      (await withLogIndexes(store, await store.readStream('ticket-3'))).map(({ logIndex }) => logIndex);
    expect(await indexes(one)).toEqual([7, 8, 9, 10]);
    expect(await indexes(other)).toEqual([7, 8, 9, 10]);
    expect(await one.readAll(null, 100)).toEqual(await other.readAll(null, 100));
  });

  it('are cached, so the next start counts only newer facts', async () => {
    const server = await stage.server();
    await fill(server, 2 * factsPerBlock + 200);
    const { blocks, memory } = remembering();
    await (await stage.store(server, { cache: memory })).close();
    expect([...blocks.keys()]).toEqual([0, 1]);
    const before = server.faults.delivered;
    const next = await stage.store(server, { cache: memory });
    expect(await factsUpTo(next, await next.head())).toBe(2 * factsPerBlock + 200);
    expect(server.faults.delivered - before).toBeLessThan(factsPerBlock / 2);
  });

  it('are counted again when the cached positions belong to another log', async () => {
    const { memory } = remembering();
    const first = await stage.server();
    await fill(first, factsPerBlock);
    await (await stage.store(first, { cache: memory })).close();
    const restored = await stage.server({ log: new EventLog() });
    const store = await stage.store(restored, { cache: memory });
    await store.append('ticket-a', -1, await plain('ticket-a', 3));
    expect((await store.readAll(null, 10)).map(({ logIndex }) => logIndex)).toEqual([1, 2, 3]);
  });
});
