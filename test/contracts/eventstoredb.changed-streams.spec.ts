import type { EventStoreDBClient } from '@eventstore/db-client';
import { StoreCorrupted } from '../../src/adapters/eventstore/errors';
import type { EventStore } from '../../src/adapters/eventstore/event-store.port';
import { EventStoreDbEventStore } from '../../src/adapters/eventstore/eventstoredb/event-store';
import { eventStoreChoice, type EventStoreServer } from '../servers/eventstore';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { headOf, plain } from './event-store.facts';
import { until } from '../dsl/until';

// What others do to streams of the log, on the server of EVENTSTORE_URL where it is given.

const real = eventStoreChoice();
let server: EventStoreServer | TestServer;
let others: EventStoreDBClient;
let store: EventStoreDbEventStore;
let prefix: string;

beforeAll(async () => {
  server = 'reason' in real ? await startTestServer() : await real.start();
  const { EventStoreDBClient: Client } = await import('@eventstore/db-client');
  others = Client.connectionString(server.url);
});
afterAll(async () => {
  await others.dispose();
  await server.stop();
});
beforeEach(async () => {
  prefix = `${crypto.randomUUID()}.`;
  store = await EventStoreDbEventStore.open({ url: server.url, prefix });
  await append('ticket-a', 3);
  await append('ticket-b');
});
afterEach(() => store.close());

async function append(stream: string, count = 1, to: EventStore = store): Promise<void> {
  const head = await headOf(to, stream);
  await to.append(stream, head.revision, await plain(stream, count, head));
}

const noticed = (what: string) => until(() => store.damages().length === 1, what);
const next = async (count: number) => plain('ticket-a', 1, { revision: count - 1, hash: null });

describe('a stream that others change', () => {
  it.each([
    [
      'deleted softly',
      () => others.deleteStream(`${prefix}ticket-a`),
      /^ticket-a was deleted softly at 2.*set its metadata to \{\}/,
    ],
    [
      'truncated',
      () => others.setStreamMetadata(`${prefix}ticket-a`, { truncateBefore: 2 }),
      /^ticket-a was truncated before revision 2 at 2/,
    ],
    [
      'limited by count',
      () => others.setStreamMetadata(`${prefix}ticket-a`, { maxCount: 1 }),
      /^ticket-a was limited to its newest 1 facts at 2/,
    ],
    [
      'limited by age',
      () => others.setStreamMetadata(`${prefix}ticket-a`, { maxAge: 1 }),
      /^ticket-a was limited to facts younger than 1 s at 2/,
    ],
    [
      'deleted for good',
      () => others.tombstoneStream(`${prefix}ticket-a`),
      /^ticket-a was deleted for good at 2.*restore the log from a backup/,
    ],
  ])('is named when it was %s; reads and appends are refused, and the others go on', async (_, change, words) => {
    await change();
    await noticed('the change');
    expect(store.damages().map(({ stream, what }) => `${stream} ${what}`)).toEqual([expect.stringMatching(words)]);
    await expect(store.readStream('ticket-a')).rejects.toThrow(words);
    await expect(store.append('ticket-a', 2, await next(3))).rejects.toThrow(StoreCorrupted);
    await append('ticket-b');
    expect((await store.readAll(null, 10)).map(({ stream, logIndex }) => `${stream}/${logIndex}`)).toEqual(['ticket-a/1', 'ticket-a/2', 'ticket-a/3', 'ticket-b/4', 'ticket-b/5']); // prettier-ignore
  });

  it('is whole again after its metadata were emptied, which a soft delete needs twice', async () => {
    await others.deleteStream(`${prefix}ticket-a`);
    await noticed('the deletion');
    await others.setStreamMetadata(`${prefix}ticket-a`, {});
    await others.setStreamMetadata(`${prefix}ticket-a`, {});
    await until(() => store.damages().length === 0, 'the end of it');
    expect((await store.readStream('ticket-a')).map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  it('is named after a restart, too, and by a process that was away', async () => {
    await store.close();
    await others.deleteStream(`${prefix}ticket-a`);
    store = await EventStoreDbEventStore.open({ url: server.url, prefix });
    expect(store.damages().map(({ stream }) => stream)).toEqual(['ticket-a']);
  });

  it('gets no new first fact where it was deleted, although the server would accept it', async () => {
    await others.deleteStream(`${prefix}ticket-a`);
    await expect(store.append('ticket-a', -1, await plain('ticket-a'))).rejects.toThrow(/^ticket-a was deleted softly/);
    const event = {
      id: crypto.randomUUID(),
      type: 'Noise',
      contentType: 'application/json' as const,
      data: {},
      metadata: undefined,
    };
    const accepted = await others.appendToStream(`${prefix}ticket-a`, [event], { expectedRevision: 'no_stream' });
    expect(accepted.nextExpectedRevision).toBe(3n);
  });
});
