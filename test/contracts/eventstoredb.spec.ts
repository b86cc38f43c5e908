import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '../../src/adapters/eventstore/eventstoredb/event-store';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { note } from '../servers/notes';
import { eventStoreContract } from './event-store.contract';

const given = process.env['EVENTSTORE_URL'];
const name = given === undefined ? 'EventStoreDB, our test server' : 'EventStoreDB of EVENTSTORE_URL';
let own: TestServer | null = null;
let url = given ?? '';

jest.setTimeout(30_000);

beforeAll(async () => {
  if (given === undefined) ({ url } = own = await startTestServer());
  const store = await EventStoreDbEventStore.open({ url, prefix: 'probe.' });
  note(`event store contract: ${name}, which says ${store.description}`);
  await store.close();
});

afterAll(() => own?.stop());

eventStoreContract(name, async () => {
  // A log of its own for each test, on one server: a real one cannot be emptied.
  const store = await EventStoreDbEventStore.open({ url, prefix: `${randomUUID()}.` });
  return { store, dispose: () => store.close() };
});
