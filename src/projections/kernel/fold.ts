/** Letters that Unicode does not decompose, with what people type instead. */
const plainLetters: { readonly [letter: string]: string } = {
  ...{ ı: 'i', ß: 'ss', ẞ: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ð: 'd', þ: 'th', đ: 'd', ħ: 'h', ł: 'l', ŋ: 'n', ŧ: 't', ĸ: 'k' },
  ...{ ς: 'σ', ɓ: 'b', ɗ: 'd', ɛ: 'e', ƒ: 'f', ɔ: 'o', ʼ: "'" },
};
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

/** Soft hyphens, joiners, direction marks, byte order marks and the Arabic filler, which are invisible and separate nothing. */
const invisible = /[\p{Cf}\u0640]+/gu;

/**
 * Text without case and accents: compatibility forms unified (full width, ligatures), marks removed, letters without a
 * decomposition replaced. Independent of the locale, so that "Iğdır", "IĞDIR", "ığdır" and "igdir" match.
 */
export function fold(text: string): string {
  return text
    .replace(invisible, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(special, (letter) => plainLetters[letter] ?? letter);
}

const longestKey = 200;
const widestNumber = 12;

/**
 * The sort key of a name. It ignores case and accents and compares numbers by value; only ties are broken by the text itself. The
 * order is the same in every locale and store.
 */
export function sortKey(text: string | null): string | null {
  if (text === null) return null;
  const folded = fold(text).replace(/\s+/gu, ' ').trim().slice(0, longestKey);
  const counted = folded.replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(widestNumber, '0'));
  return `${counted}\u0001${text.slice(0, longestKey)}`;
}
