import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { leasesSpec, tryLease } from '../../../src/adapters/runner/lease';
import type { LeaseOptions } from '../../../src/adapters/runner/lease';
import type { Runner, RunnerParts } from '../../../src/adapters/runner/runner';
import type { Documents } from '../../../src/projections/kernel/documents.port';
import { fromMillis } from '../../../src/domain/kernel/instant';
import { drop, runnerOf, smallDesk, totals, type SmallDesk } from './small-desk';
import { hangMs, until } from '../../dsl/until';

let ops: Documents;
let now: number;
beforeEach(async () => {
  ops = memoryDocuments();
  await ops.prepare(leasesSpec);
  now = Date.UTC(2026, 10, 23);
});

const ask = (holder: string, changes: Partial<LeaseOptions> = {}) =>
  tryLease({ ops, name: 'runner', holder, clock: { now: () => fromMillis(now) }, ttlMs: 10_000, exclusive: false, ...changes });

function twoProcesses(desk: SmallDesk, changes: Partial<RunnerParts> = {}): readonly [Runner, Runner] {
  const process = (holder: string): Runner => runnerOf(desk, [totals()], [], { holder, exclusive: false, ...changes });
  return [process('one'), process('two')];
}

describe('a lease (P8)', () => {
  test('goes to one of several concurrent callers', async () => {
    const leases = await Promise.all(['a', 'b', 'c'].map((holder) => ask(holder)));
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    await leases.find((lease) => lease !== null)?.release();
  });

  test('is kept by renewal, and free after its time or its release', async () => {
    const first = await ask('a');
    now += 9_000;
    await first?.renew();
    now += 9_000;
    expect(await ask('b')).toBeNull();
    now += 1_000;
    const second = await ask('b');
    expect([first?.token, second?.token]).toEqual([1, 2]);
    await second?.release();
    const third = await ask('a');
    expect(third?.token).toBe(3);
    await Promise.all([first?.release(), third?.release()]);
  });

  test('reports its loss at the next renewal', async () => {
    const first = await ask('a');
    now += 10_000;
    const second = await ask('b');
    await first?.renew();
    expect([first?.lost.aborted, second?.lost.aborted]).toEqual([true, false]);
    await Promise.all([first?.release(), second?.release()]);
    expect(await ask('c')).not.toBeNull();
  });

  test('is taken over at once on the same machine after a crash', async () => {
    await ask('killed');
    const lease = await ask('restarted', { exclusive: true });
    expect(lease?.token).toBe(2);
    await lease?.release();
  });

  test('survives an outage of the store until its time is over', async () => {
    const swap: Documents['swap'] = (...args) =>
      args[3].until === undefined || now % 2 === 1 ? Promise.reject(new Error('away')) : ops.swap(...args);
    const lease = await ask('a', { ops: { ...ops, swap } });
    now += 5_001;
    await lease?.renew();
    expect(lease?.lost.aborted).toBe(false);
    now += 5_000;
    await lease?.renew();
    expect(lease?.lost.aborted).toBe(true);
    await lease?.release();
  });
});

describe('two runners on one log', () => {
  test('lets the second stand by, serve reads and take over, and fences off the first', async () => {
    const desk = smallDesk();
    let seconds = 0;
    const clock = { now: () => fromMillis(now + 1_000 * seconds) };
    const one = runnerOf(desk, [totals()], [], { holder: 'one', exclusive: false, clock, leaseTtlMs: 3_000 });
    const two = runnerOf(desk, [totals()], [], { holder: 'two', exclusive: false, clock, leaseTtlMs: 30 });
    await one.start();
    await two.start();
    const position = await drop(desk.store, { box: 'a', value: 1 });
    expect(await one.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
    expect(await two.readModels.get('totals', 'all')).toMatchObject({ coins: 1 });
    await expect(two.rebuild('all')).rejects.toThrow(/another process/);

    seconds = 60;
    await until(async () => (await desk.ops.get('leases', 'runner'))?.['holder'] === 'two');
    const next = await drop(desk.store, { box: 'a', value: 1 });
    expect(await two.readModels.waitFor(['totals'], next, hangMs)).toBe(true);
    expect(await two.readModels.get('totals', 'all')).toMatchObject({ coins: 2 });
    await until(async () => (await desk.read.checkpoint('totals@1-1'))?.token === 2);
    const stale = { checkpoints: [{ name: 'totals@1-1', position: next, token: 1 }] };
    await expect(desk.read.write([], stale)).rejects.toThrow(/taken over/);
    await Promise.all([one.stop(), two.stop()]);
  });

  test('lets the second see the progress of the first without waiting for the lease', async () => {
    const desk = smallDesk();
    const [one, two] = twoProcesses(desk, { leaseTtlMs: 10 * hangMs });
    await one.start();
    await two.start();
    for (let i = 0; i < 3; i++) {
      const position = await drop(desk.store, { box: 'a', value: 1 });
      expect(await two.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
      expect(two.status()).toMatchObject([{ name: 'totals', state: 'live', position, failure: null }]);
    }
    expect(await two.readModels.waitFor(['totals'], '9999999999999999', 50)).toBe(false);
    await two.stop();
    await one.stop();
  });

  test('updates the status of the second within seconds, for health and metrics', async () => {
    const desk = smallDesk();
    const [one, two] = twoProcesses(desk);
    await one.start();
    await two.start();
    const position = await drop(desk.store, { box: 'a', value: 1 });
    await until(() => two.status()[0]?.position === position);
    await Promise.all([one.stop(), two.stop()]);
  });
});
