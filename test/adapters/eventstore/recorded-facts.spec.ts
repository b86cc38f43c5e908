import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { encodeFacts, factCodec, noHash } from '../../../src/adapters/eventstore/codec';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { recordedFacts } from '../../../src/adapters/eventstore/recorded-facts';
import { openKeyRing } from '../../../src/adapters/keys/keys';
import { about, draft } from '../../contracts/event-store.facts';

const anna = 'user-01930000-0000-7000-8000-00000000000a';
const qualified = new Set(['TicketQualified']);

async function stage() {
  const keyRing = await openKeyRing(memoryDocuments());
  const store = new MemoryEventStore();
  const drafts = ['one', 'two', 'three'].map((text) => draft('ticket-a', { confidential: [about(anna, { text })] }));
  const facts = await encodeFacts(drafts, { revision: -1, hash: null }, keyRing);
  await store.append('ticket-a', -1, facts);
  const parts = { store, keyRing, codec: factCodec(keyRing), aggregate: () => null };
  return { parts, recorded: recordedFacts(parts) };
}

const told = (facts: readonly object[]) => facts.map((fact) => ('opened' in fact ? fact.opened : fact));

describe('the recorded facts of a stream', () => {
  it('are read a page at a time, either way', async () => {
    const { recorded } = await stage();
    const page = { limit: 2, opens: qualified };
    expect(told(await recorded.forward('ticket-a', { from: 1, ...page }))).toEqual([{ text: 'two' }, { text: 'three' }]);
    expect(told(await recorded.backward('ticket-a', { from: 1, ...page }))).toEqual([{ text: 'two' }, { text: 'one' }]);
    expect(told(await recorded.backward('ticket-a', { from: null, ...page }))).toEqual([{ text: 'three' }, { text: 'two' }]);
  });

  it('are opened only where that was asked for', async () => {
    const { recorded } = await stage();
    expect(told(await recorded.forward('ticket-a', { from: 0, limit: 1, opens: new Set() }))).toEqual([{}]);
  });

  it('stay readable around one that was altered, which says what is wrong', async () => {
    const { parts } = await stage();
    const { store } = parts;
    const altered = recordedFacts({
      ...parts,
      store: {
        readAll: (...asked) => store.readAll(...asked),
        damages: () => [],
        countedTo: () => store.countedTo(),
        logIndexOf: (position) => store.logIndexOf(position),
        readStream: async (...asked) =>
          (await store.readStream(...asked)).map((fact) => (fact.revision === 1 ? { ...fact, contentHash: noHash } : fact)),
      },
    });
    const facts = await altered.forward('ticket-a', { from: 0, limit: 9, opens: qualified });
    expect(told(facts)).toEqual([
      { text: 'one' },
      { revision: 1, hash: expect.any(String) as string, damage: 'the content does not match its hash' },
      { text: 'three' },
    ]);
  });
});
