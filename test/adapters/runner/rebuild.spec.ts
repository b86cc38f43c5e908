import { damagedSpec } from '../../../src/adapters/runner/damaged-streams';
import { StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import type { Runner } from '../../../src/adapters/runner/runner';
import type { Projection } from '../../../src/projections/kernel/projection';
import { drop, runnerOf, smallDesk, totals } from './small-desk';
import { hangMs, until } from '../../dsl/until';
import type { SmallDesk, Total } from './small-desk';

let desk: SmallDesk;
const running: Runner[] = [];
beforeEach(() => {
  desk = smallDesk();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
});

async function started(projections: readonly Projection[]): Promise<Runner> {
  const runner = runnerOf(desk, projections);
  running.push(runner);
  await runner.start();
  return runner;
}
const all = (runner: Runner, name = 'totals') => runner.readModels.get<Total>(name, 'all');
/** Without what the runner keeps for itself. */
const collections = async () => (await desk.read.collections()).filter((name) => name !== 'live' && name !== damagedSpec.name);
const doubled = {
  fold: (before: Total | null, _: unknown, key: string) => ({ _id: key, coins: (before?.coins ?? 0) + 2, sum: 0 }),
};

describe('rebuild', () => {
  test('builds beside the live collection, switches, and drops the old one', async () => {
    const runner = await started([totals()]);
    const position = await drop(desk.store, { box: 'a', value: 5 });
    await runner.readModels.waitFor(['totals'], position, hangMs);
    await desk.read.write([{ collection: 'totals@1-1', id: 'all', document: { _id: 'all', coins: 99, sum: 99 } }]);
    await runner.rebuild(['totals']);
    expect(await all(runner)).toEqual({ _id: 'all', coins: 1, sum: 5 });
    expect(await collections()).toEqual(['totals@1-2']);
    expect(await desk.read.checkpoint('totals@1-1')).toBeNull();
    expect(await desk.read.checkpoint('totals@1-2')).toMatchObject({ position });
    expect(runner.status()[0]).toMatchObject({ state: 'live', rebuildPercent: null, position });
  });

  test('retries dropping and compacting until they succeed, then completes the request', async () => {
    const { read } = desk;
    let failures = 0;
    const flaky = (work: () => Promise<void>) =>
      failures-- > 0 ? Promise.reject(new StoreUnavailable('it does not answer')) : work();
    const dropping = (name: string) => (name.endsWith('-1') ? flaky(() => read.drop(name)) : read.drop(name));
    desk = { ...desk, read: { ...read, drop: dropping, compact: () => flaky(() => read.compact()) } };
    const runner = await started([totals()]);
    failures = 1;
    await runner.rebuild(['totals']);
    expect(await collections()).toEqual(['totals@1-2']);
    const settled = runner.rebuild(['totals']);
    failures = 2;
    await settled;
    expect(await collections()).toEqual(['totals@1-3']);
    expect(failures).toBeLessThan(0);
  });

  test('all: rebuilds everything with one request, twice in a row', async () => {
    const runner = await started([totals(), totals({ name: 'others' })]);
    await drop(desk.store, { box: 'a', value: 5 });
    await Promise.all([runner.rebuild('all'), runner.rebuild(['others'])]);
    await runner.rebuild('all');
    expect(await all(runner)).toEqual({ _id: 'all', coins: 1, sum: 5 });
    expect(await all(runner, 'others')).toEqual({ _id: 'all', coins: 1, sum: 5 });
    expect((await collections()).map((name) => name.split('@')[0])).toEqual(['others', 'totals']);
  });

  test('loses and repeats no facts appended meanwhile, and reads never go back or come up empty', async () => {
    const runner = await started([totals()]);
    await runner.readModels.waitFor(['totals'], await drop(desk.store, { box: 'a', value: 1 }), hangMs);
    let rebuilding = true;
    const seen: number[] = [];
    const append = async () => {
      for (let i = 0; rebuilding; i++) {
        const position = await drop(desk.store, { box: `b${i % 7}`, value: 1 });
        await runner.readModels.waitFor(['totals'], position, hangMs);
        seen.push((await all(runner))?.coins ?? 0);
        await new Promise(setImmediate);
      }
    };
    const appending = append();
    for (let i = 0; i < 5; i++) await runner.rebuild('all');
    rebuilding = false;
    await appending;
    expect(seen).toEqual(seen.map((_, i) => i + 2));
    expect(await collections()).toEqual(['totals@1-6']);
  });

  test('builds a new version at start-up while the old documents stay readable', async () => {
    const first = await started([totals()]);
    await first.readModels.waitFor(['totals'], await drop(desk.store, { box: 'a', value: 5 }), hangMs);
    await first.stop();
    const second = await started([totals({ ...doubled, version: 2 })]);
    expect(await all(second)).not.toBeNull();
    await until(async () => (await all(second))?.coins === 2);
    await until(async () => (await collections()).length === 1);
    expect(await collections()).toEqual(['totals@2-2']);
    expect(second.status()[0]).toMatchObject({ version: 2, state: 'live', failure: null });
  });

  test('keeps the old documents when the new version fails, and reports why', async () => {
    const first = await started([totals()]);
    await first.readModels.waitFor(['totals'], await drop(desk.store, { box: 'a', value: 5 }), hangMs);
    await first.stop();
    const fold = () => {
      throw new Error('not thought through');
    };
    const second = await started([totals({ fold, version: 2 })]);
    await until(() => second.status()[0]?.state === 'stopped');
    expect(second.status()[0]?.failure).toMatch(/rebuild: CoinDropped at till-a\/0 .*not thought through/);
    expect(await all(second)).toEqual({ _id: 'all', coins: 1, sum: 5 });
    await expect(second.rebuild(['totals'])).rejects.toThrow(/not thought through/);
    expect(await collections()).toEqual(['totals@1-1']);
  });

  test('repairs a stopped projection', async () => {
    let angry = true;
    const fold = (before: Total | null, _: unknown, key: string) => {
      if (angry) throw new Error('angry');
      return { _id: key, coins: (before?.coins ?? 0) + 1, sum: 0 };
    };
    await drop(desk.store, { box: 'a', value: 5 });
    const runner = await started([totals({ fold })]);
    await until(() => runner.status()[0]?.state === 'stopped');
    angry = false;
    await runner.rebuild(['totals']);
    expect(await all(runner)).toMatchObject({ coins: 1 });
    const position = await drop(desk.store, { box: 'a', value: 5 });
    expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    expect(runner.status()[0]).toMatchObject({ state: 'live', failure: null });
  });

  test('restarts from the first fact after a crash, and leaves nothing behind', async () => {
    const first = await started([totals()]);
    await first.readModels.waitFor(['totals'], await drop(desk.store, { box: 'a', value: 5 }), hangMs);
    await first.stop();
    await desk.read.prepare({ name: 'totals@1-2', indexes: [] });
    await desk.read.write([{ collection: 'totals@1-2', id: 'all', document: { _id: 'all', coins: 50, sum: 50 } }], {
      checkpoints: [{ name: 'totals@1-2', position: '0000000000000001' }],
    });
    const live = await desk.read.getVersioned('live', 'totals');
    await desk.read.swap('live', 'totals', live?.version ?? null, { ...live?.document, _id: 'totals', asked: 1 });
    const second = await started([totals()]);
    await until(async () => (await desk.read.get('live', 'totals'))?.built === 1);
    await until(async () => (await collections()).length === 1);
    expect(await collections()).toEqual(['totals@1-2']);
    expect(await all(second)).toEqual({ _id: 'all', coins: 1, sum: 5 });
  });

  test('drops the collection of a retired projection', async () => {
    const first = await started([totals(), totals({ name: 'retired' })]);
    await first.stop();
    await started([totals()]);
    expect(await collections()).toEqual(['totals@1-1']);
    expect(await desk.read.get('live', 'retired')).toBeNull();
  });

  test('makes a new projection over an old log readable at once, without blocking others', async () => {
    for (let i = 0; i < 20; i++) await drop(desk.store, { box: 'a', value: 1 });
    const first = await started([totals()]);
    await until(async () => (await all(first))?.coins === 20);
    await first.stop();
    const second = await started([totals(), totals({ name: 'fresh' })]);
    expect(await second.readModels.count('fresh', [])).toBeLessThanOrEqual(2);
    await until(async () => (await all(second, 'fresh'))?.coins === 20);
    const position = await drop(desk.store, { box: 'a', value: 1 });
    expect(await second.readModels.waitFor(['totals', 'fresh'], position, hangMs)).toBe(true);
    expect([(await all(second))?.coins, (await all(second, 'fresh'))?.coins]).toEqual([21, 21]);
  });

  test('rejects an unknown name', async () => {
    const runner = await started([totals()]);
    await expect(runner.rebuild(['none'])).rejects.toThrow(/no projection none/);
  });
});
