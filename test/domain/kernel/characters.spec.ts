import { isLongerThan } from '../../../src/domain/kernel/characters';
import { costOf } from '../../dsl/cost';

describe('the length of a text is its number of Unicode code points', () => {
  it.each([
    ['letters', 'ä'],
    ['letters beyond the first plane', '𝒜'],
    ['emoji', '😀'],
    ['lone surrogates, which are refused elsewhere', '\ud83d'],
  ])('%s', (_, character) => {
    expect(isLongerThan(character.repeat(200), 200)).toBe(false);
    expect(isLongerThan(character.repeat(201), 200)).toBe(true);
  });

  it('counts combining characters, because they are stored, too', () => {
    const accents = `e${'\u0301'.repeat(200)}`;
    expect(isLongerThan(accents, 201)).toBe(false);
    expect(isLongerThan(accents, 200)).toBe(true);
    expect(isLongerThan('❤️'.repeat(100), 200)).toBe(false);
    expect(isLongerThan('❤️'.repeat(101), 200)).toBe(true);
  });

  it('judges a long text a thousand times faster than counting its characters once', async () => {
    const long = '😀'.repeat(5_000_000);
    const once = await costOf(() => Array.from(long).length);
    const judged = await costOf(() => {
      for (let i = 0; i < 1_000; i++) if (!isLongerThan(long, 200)) throw new Error('a long text was called short');
    });
    expect(judged).toBeLessThan(once);
  });
});
