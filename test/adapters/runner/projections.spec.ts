import { damagedStreams } from '../../../src/adapters/runner/damaged-streams';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { ProjectionWorker } from '../../../src/adapters/runner/projection-worker';
import { saveAll } from '../../../src/adapters/runner/save-all';
import { SharedBatch } from '../../../src/adapters/runner/shared-batch';
import type { Runner } from '../../../src/adapters/runner/runner';
import type { SealedType } from '../../../src/domain/aggregates';
import type { Projection } from '../../../src/projections/kernel/projection';
import type { Documents } from '../../../src/projections/kernel/documents.port';
import { drop, reader, runnerOf, smallDesk, totals } from './small-desk';
import { hangMs, until } from '../../dsl/until';
import type { Coin, SmallDesk, Total } from './small-desk';

let desk: SmallDesk;
const running: Runner[] = [];
beforeEach(() => {
  desk = smallDesk();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
});

async function started(projections: readonly Projection[], changes: Parameters<typeof runnerOf>[3] = {}): Promise<Runner> {
  const runner = runnerOf(desk, projections, [], changes);
  running.push(runner);
  await runner.start();
  return runner;
}
const all = (runner: Runner, name = 'totals') => runner.readModels.get<Total>(name, 'all');
const stateOf = (runner: Runner, name: string) => runner.status().find((one) => one.name === name);

describe('projections', () => {
  test('fold facts appended before and after the start exactly once', async () => {
    await drop(desk.store, { box: 'a', value: 5 });
    const runner = await started([totals()]);
    const position = await drop(desk.store, { box: 'b', value: 7 });
    expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    expect(await all(runner)).toEqual({ _id: 'all', coins: 2, sum: 12 });
    const richest = await runner.readModels.find<Total>('totals', {
      where: [],
      sort: [{ field: 'sum', descending: true }],
      limit: 2,
    });
    expect(richest.items.map(({ _id }) => _id)).toEqual(['all', 'b']);
    expect(stateOf(runner, 'totals')).toEqual({
      name: 'totals',
      version: 1,
      position,
      state: 'live',
      failure: null,
      rebuildPercent: null,
    });
  });

  test('advance the checkpoint over facts they do not handle', async () => {
    const runner = await started([totals()]);
    const position = await drop(desk.store, { box: 'a', value: 1 }, { type: 'ButtonFound' });
    expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    expect((await desk.read.checkpoint('totals@1-1'))?.position).toBe(position);
    expect(await all(runner)).toBeNull();
  });

  test('resume after a restart and count each fact once', async () => {
    for (let i = 0; i < 3; i++) {
      const runner = await started([totals()]);
      const position = await drop(desk.store, { box: 'a', value: 1 });
      await runner.readModels.waitFor(['totals'], position, hangMs);
      await runner.stop();
      await drop(desk.store, { box: 'a', value: 1 });
    }
    const runner = await started([totals()]);
    await until(async () => (await all(runner))?.coins === 6);
    expect(await all(runner)).toEqual({ _id: 'all', coins: 6, sum: 6 });
  });

  test('never receive a staff fact if they are for everyone', async () => {
    const seen: string[] = [];
    const keys: Projection['keys'] = (fact) => {
      seen.push(fact.audience);
      return ['all'];
    };
    const runner = await started([
      totals({ audience: 'everyone', keys, handles: 'all' }),
      totals({ name: 'staff', handles: 'all' }),
    ]);
    await drop(desk.store, { box: 'a', value: 1 }, { audience: 'staff' });
    const position = await drop(desk.store, { box: 'a', value: 1 });
    await runner.readModels.waitFor(['totals', 'staff'], position, hangMs);
    expect(seen).toEqual(['everyone']);
    expect((await all(runner))?.coins).toBe(1);
    expect((await all(runner, 'staff'))?.coins).toBe(2);
  });

  test('receive opened boxes only of the types they name', async () => {
    const fold: Projection['fold'] = (_, fact, key) => ({ _id: key, note: fact.opened.note ?? null });
    const notes = { keys: () => ['note'], fold } as unknown as Parameters<typeof totals>[0];
    const runner = await started([
      totals({ ...notes, name: 'open', opens: ['CoinDropped' as SealedType] }),
      totals({ ...notes, name: 'closed' }),
    ]);
    const position = await drop(desk.store, { box: 'a', value: 1 }, { secret: 'for grandmother' });
    await runner.readModels.waitFor(['open', 'closed'], position, hangMs);
    expect(await runner.readModels.get('open', 'note')).toEqual({ _id: 'note', note: 'for grandmother' });
    expect(await runner.readModels.get('closed', 'note')).toEqual({ _id: 'note', note: null });
  });

  test('delete on null, and write nothing for an unchanged document', async () => {
    const runner = await started([
      totals({
        fold: (before, fact, key) =>
          (fact.data as { value: number }).value < 0 ? null : (before ?? { _id: key, coins: 1, sum: 1 }),
      }),
    ]);
    const first = await drop(desk.store, { box: 'a', value: 1 });
    await runner.readModels.waitFor(['totals'], first, hangMs);
    await runner.readModels.waitFor(['totals'], await drop(desk.store, { box: 'b', value: 1 }), hangMs);
    expect((await desk.read.getPositioned('totals@1-1', ['all'])).get('all')?.position).toBe(first);
    await runner.readModels.waitFor(['totals'], await drop(desk.store, { box: 'a', value: -1 }), hangMs);
    expect(await all(runner)).toBeNull();
  });

  test('P1: change nothing when a batch is repeated after its checkpoint was lost', async () => {
    await drop(desk.store, { box: 'a', value: 5 });
    await drop(desk.store, { box: 'a', value: 6 });
    const read = memoryDocuments();
    const project = async (one: ProjectionWorker, limit: number): Promise<void> => {
      const step = await one.fold(new SharedBatch(await desk.store.readAll(null, limit), reader));
      await saveAll(read, step === null ? [] : [step]);
    };
    const worker = new ProjectionWorker(totals(), 'totals@1-1', read, 1);
    await worker.prepare();
    await project(worker, 10);
    await read.forgetCheckpoint('totals@1-1');
    await drop(desk.store, { box: 'a', value: 7 });
    const again = new ProjectionWorker(totals(), 'totals@1-1', read, 2);
    await again.prepare();
    for (const limit of [1, 3]) await project(again, limit);
    expect(await read.get('totals@1-1', 'all')).toEqual({ _id: 'all', coins: 3, sum: 18 });
  });

  test('write new documents without reading, and read them later, also after a crash that cuts batches differently', async () => {
    for (const value of [1, 2]) await drop(desk.store, { box: 'a', value });
    await drop(desk.store, { box: 'a', value: 10 }, { type: 'CoinMarked' });
    const read = memoryDocuments();
    const asked: string[] = [];
    const getPositioned: Documents['getPositioned'] = (name, ids) => {
      asked.push(...ids);
      return read.getPositioned(name, ids);
    };
    const lines = totals({
      handles: 'all',
      keys: (fact) => [`line-${fact.type === 'CoinMarked' ? 1 : (fact.data as Coin).value}`],
      begins: ({ type }) => type !== 'CoinMarked',
    });
    const project = async (one: ProjectionWorker, limit: number): Promise<void> => {
      const step = await one.fold(new SharedBatch(await desk.store.readAll(one.position, limit), reader));
      await saveAll(read, step === null ? [] : [step]);
    };
    const marked = { _id: 'line-1', coins: 2, sum: 11 };
    for (const limits of [[1, 2], [3], [2, 1], [1, 1, 1]]) {
      const worker = new ProjectionWorker(lines, 'lines', { ...read, getPositioned }, 1);
      await read.forgetCheckpoint('lines');
      await worker.prepare();
      for (const limit of limits) await project(worker, limit);
      expect([await read.get('lines', 'line-1'), await read.count('lines', [])]).toEqual([marked, 2]);
    }
    expect(new Set(asked)).toEqual(new Set(['line-1']));
  });

  test('wait out failures of the store without losing or repeating facts', async () => {
    let failures = 0;
    const read = memoryDocuments();
    const write: typeof read.write = (...args) =>
      args[0].length > 0 && failures++ < 3 ? Promise.reject(new Error('disk full')) : read.write(...args);
    desk = { ...desk, read: { ...read, write } };
    const told: string[] = [];
    const runner = await started([totals()], {
      onFailure: (who, error) => told.push(`${who} ${error instanceof Error ? error.message : 'well'}`),
    });
    const position = await drop(desk.store, { box: 'a', value: 5 });
    expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    expect(await all(runner)).toEqual({ _id: 'all', coins: 1, sum: 5 });
    await until(() => runner.failures().size === 0);
    expect(told).toEqual([...Array<string>(3).fill('projections disk full'), 'projections well']);
  });
});

describe('a poison fact (P7)', () => {
  const picky = totals({
    name: 'picky',
    fold: (before, fact, key) => {
      if ((fact.data as { value: number }).value === 13 && key !== 'all') throw new Error('unlucky');
      return { _id: key, coins: (before?.coins ?? 0) + 1, sum: 0 };
    },
  });

  test('stops its projection right before it, is named in the status, and leaves the others running', async () => {
    await drop(desk.store, { box: 'a', value: 1 });
    const before = await drop(desk.store, { box: 'a', value: 2 });
    await drop(desk.store, { box: 'b', value: 13 });
    const runner = await started([picky, totals()]);
    const position = await drop(desk.store, { box: 'a', value: 3 });
    expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    expect((await all(runner))?.coins).toBe(4);
    expect((await all(runner, 'picky'))?.coins).toBe(2);
    const status = stateOf(runner, 'picky');
    expect(status).toMatchObject({ state: 'stopped', position: before });
    expect(status?.failure).toMatch(/CoinDropped at till-b\/0 .*unlucky/);
    expect(await runner.readModels.waitFor(['picky'], position, 20)).toBe(false);
  });

  test('is passed after a restart with a fixed fold', async () => {
    await drop(desk.store, { box: 'a', value: 1 });
    await drop(desk.store, { box: 'b', value: 13 });
    const runner = await started([picky]);
    await until(() => stateOf(runner, 'picky')?.state === 'stopped');
    await runner.stop();
    const cured = await started([totals({ name: 'picky' })]);
    await until(async () => (await all(cured, 'picky'))?.coins === 2);
    expect(stateOf(cured, 'picky')?.failure).toBeNull();
  });

  test('may also be a document that its indexes reject', async () => {
    const sum = ['not', 'a', 'number'] as unknown as number;
    const runner = await started([totals({ fold: (_, __, key) => ({ _id: key, coins: 1, sum }) }), totals({ name: 'others' })]);
    const position = await drop(desk.store, { box: 'a', value: 1 });
    expect(await runner.readModels.waitFor(['others'], position, hangMs)).toBe(true);
    await until(() => stateOf(runner, 'totals')?.state === 'stopped');
    expect(stateOf(runner, 'totals')?.failure).toMatch(/sum is indexed/);
  });

  test('splits the batch: one write for all projections, repeated for each after a rejection', async () => {
    const written: string[][] = [];
    const write: typeof desk.read.write = (writes, options) => {
      if (options?.position !== undefined) written.push((options.checkpoints ?? []).map(({ name }) => name));
      return desk.read.write(writes, options);
    };
    for (const value of [1, 13]) await drop(desk.store, { box: 'a', value });
    const refused = totals({ name: 'refused', fold: (_, __, key) => ({ _id: key, coins: 1, sum: [] as unknown as number }) });
    const parts = { read: { ...desk.read, write } };
    const runner = await started([picky, totals(), refused, totals({ name: 'others' })], parts);
    await until(() => stateOf(runner, 'others')?.position !== null);
    expect(written).toEqual([
      ['picky@1-1'],
      ['totals@1-1', 'refused@1-1', 'others@1-1'],
      ['totals@1-1'],
      ['refused@1-1'],
      ['others@1-1'],
    ]);
    expect(runner.status().map(({ state, position }) => [state, position === null])).toEqual([
      ['stopped', false],
      ['live', false],
      ['stopped', true],
      ['live', false],
    ]);
  });

  test('stops only projections that want its type when the record is damaged', async () => {
    const decode: typeof reader.decode = (stored) => {
      if (stored.type === 'Torn') throw new Error('the content does not match its hash');
      return reader.decode(stored);
    };
    const runner = await started([totals(), totals({ name: 'everything', handles: 'all' })], { reader: { ...reader, decode } });
    const position = await drop(desk.store, { box: 'a', value: 1 }, { type: 'Torn' });
    expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    await until(() => stateOf(runner, 'everything')?.state === 'stopped');
    expect(stateOf(runner, 'everything')?.failure).toMatch(/does not match its hash/);
  });
});

describe('a fact that was altered, or is none', () => {
  const decode: typeof reader.decode = (stored) => {
    if (stored.type === 'Noise') throw new Error('the content does not match its hash');
    return reader.decode(stored);
  };
  const tolerant = { reader: { ...reader, decode, isDamaged: () => true } };

  test('is passed over and its stream named, while every read model goes on', async () => {
    const runner = await started([totals(), totals({ name: 'everything', handles: 'all' })], tolerant);
    await drop(desk.store, { box: 'a', value: 1 });
    await drop(desk.store, { box: 'a', value: 1 }, { type: 'Noise' });
    const position = await drop(desk.store, { box: 'b', value: 2 });
    expect(await runner.readModels.waitFor(['totals', 'everything'], position, hangMs)).toBe(true);
    expect([stateOf(runner, 'totals')?.failure, stateOf(runner, 'everything')?.failure]).toEqual([null, null]);
    expect(await runner.readModels.get('totals', 'b')).toMatchObject({ sum: 2 });
    expect(await damagedStreams(desk.read, desk.store)).toEqual([
      {
        stream: 'till-a',
        revision: 1,
        what: expect.stringMatching(/at revision 1 \(Noise\).*does not match its hash/) as string,
      },
    ]);
  });
});

describe('read your writes (P9)', () => {
  test('times out for an unknown projection', async () => {
    const runner = await started([totals()]);
    const position = await drop(desk.store, { box: 'a', value: 1 });
    expect(await runner.readModels.waitFor(['totals', 'none'], position, 20)).toBe(false);
    await expect(runner.readModels.get('none', 'a')).rejects.toThrow(/no collection none/);
  });

  test('stop all waits at once, whatever their timeout', async () => {
    const runner = await started([totals()], { leaseTtlMs: 10 * hangMs });
    const wait = runner.readModels.waitFor(['totals'], '9999999999999999', 10 * hangMs);
    await runner.stop();
    expect(await wait).toBe(false);
  });
});
