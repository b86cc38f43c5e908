import { EventStoreDbEventStore, type EventStoreDbOptions } from '../../src/adapters/eventstore/eventstoredb/event-store';
import { hangMs } from '../dsl/until';
import { startTestServer, type TestServer, type TestServerOptions } from '../servers/eventstoredb/server';

/** The timeout where the answer is known not to come: long enough for the calls before and after it that are answered. */
export const briefMs = 2_000;

/** Servers and stores of one test, closed in the right order. */
export class Stage {
  private readonly servers: TestServer[] = [];
  private readonly stores: EventStoreDbEventStore[] = [];

  async server(options?: TestServerOptions): Promise<TestServer> {
    const server = await startTestServer(options);
    this.servers.push(server);
    return server;
  }

  /** What does not answer hangs, unless a test asks for a shorter timeout. */
  async store(server: Pick<TestServer, 'url'>, options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbEventStore> {
    const store = await EventStoreDbEventStore.open({ url: server.url, timeoutMs: hangMs, ...options });
    this.stores.push(store);
    return store;
  }

  async clear(): Promise<void> {
    for (const store of this.stores.splice(0)) await store.close();
    for (const server of this.servers.splice(0)) server.stop();
  }
}
