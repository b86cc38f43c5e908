import { hasWord, words } from '../../src/projections/kernel/words';
import { isPhoneWord, phoneWishes, phoneWords } from '../../src/projections/people/phones';

const isFound = (asked: string, ...phones: readonly string[]): boolean => {
  const there = words(...phoneWords(phones));
  return phoneWishes(asked).some((wish) => hasWord(there, wish));
};

describe('a telephone number', () => {
  it.each([
    ['+358 40 123 4567', '+358401234567'],
    ['+358 40 123 4567', '00358 40 123 4567'],
    ['+358 40 123 4567', '040 123 4567'],
    ['+358 40 123 4567', '(040) 123-4567'],
    ['+358 40 123 4567', '1234567'],
    ['+358 40 123 4567', '4567'],
    ['+358 40 123 4567', '+358 40 12'],
    ['040 123 4567', '+358 40 123 4567'],
    ['040 123 4567', '0401234567'],
    ['040/123-4567', '040 1234567'],
    ['+49 30 1234567', '030 1234567'],
    ['+1 212 555 0100', '212-555-0100'],
    ['２１２ ５５５ ０１００', '2125550100'],
  ])('written as %s is found by %s', (stored, asked) => {
    expect(isFound(asked, stored)).toBe(true);
  });

  it.each([
    ['+358 40 123 4567', '040 123 4568'],
    ['+358 40 123 4567', '+49 40 765 4321'],
    ['+358 40 123 4567', '123'],
    ['+358 40 123 4567', 'Ada 4567'],
    ['+358 40 123 4567', ''],
  ])('written as %s is not found by %s', (stored, asked) => {
    expect(isFound(asked, stored)).toBe(false);
  });

  it('is not a word of any text, so that neither names nor tickets find it', () => {
    const [word = ''] = phoneWords(['+358 40 123 4567']);
    expect(isPhoneWord({ word, whole: false })).toBe(true);
    expect(words('Call 0401234567 or 4567').some((one) => isPhoneWord({ word: one, whole: false }))).toBe(false);
  });
});
