import { fairQueue } from '../../../src/adapters/export/fair-queue';

const held = () => {
  const ends: (() => void)[] = [];
  return { ends, work: () => new Promise<void>((resolve) => ends.push(resolve)) };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the queue of documents', () => {
  it('runs as many at once as it may, and serves owners in turn', async () => {
    const queue = fairQueue(1);
    const order: string[] = [];
    const { ends, work } = held();
    const run = (owner: string, name: string) =>
      queue.run(owner, () => {
        order.push(name);
        return work();
      });
    const all = [run('a', 'a1'), run('a', 'a2'), run('a', 'a3'), run('b', 'b1'), run('c', 'c1')];
    for (let nth = 0; nth < all.length; nth += 1) {
      await settled();
      expect(order).toHaveLength(nth + 1);
      ends[nth]?.();
    }
    await Promise.all(all);
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
  });

  it('lets the next one go where one failed, and forgets who gave up waiting', async () => {
    const queue = fairQueue(1);
    const { ends, work } = held();
    const first = queue.run('a', work);
    const gone = new AbortController();
    const second = queue.run('a', () => Promise.resolve('never'), gone.signal);
    gone.abort(new Error('given up'));
    await expect(second).rejects.toThrow('given up');
    const third = queue.run('a', () => Promise.reject(new Error('broken')));
    const fourth = queue.run('b', () => Promise.resolve('last'));
    ends[0]?.();
    await first;
    await expect(third).rejects.toThrow('broken');
    expect(await fourth).toBe('last');
  });
});
