import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aggregates } from '../../src/domain/aggregates';
import { openBoxes } from '../../src/adapters/eventstore/boxes';
import { decodeFact } from '../../src/adapters/eventstore/codec';
import { MemoryEventStore } from '../../src/adapters/eventstore/memory.event-store';
import { currentType } from '../../src/adapters/eventstore/upcasters';
import { verifyLog } from '../../src/adapters/eventstore/verify';
import { goldenFile, goldenFolder, readGolden } from '../fixtures/golden';

const golden = readGolden();
const keys = new Map(golden.flatMap((one) => Object.entries(one.keys)).map(([id, key]) => [id, Buffer.from(key, 'hex')]));
const keyRing = { open: (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, keys.get(id) ?? null]))) };
const types = Object.values(aggregates).flatMap(({ eventTypes }) => eventTypes as readonly string[]);

/** Facts written by every released version. Each must stay readable forever. */
describe('golden facts', () => {
  it.each([...new Set(types)])('contain one of %s', (type) => {
    expect(existsSync(join(goldenFolder, goldenFile(type)))).toBe(true);
  });

  it.each(golden.map(({ stored }) => [goldenFile(stored.type), stored] as const))(
    '%s decodes to a known type',
    (file, stored) => {
      expect(file).toBe(goldenFile(stored.type));
      const fact = decodeFact({ ...stored, position: '', logIndex: 1 });
      expect(types).toContain(fact.type);
      expect(fact.type).toBe(currentType(stored.type));
    },
  );

  it('open to their sealed values', async () => {
    const facts = golden.map(({ stored }) => decodeFact({ ...stored, position: '', logIndex: 1 }));
    expect(await openBoxes(facts, keyRing)).toEqual(golden.map(({ opened }) => opened));
  });

  it('form a log that passes verification with the present folds', async () => {
    const store = new MemoryEventStore();
    for (const { stored } of golden) await store.append(stored.stream, stored.revision - 1, [stored]);
    const report = await verifyLog({ store, keyRing, aggregate: (category) => aggregates[category] });
    expect(report).toMatchObject({ facts: golden.length, streams: 9, boxes: keys.size, erased: 0, problems: [] });
  });
});
