import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '../../src/adapters/eventstore/eventstoredb/event-store';
import { eventStoreChoice, type EventStoreServer } from '../servers/eventstore';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { note } from '../servers/notes';
import { eventStoreContract } from './event-store.contract';

const real = eventStoreChoice();
const name = 'reason' in real ? 'EventStoreDB, our test server' : real.name;
let server: EventStoreServer | TestServer;

beforeAll(async () => {
  server = 'reason' in real ? await startTestServer() : await real.start();
  const store = await EventStoreDbEventStore.open({ url: server.url, prefix: 'probe.' });
  note(`event store contract: ${name} (${store.description})`);
  await store.close();
});

afterAll(() => server.stop());

eventStoreContract(name, async () => {
  // Each test has its own log on one server, because a real server cannot be emptied.
  const store = await EventStoreDbEventStore.open({ url: server.url, prefix: `${randomUUID()}.` });
  return { store, dispose: () => store.close() };
});
