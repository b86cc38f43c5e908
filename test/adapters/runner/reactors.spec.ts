import { OutcomeUncertain, StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import type { Reactor } from '../../../src/adapters/runner/reactor.port';
import type { Runner } from '../../../src/adapters/runner/runner';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { Fact } from '../../../src/domain/kernel/event';
import { drop, runnerOf, smallDesk, totals } from './small-desk';
import { hangMs, until } from '../../dsl/until';
import type { Coin, SmallDesk } from './small-desk';

let desk: SmallDesk;
let heard: number[];
const running: Runner[] = [];
beforeEach(() => {
  desk = smallDesk();
  heard = [];
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
});

const listening = (changes: Partial<Reactor> = {}): Reactor => ({
  name: 'when-a-coin-drops-listen',
  handles: ['CoinDropped'],
  react: (fact: Fact) => {
    heard.push((fact.data as Coin).value);
    return Promise.resolve();
  },
  ...changes,
});

async function started(reactors: readonly Reactor[]): Promise<Runner> {
  const runner = runnerOf(desk, [totals()], reactors, { attempts: 3 });
  running.push(runner);
  await runner.start();
  return runner;
}
const coin = (value: number, how = {}) => drop(desk.store, { box: 'a', value }, how);
const checkpointed = async (position: string) =>
  (await desk.ops.checkpoint('reactor:when-a-coin-drops-listen'))?.position === position;

describe('a reactor', () => {
  test('P5: starts at now by default', async () => {
    const before = await coin(1);
    await started([listening()]);
    await until(() => checkpointed(before));
    await coin(2);
    await until(() => heard.length === 1);
    expect(heard).toEqual([2]);
  });

  test('starts at the beginning on request', async () => {
    await coin(1);
    await started([listening({ from: 'beginning' })]);
    await coin(2);
    await until(() => heard.length === 2);
    expect(heard).toEqual([1, 2]);
  });

  test('starts at the beginning of an empty log, also after a restart', async () => {
    const first = await started([listening()]);
    await until(() => checkpointed(''));
    await first.stop();
    await coin(1);
    await started([listening()]);
    await until(() => heard.length === 1);
  });

  test('resumes after its last fact, and no rebuild rewinds it', async () => {
    const first = await started([listening({ from: 'beginning' })]);
    await until(() => checkpointed(''));
    const one = await coin(1);
    await until(() => checkpointed(one));
    await first.rebuild('all');
    await first.stop();
    await coin(2);
    await started([listening({ from: 'beginning' })]);
    await until(() => heard.length === 2);
    expect(heard).toEqual([1, 2]);
  });

  test('skips imported facts and types it does not handle', async () => {
    await started([listening({ from: 'beginning' })]);
    await coin(1, { origin: { kind: 'imported', source: { name: 'old till', fileHash: '0', row: 1 } } });
    await coin(2, { type: 'ButtonFound' });
    await coin(3);
    await until(() => heard.length > 0);
    expect(heard).toEqual([3]);
  });

  test('receives imported facts on request', async () => {
    await started([listening({ from: 'beginning', handlesImported: true })]);
    await coin(1, { origin: { kind: 'imported' } });
    await until(() => heard.length === 1);
  });

  test('retries in order', async () => {
    let failures = 2;
    const react: Reactor['react'] = (fact) => {
      if (failures-- > 0) return Promise.reject(new Error('mail server away'));
      return listening().react(fact);
    };
    const runner = await started([listening({ react, from: 'beginning' })]);
    await coin(1);
    await coin(2);
    await until(() => heard.length === 2);
    expect(heard).toEqual([1, 2]);
    expect(runner.failures().size).toBe(0);
  });

  test('P7: parks a fact that keeps failing, and continues', async () => {
    let tries = 0;
    const react: Reactor['react'] = (fact) => {
      if ((fact.data as Coin).value !== 13) return listening().react(fact);
      tries++;
      throw new Error('unlucky');
    };
    const runner = await started([listening({ react, from: 'beginning' })]);
    const poison = await coin(13);
    const next = await coin(14);
    await until(() => checkpointed(next));
    expect([heard, tries]).toEqual([[14], 3]);
    const parked = await desk.ops.find('parked', { where: [], sort: [{ field: 'at' }], limit: 9 });
    expect(parked.items).toEqual([
      {
        _id: 'when-a-coin-drops-listen:till-a/0',
        reactor: 'when-a-coin-drops-listen',
        fact: 'till-a/0',
        type: 'CoinDropped',
        stream: 'till-a',
        revision: 0,
        position: poison,
        attempts: 3,
        error: 'unlucky',
        at: '2026-11-23T08:00:00.000Z',
      },
    ]);
    expect(runner.failures().get('when-a-coin-drops-listen')).toBe('unlucky');
  });

  test.each([
    ['StoreUnavailable', new StoreUnavailable('away')],
    ['OutcomeUncertain', new OutcomeUncertain('no answer')],
    ['a command refused as unavailable', new DomainError('unavailable', 'Nothing can be recorded at the moment.')],
  ])('does not count outages as attempts: %s', async (_, error) => {
    let away = 20;
    const react: Reactor['react'] = (fact) => (away-- > 0 ? Promise.reject(error) : listening().react(fact));
    const runner = await started([listening({ react, from: 'beginning' })]);
    await coin(1);
    const last = await coin(2);
    await until(() => checkpointed(last));
    expect([heard, await desk.ops.count('parked', [])]).toEqual([[1, 2], 0]);
    expect(runner.failures().size).toBe(0);
  });

  test('counts attempts between two outages', async () => {
    let tries = 0;
    const react = () => Promise.reject(++tries % 2 === 0 ? new StoreUnavailable('away') : new Error('unlucky'));
    await started([listening({ react, from: 'beginning' })]);
    const poison = await coin(13);
    await until(() => checkpointed(poison));
    expect(tries).toBe(5);
  });

  describe('retrying parked facts', () => {
    const never = new AbortController().signal;
    const ignore = (): void => undefined;

    async function parked(...values: readonly number[]) {
      let failure: Error | null = new Error('unlucky');
      const react: Reactor['react'] = (fact) => (failure === null ? listening().react(fact) : Promise.reject(failure));
      const runner = await started([listening({ react, from: 'beginning' })]);
      let last = '';
      for (const value of values) last = await coin(value);
      await until(() => checkpointed(last));
      return { runner, from: (next: Error | null) => void (failure = next) };
    }

    test('runs in log order, removes them, and clears the failure', async () => {
      const { runner, from } = await parked(13, 14);
      from(null);
      const steps: (readonly number[])[] = [];
      const retried = await runner.retryParked((done, total) => steps.push([done, total]), never);
      expect([retried, heard, steps]).toEqual([
        { done: 2, left: [] },
        [13, 14],
        [
          [0, 2],
          [1, 2],
        ],
      ]);
      expect([await desk.ops.count('parked', []), runner.failures().size]).toEqual([0, 0]);
    });

    test('keeps a fact that fails again, with the new reason', async () => {
      const { runner, from } = await parked(13);
      from(new Error('still unlucky'));
      const { done, left } = await runner.retryParked(ignore, never);
      expect([done, left]).toEqual([0, [expect.objectContaining({ fact: 'till-a/0', attempts: 4, error: 'still unlucky' })]]);
      expect((await desk.ops.find('parked', { where: [], sort: [{ field: 'at' }], limit: 9 })).items).toEqual(left);
    });

    test('throws when a store does not answer, and keeps the facts parked', async () => {
      const { runner, from } = await parked(13);
      from(new StoreUnavailable('away'));
      await expect(runner.retryParked(ignore, never)).rejects.toThrow('away');
      expect(await desk.ops.count('parked', [])).toBe(1);
    });

    test('reports a fact that is no longer in the log', async () => {
      const { runner } = await parked(13);
      const [one] = (await desk.ops.find('parked', { where: [], sort: [{ field: 'at' }], limit: 1 })).items;
      await desk.ops.write([
        { collection: 'parked', id: one?._id ?? '', document: { ...one, _id: one?._id ?? '', revision: 7 } },
      ]);
      const { left } = await runner.retryParked(ignore, never);
      expect(left[0]?.error).toBe('the log has no fact till-a/0 at till-a, revision 7');
    });
  });

  test('stops without waiting for a pending retry', async () => {
    const react = () => Promise.reject(new Error('away'));
    const runner = runnerOf(desk, [], [listening({ react, from: 'beginning' })], {
      attempts: 9,
      backOff: { firstMs: 10 * hangMs, maxMs: 10 * hangMs, random: () => 1 },
    });
    await runner.start();
    const position = await coin(1);
    await until(() => runner.failures().size === 1);
    await runner.stop();
    expect(await checkpointed(position)).toBe(false);
  });
});
