import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import type { EncodedFact } from '../../../src/adapters/eventstore/event-store.port';
import type { ShownFact } from '../../../src/adapters/desk/live/shown-facts.port';
import { shownFacts } from '../../../src/adapters/runner/shown-facts';
import { id } from '../../dsl/world';
import { until } from '../../dsl/until';
import { reader } from './small-desk';

const facetsText = { before: null, after: null };

function factOf(stream: string, revision: number): EncodedFact {
  const content = JSON.stringify({ type: 'PriorityChanged', stream, revision, audience: 'staff', facets: facetsText });
  const key = `${stream}/${revision}`;
  return { id: key, type: 'PriorityChanged', stream, revision, content, contentHash: 'c', hash: 'h', facets: null };
}

/** Read models that show a fact when the test lets them. */
function stage() {
  const store = new MemoryEventStore();
  const waits: { readonly position: string; readonly show: (isShown: boolean) => void }[] = [];
  let subscriptions = 0;
  const facts = shownFacts({
    store: {
      head: () => store.head(),
      recovered: store.recovered,
      subscribe: (after, batchSize, signal) => {
        subscriptions += 1;
        return store.subscribe(after, batchSize, signal);
      },
    },
    decode: (stored) => reader.decode(stored),
    models: () => ({ waitFor: (_, position) => new Promise((show) => waits.push({ position, show })) }),
    names: ['ticket-list'],
    onFailure: () => undefined,
  });
  const append = (stream: string, revision: number) => store.append(stream, revision - 1, [factOf(stream, revision)]);
  return { facts, waits, append, subscriptions: () => subscriptions };
}

describe('what pages are told of', () => {
  it('is told once the read models show it, by one subscription, from when somebody listened first', async () => {
    const { facts, waits, append, subscriptions } = stage();
    const stream = `ticket-${id(1)}`;
    await append(stream, 0);
    const heard: ShownFact[] = [];
    const ends = [await facts.listen((some) => heard.push(...some)), await facts.listen((some) => heard.push(...some))];
    await append(`user-${id(2)}`, 0);
    await append(stream, 1);
    await until(() => waits.length === 1);
    expect([heard, subscriptions()]).toEqual([[], 1]);
    waits[0]?.show(true);
    await until(() => heard.length === 2);
    expect(heard[0]).toMatchObject({ ticket: id(1), revision: 1, audience: 'staff' });
    for (const end of ends) end();
    await append(stream, 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([waits.length, heard.length]).toEqual([1, 2]);
  });

  it('is told all the same when a read model has stopped', async () => {
    const { facts, waits, append } = stage();
    const heard: ShownFact[] = [];
    const end = await facts.listen((some) => heard.push(...some));
    await append(`ticket-${id(1)}`, 0);
    await until(() => waits.length === 1);
    waits[0]?.show(false);
    await until(() => heard.length === 1);
    end();
  });
});
