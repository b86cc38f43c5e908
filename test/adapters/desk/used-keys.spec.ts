import { UsedKeys } from '../../../src/adapters/desk/used-keys';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import type { CommandId } from '../../../src/domain/kernel/ids';

const done = () => Promise.resolve('done');
const key = (number: number) => `key-${number}` as CommandId;

describe('used idempotency keys (rule 6)', () => {
  it('are refused elsewhere for thirty days, and then deleted', async () => {
    const documents = memoryDocuments();
    let now = '2026-01-01T12:00:00.000Z';
    const keys = await UsedKeys.open({ documents, clock: { now: () => now } });
    const use = async (from: number, to: number): Promise<void> => {
      for (let number = from; number < to; number += 1) await keys.repeatable(key(number), 'ticket-a', done);
    };
    await use(0, 600);
    now = '2026-01-30T12:00:00.000Z';
    await use(600, 1_100);
    await expect(keys.repeatable(key(0), 'ticket-b', done)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    now = '2026-02-02T12:00:00.000Z';
    await use(1_100, 1_600);
    expect(await documents.count('used-keys', [])).toBe(1_000);
    expect(await keys.repeatable(key(0), 'ticket-b', done)).toBe('done');
  });
});
