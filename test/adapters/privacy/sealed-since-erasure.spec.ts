import { StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { encodeFacts } from '../../../src/adapters/eventstore/codec';
import { openKeyRing } from '../../../src/adapters/keys/keys';
import { sealedSinceErasure } from '../../../src/adapters/privacy/sealed-since-erasure';
import { beginning, draft } from '../../contracts/event-store.facts';

const subject = 'contact-01930000-0000-7000-8000-00000000000a';

it('rule 7: throws while the projection is behind instead of reporting nothing to erase', async () => {
  const log = new MemoryEventStore();
  const ring = await openKeyRing(memoryDocuments());
  await log.append(subject, -1, await encodeFacts([draft(subject)], beginning, ring));
  const behind = { waitFor: () => Promise.resolve(false), find: () => Promise.resolve({ items: [], next: null }) };
  await expect(sealedSinceErasure({ log, models: behind })(subject)).rejects.toThrow(StoreUnavailable);
});
