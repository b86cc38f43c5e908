import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { encodeFacts } from '../../../src/adapters/eventstore/codec';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { openKeyRing } from '../../../src/adapters/keys/keys';
import { checkKeys, KeysLost } from '../../../src/adapters/keys/keys-check';
import type { Documents } from '../../../src/projections/kernel/documents.port';
import { about, beginning, draft } from '../../contracts/event-store.facts';

const people = ['a', 'b', 'c', 'd'].map((one) => `user-01930000-0000-7000-8000-00000000000${one}` as const);

describe('the check of the keys at start-up', () => {
  let keys: Documents;
  let store: MemoryEventStore;

  beforeEach(async () => {
    keys = memoryDocuments();
    store = new MemoryEventStore();
    const ring = await openKeyRing(keys);
    for (let i = 0; i < 6; i++) {
      const drafts = Array.from({ length: 100 }, () =>
        draft(`ticket-${i}`, { confidential: people.map((one) => about(one, { [`of ${one}`]: 'secret' })) }),
      );
      await store.append(`ticket-${i}`, -1, await encodeFacts(drafts, beginning, ring));
    }
  });

  it('accepts a log with its keys, including destroyed ones', async () => {
    await (await openKeyRing(keys)).destroy(['0.0', '1.17']);
    await expect(checkKeys(keys, store)).resolves.toBeUndefined();
  });

  it('accepts a new installation', async () => {
    await expect(checkKeys(memoryDocuments(), new MemoryEventStore())).resolves.toBeUndefined();
  });

  it('rejects a log without keys, and says what to do', async () => {
    await expect(checkKeys(memoryDocuments(), store)).rejects.toThrow(KeysLost);
    await expect(checkKeys(memoryDocuments(), store)).rejects.toThrow(
      'the keys database lacks the keys of the newest facts (block-000000, block-000001, block-000002), so the data sealed with them would be unreadable. ' +
        'Nothing was changed. Restore the newest backup of the keys database',
    );
  });

  it('rejects a backup of the keys that is older than the log', async () => {
    const backup = memoryDocuments();
    await openKeyRing(backup).then((ring) => ring.draw());
    await expect(checkKeys(backup, store)).rejects.toThrow('(block-000001, block-000002)');
  });

  it('also detects it when the newest thousands of facts have no boxes, as after an import', async () => {
    const backup = memoryDocuments();
    await openKeyRing(backup).then((ring) => ring.draw());
    for (let i = 0; i < 11; i++) {
      const drafts = Array.from({ length: 100 }, () => draft(`numbers-${i}`));
      await store.append(`numbers-${i}`, -1, await encodeFacts(drafts, beginning, await openKeyRing(keys)));
    }
    await expect(checkKeys(backup, store)).rejects.toThrow('(block-000001, block-000002)');
    await expect(checkKeys(keys, store)).resolves.toBeUndefined();
  });

  it('rejects keys without HMAC secrets, because reserved values would be free again', async () => {
    await keys.write([{ collection: 'secrets', id: 'secrets', document: null }]);
    await expect(openKeyRing(keys)).rejects.toThrow('the keys database has lost its HMAC secrets');
  });

  it.each([0, 1])('rejects keys with a gap (block %i)', async (number) => {
    await keys.write([{ collection: 'blocks', id: `block-00000${number}`, document: null }]);
    await expect(checkKeys(keys, new MemoryEventStore())).rejects.toThrow('the keys database lacks some of its blocks of keys');
  });
});
