import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { StoreUnavailable } from '../../src/adapters/eventstore/errors';
import { factsPerBlock, LogIndex, type LogIndexCache } from '../../src/adapters/eventstore/eventstoredb/log-index';
import { logIndexCache } from '../../src/adapters/eventstore/eventstoredb/log-index-cache';
import { positionOf } from '../../src/adapters/eventstore/eventstoredb/position';
import type { Documents } from '../../src/projections/kernel/documents.port';
import { EventLog } from '../servers/eventstoredb/event-log';
import type { TestServer } from '../servers/eventstoredb/server';
import { draft, encoded } from './event-store.facts';
import { Stage } from './eventstoredb.stage';

// A start reads the log from the last saved position on. What it knows of the streams before that position must have been saved, too.

const stage = new Stage();
afterEach(() => stage.clear());

async function fill(server: TestServer, name: string, facts: number): Promise<void> {
  const store = await stage.store(server);
  for (let stream = 0; stream < facts / 100; stream++) {
    const drafts = Array.from({ length: 100 }, () => draft(`ticket-${name}${stream}`));
    await store.append(`ticket-${name}${stream}`, -1, await encoded({ revision: -1, hash: null }, ...drafts));
  }
}

/** Two blocks of facts, with one stream deleted in the middle of each. */
let damaged: EventLog;
beforeAll(async () => {
  const server = await stage.server();
  for (const block of ['a', 'b']) {
    await fill(server, block, factsPerBlock / 2);
    server.log.delete(`ticket-${block}0`, 'any');
    await fill(server, `${block}-rest`, factsPerBlock / 2);
  }
  damaged = server.log;
  await stage.clear();
});

/** Documents of which some writes fail. The first has the number 0. */
function failing(documents: Documents, fails: (write: number) => boolean): Documents {
  let writes = 0;
  const write: Documents['write'] = (...given) =>
    fails(writes++) ? Promise.reject(new Error('the disk is full')) : documents.write(...given);
  return { ...documents, write };
}

const deleted = ['ticket-a0', 'ticket-b0'];
const cachedIn = (documents: Documents) => ({ cache: (logId: string): LogIndexCache => logIndexCache(documents, logId) });

describe('EventStoreDB: what is known of damaged streams', () => {
  it.each([
    ...[0, 1, 2, 3, 4].map((kept) => [`was killed after ${kept} writes`, (write: number) => write >= kept] as const),
    ...[0, 1, 2, 3].map((lost) => [`could not make write ${lost}`, (write: number) => write === lost] as const),
  ])('is complete after a start that %s', async (_, fails) => {
    const server = await stage.server({ log: damaged });
    const documents = memoryDocuments();
    await (await stage.store(server, cachedIn(failing(documents, fails)))).close();
    const next = await stage.store(server, cachedIn(documents));
    expect(next.damages().map(({ stream }) => stream)).toEqual(deleted);
  });

  it('is not kept of a log that was restored from a backup of before', async () => {
    const server = await stage.server();
    await fill(server, 'a', factsPerBlock);
    const backup = new EventLog();
    for (const event of server.log.all.slice(1)) backup.append(event.stream, 'any', [event]);
    const documents = memoryDocuments();
    await (await stage.store(server, cachedIn(documents))).close();
    server.log.tombstone('ticket-a0', 'any');
    const harmed = await stage.store(server, cachedIn(documents));
    expect(harmed.damages()).toHaveLength(1);
    await harmed.close();
    const restored = await stage.store(await stage.server({ log: backup }), cachedIn(documents));
    expect(restored.damages()).toEqual([]);
    expect(await restored.readStream('ticket-a0')).toHaveLength(100);
  });

  it('is saved only with facts that were followed, not with those that a reader of a page of its own counted', async () => {
    const saved: number[] = [];
    const index = new LogIndex({
      get: () => Promise.resolve(null),
      put: (block) => Promise.resolve(void saved.push(block)),
      damages: () => Promise.resolve([]),
    });
    const places = Array.from({ length: factsPerBlock }, (_, i) => positionOf({ commit: BigInt(i), prepare: BigInt(i) }));
    places.forEach((position, i) => index.record(i + 1, position));
    await index.flushed();
    expect(saved).toEqual([]);
    places.forEach(() => index.follow());
    await index.flushed();
    expect(saved).toEqual([0]);
  });
});

describe('EventStoreDB: a subscriber that is busy while the store closes', () => {
  it('is told when it goes on, instead of waiting for ever', async () => {
    const store = await stage.store(await stage.server());
    const reader = store.subscribe(null, 10, new AbortController().signal)[Symbol.asyncIterator]();
    expect((await reader.next()).value).toEqual([]);
    await store.close();
    await expect(reader.next()).rejects.toThrow(StoreUnavailable);
  });
});
