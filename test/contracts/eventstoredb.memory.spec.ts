import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import type { EventStore } from '../../src/adapters/eventstore/event-store.port';
import type { Runner } from '../../src/adapters/runner/runner';
import type { Documents } from '../../src/projections/kernel/documents.port';
import { runnerOf, totals, type Total } from '../adapters/runner/small-desk';
import { draft, encoded } from './event-store.facts';
import { hangMs, until } from '../dsl/until';
import { Stage } from './eventstoredb.stage';

// Of facts that a slow projection has not read, only the newest are kept for others.

const stage = new Stage();
const running: Runner[] = [];
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop();
  await stage.clear();
});

const factBytes = 20_000;
const [streams, each] = [100, 20];

async function push(store: EventStore): Promise<void> {
  for (let i = 0; i < streams; i++) {
    const drafts = Array.from({ length: each }, () => draft(`ticket-${i}`, { data: { text: 'x'.repeat(factBytes) } }));
    await store.append(`ticket-${i}`, -1, await encoded({ revision: -1, hash: null }, ...drafts));
  }
}

/** Blocks all writes until released. */
function slow(): { readonly documents: Documents; readonly isWaiting: () => boolean; readonly go: () => void } {
  const documents = memoryDocuments();
  let go = (): void => undefined;
  let waits = false;
  const allowed = new Promise<void>((resolve) => (go = resolve));
  const write: Documents['write'] = async (writes, options) => {
    if (options?.position !== undefined) {
      waits = true;
      await allowed;
    }
    return documents.write(writes, options);
  };
  return { documents: { ...documents, write }, isWaiting: () => waits, go: () => go() };
}

const all = streams * each + 1;
const counting = totals({ name: 'counted', handles: 'all', keys: () => ['all'], fold: (before, _, key) => counted(before, key) });
const counted = (before: Total | null, _id: string): Total => ({ _id, coins: (before?.coins ?? 0) + 1, sum: 0 });

describe('EventStoreDB: 2,000 facts of 20 KB while a projection is busy', () => {
  it('are folded once when it continues, more than are kept for readers near the head', async () => {
    const server = await stage.server();
    const store = await stage.store(server);
    const { documents: read, isWaiting, go } = slow();
    const runner = runnerOf({ store, read, ops: memoryDocuments() }, [counting], [], {
      logIndexOf: (position) => store.logIndexOf(position),
    });
    running.push(runner);
    await runner.start();
    await until(() => runner.status()[0]?.state === 'live', 'the projection is live');
    await store.append('ticket-first', -1, await encoded({ revision: -1, hash: null }, draft('ticket-first')));
    await until(isWaiting, 'the projection is busy');

    await push(store);
    await store.countedTo(await store.head());
    go();
    const head = (await store.head()) ?? '';
    expect(await runner.readModels.waitFor(['counted'], head, hangMs)).toBe(true);
    expect(await runner.readModels.get<Total>('counted', 'all')).toEqual({ _id: 'all', coins: all, sum: 0 });
  });
});
