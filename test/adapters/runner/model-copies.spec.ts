import { CopyOutdated, type CopyPart } from '../../../src/adapters/desk/reporting/model-copies.port';
import { modelCopies } from '../../../src/adapters/runner/model-copies';
import { logIndexOf } from '../../../src/adapters/eventstore/position';
import type { Runner } from '../../../src/adapters/runner/runner';
import type { Projection } from '../../../src/projections/kernel/projection';
import { hangMs } from '../../dsl/until';
import { drop, reader, runnerOf, smallDesk, totals, type Coin, type SmallDesk, type Total } from './small-desk';

// A reporting job reads a read model once, then only what changed.

/** A box is emptied by a coin of no value, and then has no document. */
const boxes: Projection = totals({
  keys: (fact) => [(fact.data as Coin).box],
  fold: (before, fact, key) => {
    const { value } = fact.data as Coin;
    return value === 0 ? null : { _id: key, coins: (before?.coins ?? 0) + 1, sum: (before?.sum ?? 0) + value };
  },
});

let desk: SmallDesk;
let runner: Runner;
const running: Runner[] = [];

async function started(projections: readonly Projection[] = [boxes]): Promise<void> {
  runner = runnerOf(desk, projections);
  running.push(runner);
  await runner.start();
}
beforeEach(async () => {
  desk = smallDesk();
  await started();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function dropped(box: string, value: number): Promise<void> {
  const position = await drop(desk.store, { box, value });
  expect(await runner.readModels.waitFor(['totals'], position, hangMs)).toBe(true);
}

/** A reader that keeps a copy, as docs/reporting.mjs does. */
class Copy {
  readonly sums = new Map<string, number>();
  /** Ids in the order in which they came with the newest reading. */
  came: string[] = [];
  index = 0;
  next: string | null = null;

  async read(changes: { readonly form?: string; readonly meanwhile?: () => Promise<void> } = {}) {
    const store = { ...desk.store, readAll: desk.store.readAll.bind(desk.store), logIndexOf, countedTo: () => Promise.resolve() };
    const parts = { read: desk.read, store, reader, models: () => runner.readModels };
    const wish = { projection: 'totals', form: changes.form ?? '1', after: this.next };
    this.came = [];
    for await (const part of await modelCopies(parts, [boxes]).read(wish)) {
      this.take(part);
      await changes.meanwhile?.();
    }
    return this;
  }

  private take(part: CopyPart): void {
    if ('end' in part) Object.assign(this, part.end);
    else
      for (const { id, document } of part.documents) {
        this.came.push(id);
        if (document === null) this.sums.delete(id);
        else this.sums.set(id, (document as Total).sum);
      }
  }
}

describe('a copy of a read model', () => {
  test('begins with every document, and says how much of the log it contains', async () => {
    await dropped('a', 5);
    await dropped('b', 7);
    const copy = await new Copy().read();
    expect([...copy.sums]).toEqual([
      ['a', 5],
      ['b', 7],
    ]);
    expect(copy.index).toBe(2);
  });

  test('continues with what changed since, deletions included, and nothing else', async () => {
    for (const box of ['a', 'b', 'c']) await dropped(box, 5);
    const copy = await new Copy().read();
    await dropped('b', 1);
    await dropped('c', 0);
    await dropped('d', 9);
    await copy.read();
    expect(copy.came).toEqual(['b', 'c', 'd']);
    expect(Object.fromEntries(copy.sums)).toEqual({ a: 5, b: 6, d: 9 });
    expect(copy.index).toBe(6);
    await copy.read();
    expect(copy.came).toEqual([]);
    expect(copy.index).toBe(6);
  });

  test('contains what changed while it was read', async () => {
    for (let i = 0; i < 501; i++) await dropped(`box ${i}`, 1);
    let changes = 0;
    const meanwhile = () => (changes++ === 0 ? dropped('box 0', 4).then(() => dropped('box 1', 0)) : Promise.resolve());
    const copy = await new Copy().read({ meanwhile });
    expect([copy.sums.get('box 0'), copy.sums.has('box 1'), copy.sums.size]).toEqual([5, false, 500]);
    expect(copy.index).toBe(503);
  });

  test('of an empty log is empty, and continues', async () => {
    const copy = await new Copy().read();
    expect([copy.sums.size, copy.index]).toEqual([0, 0]);
    await dropped('a', 5);
    expect((await copy.read()).sums.get('a')).toBe(5);
  });

  test('starts anew after a rebuild, as an erasure makes one, and with other fields', async () => {
    await dropped('a', 5);
    const copy = await new Copy().read();
    await expect(copy.read({ form: '2' })).rejects.toThrow(CopyOutdated);
    await runner.rebuild(['totals']);
    await expect(copy.read()).rejects.toThrow(CopyOutdated);
    copy.next = null;
    expect((await copy.read()).sums.get('a')).toBe(5);
  });

  test('starts anew on a restored installation, also where its collections have the names that they had before', async () => {
    await dropped('a', 5);
    const copy = await new Copy().read();
    desk = smallDesk();
    await started();
    await dropped('z', 1);
    await dropped('z', 1);
    await expect(copy.read()).rejects.toThrow(CopyOutdated);
  });

  test('starts anew where the log was set back under it', async () => {
    await dropped('a', 5);
    const copy = await new Copy().read();
    const mark = JSON.parse(Buffer.from(copy.next ?? '', 'base64url').toString()) as { position: string };
    copy.next = Buffer.from(JSON.stringify({ ...mark, position: `${mark.position}9` })).toString('base64url');
    await expect(copy.read()).rejects.toThrow(CopyOutdated);
  });

  test.each(['', 'x', 'e30', Buffer.from('null').toString('base64url')])('refuses %j as a place in the log', async (next) => {
    const copy = new Copy();
    copy.next = next;
    await expect(copy.read()).rejects.toThrow(CopyOutdated);
  });

  test('is not given while the read model has stopped', async () => {
    await dropped('a', 5);
    await runner.stop();
    const poisoned = totals({
      ...boxes,
      fold: () => {
        throw new Error('a fold that fails');
      },
    });
    runner = runnerOf(desk, [poisoned]);
    running.push(runner);
    await runner.start();
    await drop(desk.store, { box: 'b', value: 1 });
    while (runner.status()[0]?.state !== 'stopped') await new Promise(setImmediate);
    await expect(new Copy().read()).rejects.toThrow('stopped');
  });
});
