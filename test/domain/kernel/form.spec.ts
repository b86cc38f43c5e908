import { isLine, isText } from '../../../src/domain/kernel/form';

describe('visible means visible', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \t\u00a0\u3000'],
    ['zero-width signs', '\u200b\u200c\u200d\u2060\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
    ['an empty Braille cell', '\u2800'],
    ['direction marks', '\u200e\u200f\u202e\u2066'],
    ['marks without a letter', '\u0301\ufe0f'],
    ['tags', '\u{e0041}'],
  ])('%s: neither a line nor a text', (_, value) => {
    expect([isLine(value, 100), isText(value, 100)]).toEqual([false, false]);
  });

  it.each(['a', 'é', 'e\u0301', 'İ', '漢', 'ก', '1', '.', '?', '€', '🔧', '👨‍👩‍👧', '\u200fשלום'])('%s: both', (value) => {
    expect([isLine(value, 100), isText(value, 100)]).toEqual([true, true]);
  });

  it.each(['\n', '\r', '\u0085', '\u2028', '\u2029'])('a line has no line break %j', (sign) => {
    expect(isLine(`a${sign}b`, 100)).toBe(false);
  });
});
