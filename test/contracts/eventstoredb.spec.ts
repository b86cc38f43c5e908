import { EventStoreDbEventStore } from '../../src/adapters/eventstore/eventstoredb.event-store';
import { startTestServer } from '../servers/eventstoredb/server';
import { eventStoreContract } from './event-store.contract';

eventStoreContract('EventStoreDB protocol (test server)', async () => {
  const server = await startTestServer();
  const store = await EventStoreDbEventStore.open({ url: server.url });
  return {
    store,
    dispose: async () => {
      await store.close();
      server.stop();
    },
  };
});
