import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteDocuments } from '../../../src/adapters/documents/sqlite/documents';
import { SqliteEventStore } from '../../../src/adapters/eventstore/sqlite/event-store';
import { projectInThread } from '../../../src/adapters/runner/project-in-thread';
import type { Runner } from '../../../src/adapters/runner/runner';
import type { Documents } from '../../../src/projections/kernel/documents.port';
import { drop, runnerOf, totals } from './small-desk';
import { hangMs, until } from '../../dsl/until';
import type { Total } from './small-desk';

let folder: string;
let store: SqliteEventStore;
let read: Documents;
let ops: Documents;
let runner: Runner;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thread-'));
  store = await SqliteEventStore.open({ file: join(folder, 'log.db') });
  read = sqliteDocuments({ file: join(folder, 'read.db'), durability: 'normal', secureDelete: true });
  ops = sqliteDocuments({ file: join(folder, 'ops.db'), durability: 'full', secureDelete: true });
  runner = await started();
});
afterEach(async () => {
  await runner.stop();
  await Promise.all([store.close(), read.close(), ops.close()]);
  rmSync(folder, { recursive: true });
});

async function started(leaseTtlMs = 30): Promise<Runner> {
  const projecting = projectInThread({
    file: join(__dirname, 'small-thread.ts'),
    data: { folder },
    execArgv: ['-r', join(__dirname, '../../crash/register.cjs')],
    appended: store.appended,
  });
  const fresh = runnerOf({ store, read, ops }, [totals(), totals({ name: 'picky' })], [], {
    startProjections: projecting,
    leaseTtlMs,
  });
  await fresh.start();
  return fresh;
}
const all = (name = 'totals') => runner.readModels.get<Total>(name, 'all');
const coin = (value: number) => drop(store, { box: 'a', value });
const stateOf = (name: string) => runner.status().find((one) => one.name === name);

describe('projections in a worker thread', () => {
  test('are readable here once the position has passed', async () => {
    for (let sum = 1; sum <= 20; sum++) {
      expect(await runner.readModels.waitFor(['totals'], await coin(1), hangMs)).toBe(true);
      expect(await all()).toEqual({ _id: 'all', coins: sum, sum });
    }
    expect(stateOf('totals')).toMatchObject({ state: 'live', failure: null, position: await store.head() });
  });

  test('rebuild on request from here, and answer from the new collection', async () => {
    await runner.readModels.waitFor(['totals', 'picky'], await coin(5), hangMs);
    await read.write([{ collection: 'totals@1-1', id: 'all', document: { _id: 'all', coins: 9, sum: 9 } }]);
    await runner.rebuild('all');
    expect(await all()).toEqual({ _id: 'all', coins: 1, sum: 5 });
    expect(await read.collections()).toEqual(['damaged-streams', 'live', 'picky@1-2', 'totals@1-2']);
    await expect(runner.rebuild(['none'])).rejects.toThrow(/no projection none/);
    expect(await runner.readModels.waitFor(['totals'], await coin(5), hangMs)).toBe(true);
  });

  test('never fail or go back for readers here during rebuilds', async () => {
    const rebuilding = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      while (!rebuilding.signal.aborted) {
        await runner.readModels.waitFor(['totals'], await coin(1), hangMs);
        seen.push((await all())?.coins ?? 0);
      }
    })();
    for (let i = 0; i < 5; i++) await runner.rebuild(['totals']);
    rebuilding.abort();
    await reading;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(seen.map((_, i) => i + 1));
  });

  test('report the failure that stops one of them', async () => {
    const poison = await coin(13);
    expect(await runner.readModels.waitFor(['totals'], poison, hangMs)).toBe(true);
    await until(() => stateOf('picky')?.state === 'stopped');
    expect(stateOf('picky')?.failure).toMatch(/CoinDropped at till-a\/0 .*unlucky/);
    await until(() => stateOf('totals')?.state === 'live');
  });

  test('are taken over by another thread when theirs ends', async () => {
    await runner.readModels.waitFor(['totals'], await coin(1), hangMs);
    await coin(99);
    await until(() => runner.failures().has('runner'));
    expect(runner.failures().get('runner')).toMatch(/the projection thread has ended/);
    await expect(runner.rebuild('all')).rejects.toThrow();
  });

  test('stop without waiting for the lease, and resume where they stopped', async () => {
    await runner.stop();
    runner = await started(10 * hangMs);
    await runner.readModels.waitFor(['totals'], await coin(1), hangMs);
    await runner.stop();
    await coin(2);
    runner = await started();
    expect(await runner.readModels.waitFor(['totals'], (await store.head()) ?? '', hangMs)).toBe(true);
    expect(await all()).toEqual({ _id: 'all', coins: 2, sum: 3 });
  });
});
