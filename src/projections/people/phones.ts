import type { AskedWord } from '../kernel/words';

/** A phonetic letter that nobody types, so that numbers and names never find each other. */
const mark = 'ʘ';
const fewest = 4;
const most = 15;
const longestCountryCode = 3;

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '').slice(0, most);

/** Every ending of each number, so that any part of it finds the number. */
export function phoneWords(phones: readonly string[]): readonly string[] {
  const ends = phones.map(digitsOf).flatMap((digits) => Array.from(digits, (_, at) => digits.slice(at)));
  return [...new Set(ends.filter(({ length }) => length >= fewest))].map((end) => `${mark}${end}`);
}

/**
 * The words to search for if a text is a telephone number in any form: `+358 40 123 4567`, `040 1234567`, `0040/123-4567`. Also
 * without the country code, because the number may be recorded without it. Empty for any other text.
 */
export function phoneWishes(text: string): readonly AskedWord[] {
  const plain = text.normalize('NFKC').trim();
  if (!/^[+(]?[\d\s()/.-]+$/.test(plain)) return [];
  const digits = digitsOf(plain);
  const isInternational = /^\(?(\+|00)/.test(plain);
  const national = digits.replace(/^0{1,2}/, '');
  const cuts = isInternational ? Array.from({ length: longestCountryCode }, (_, at) => national.slice(at + 1)) : [];
  const shortest = isInternational ? 2 * fewest - 1 : fewest;
  return [national, ...cuts.filter(({ length }) => length >= shortest)]
    .filter(({ length }) => length >= fewest)
    .map((word) => ({ word: `${mark}${word}`, whole: false }));
}

export const isPhoneWord = ({ word }: AskedWord): boolean => word.startsWith(mark);
