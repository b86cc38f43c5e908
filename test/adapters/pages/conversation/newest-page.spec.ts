import { newestPage } from '../../../../src/adapters/pages/conversation/newest-page';

/** As many pages as asked for; each names the next. */
const pages = (count: number) => {
  const asked: (string | undefined)[] = [];
  const ask = (after?: string) => {
    asked.push(after);
    const at = Number(after ?? 0);
    return Promise.resolve({ at, next: at + 1 < count ? String(at + 1) : null });
  };
  return { ask, asked };
};

describe('a long conversation', () => {
  it.each([
    [1, 0, null],
    [2, 1, 'beginning'],
    [3, 2, '1'],
  ])('of %i pages opens at its end, with a way to what came before', async (count, at, earlier) => {
    const { ask, asked } = pages(count);
    expect(await newestPage(ask)).toMatchObject({ page: { at }, earlier });
    expect(asked).toHaveLength(count);
  });

  it('without end is not read to its end', async () => {
    const { ask, asked } = pages(10_000);
    expect(await newestPage(ask)).toMatchObject({ page: { at: 24, next: '25' }, earlier: '23' });
    expect(asked).toHaveLength(25);
  });
});
