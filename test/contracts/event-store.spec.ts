import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore } from '../../src/adapters/eventstore/memory.event-store';
import { SqliteEventStore } from '../../src/adapters/eventstore/sqlite/event-store';
import { eventStoreContract } from './event-store.contract';

eventStoreContract('memory', () => {
  const store = new MemoryEventStore();
  return Promise.resolve({ store, dispose: () => store.close() });
});

eventStoreContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-log-'));
  const store = await SqliteEventStore.open({ file: join(folder, 'log.db') });
  return {
    store,
    dispose: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
