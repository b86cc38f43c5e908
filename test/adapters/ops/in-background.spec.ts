import { inBackground } from '../../../src/adapters/ops/in-background';
import { noon } from '../../dsl/world';

const hour = 3_600_000;
const ended = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function stage() {
  const counts: { readonly end: (value: number) => void; readonly fail: () => void }[] = [];
  const count = () =>
    new Promise<number>((end, reject) => {
      counts.push({ end, fail: () => reject(new Error('the disk is gone')) });
    });
  return { count, counts, now: () => noon };
}

describe('a figure counted in the background', () => {
  it('is counted once for all callers, who wait at most their timeout', async () => {
    const { counts, ...parts } = stage();
    const figure = inBackground({ ...parts, patienceMs: 0 });
    expect(await Promise.all([figure(), figure(), figure()])).toEqual([null, null, null]);
    expect(counts).toHaveLength(1);
    counts[0]?.end(7);
    await ended();
    expect(await figure()).toEqual({ value: 7, at: noon });
    expect(counts).toHaveLength(2);
  });

  it('is returned at once if the count is quick', async () => {
    expect(await inBackground({ count: () => Promise.resolve(3), now: () => noon, patienceMs: hour })()).toEqual({
      value: 3,
      at: noon,
    });
  });

  it('keeps its value and time when a count fails, and is counted again', async () => {
    const { counts, ...parts } = stage();
    const figure = inBackground({ ...parts, patienceMs: 0 });
    await figure();
    counts[0]?.end(7);
    await ended();
    await figure();
    counts[1]?.fail();
    await ended();
    expect(await figure()).toEqual({ value: 7, at: noon });
    expect(counts).toHaveLength(3);
  });
});
