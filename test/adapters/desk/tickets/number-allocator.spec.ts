import { MemoryEventStore } from '../../../../src/adapters/eventstore/memory.event-store';
import { blockSize, NumberAllocator } from '../../../../src/adapters/desk/tickets/number-allocator';
import { rootActor } from '../../../../src/adapters/first-start/bootstrap';
import { commandSide } from '../../../dsl/command-side';

async function allocator(log = new MemoryEventStore(), firstId?: number) {
  const side = await commandSide(log, firstId);
  return { ...side, numbers: new NumberAllocator({ ...side, actor: rootActor }) };
}

describe('ticket numbers', () => {
  it('begin at 1, with a prefix for each kind of organisation', async () => {
    const { numbers } = await allocator();
    expect(await numbers.next('customer')).toBe('CT-000001');
    expect(await numbers.next('customer')).toBe('CT-000002');
    expect(await numbers.next('serviceProvider')).toBe('ST-000001');
  });

  it('need one fact per hundred numbers, even under concurrent calls', async () => {
    const { numbers, facts } = await allocator();
    const taken = await Promise.all(Array.from({ length: 2 * blockSize + 1 }, () => numbers.next('customer')));
    expect(new Set(taken).size).toBe(taken.length);
    expect([...taken].sort()).toEqual(taken);
    expect((await facts()).map(({ stream, data }) => ({ stream, data }))).toEqual(
      [0, 1, 2].map((n) => ({ stream: 'numbers-CT', data: { from: n * blockSize + 1, to: (n + 1) * blockSize } })),
    );
  });

  it('are unique among instances that allocate blocks concurrently (rule 5)', async () => {
    const log = new MemoryEventStore();
    const instances = await Promise.all([1, 2, 3, 4].map((n) => allocator(log, n * 1_000)));
    const taken = await Promise.all(
      instances.flatMap(({ numbers }) => Array.from({ length: 150 }, () => numbers.next('partner'))),
    );
    expect(new Set(taken).size).toBe(600);
    const ofEach = instances.map((_, i) => taken.slice(i * 150, (i + 1) * 150));
    for (const own of ofEach) expect([...own].sort()).toEqual(own);
  });

  it('continue after the last block at a restart, which leaves a gap', async () => {
    const log = new MemoryEventStore();
    await (await allocator(log)).numbers.next('customer');
    const { numbers } = await allocator(log, 5_000);
    expect(await numbers.next('customer')).toBe('CT-000101');
  });

  it('can be allocated again after the log refused', async () => {
    const log = new MemoryEventStore();
    const append = log.append.bind(log);
    const { numbers } = await allocator(log);
    log.append = () => Promise.reject(new Error('disk full'));
    await expect(numbers.next('customer')).rejects.toThrow('disk full');
    log.append = append;
    expect(await numbers.next('customer')).toBe('CT-000001');
  });
});
