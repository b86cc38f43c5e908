import { ERASED } from '../../src/domain/kernel/event';
import { fold, sortKey } from '../../src/projections/kernel/fold';
import { askedWords, hasWord, words } from '../../src/projections/kernel/words';

const finds = (asked: string, text: string): boolean => {
  const parts = askedWords(asked);
  return parts.length > 0 && parts.every((one) => hasWord(words(text), one));
};

describe('folding', () => {
  it.each([
    ['Iğdır IĞDIR ığdır igdir', 'igdir igdir igdir igdir'],
    ['Straße STRASSE GROẞ', 'strasse strasse gross'],
    ['Łódź Øresund Đakovo œuvre Æther Þórr Ħamrun', 'lodz oresund dakovo oeuvre aether thorr hamrun'],
    ['Ὀδυσσεύς ΟΔΥΣΣΕΥΣ', 'οδυσσευσ οδυσσευσ'],
    ['Dru\u00adcker Zero\u200bwidth a\u2060b \ufeffmark', 'drucker zerowidth ab mark'],
    ['ＰＵＭＰ　１２ ﬁlter', 'pump 12 filter'],
    ['cafe\u0301 café CAFÉ', 'cafe cafe cafe'],
  ])('folds %s to %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('searching words', () => {
  it.each(['Iğdır', 'IĞDIR', 'ığdır', 'igdir'])('search-turkish.sh: %s finds every spelling', (asked) => {
    for (const text of ['Iğdır deposu', 'IĞDIR DEPOSU', 'ığdır deposu', 'igdir deposu']) expect(finds(asked, text)).toBe(true);
  });

  it.each([
    ['日本', '日本語のマニュアル', true],
    ['本語', '日本語のマニュアル', true],
    ['語', '日本語', true],
    ['日語', '日本語', false],
    ['マニュアル', '日本語のマニュアル', true],
    ['打印机', '办公室的打印机坏了', true],
    ['เครื่อง', 'ปิดเครื่องพิมพ์', true],
    ['iphone用', 'iPhone用ケーブル', true],
    ['한국', '한국어 설명서', true],
  ])('finds %s in %s: %s', (asked, text, found) => {
    expect(finds(asked, text)).toBe(found);
  });

  it('finds beginnings of words, but a single letter or digit only as a whole word', () => {
    expect(finds('print', 'The printer')).toBe(true);
    expect(finds('rinter', 'The printer')).toBe(false);
    expect(finds('p', 'The printer')).toBe(false);
    expect(finds('p', 'Part P')).toBe(true);
  });

  it('keeps each word once, and ignores erased texts', () => {
    expect(words('Pump pump PUMP', null, ERASED)).toEqual(['pump']);
    expect(askedWords('?! —')).toEqual([]);
  });
});

describe('the order of names', () => {
  const sorted = (names: readonly string[]) => [...names].sort((a, b) => ((sortKey(a) ?? '') < (sortKey(b) ?? '') ? -1 : 1));

  it('ignores case and accents, and compares numbers by value', () => {
    const expected = ['Aachen', 'Äpfel', 'apfel 2', 'Apfel 10', 'Bär', 'bern', 'Łódź', 'Zürich'];
    expect(sorted([...expected].reverse())).toEqual(expected);
  });

  it('compares the texts themselves when names fold alike', () => {
    expect(sorted(['muller', 'Müller', 'Muller'])).toEqual(['Muller', 'Müller', 'muller']);
    expect(sortKey(null)).toBeNull();
  });
});
