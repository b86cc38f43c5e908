import { numberPrefixes } from '../../domain/numbers/numbers';
import { askedWords, type AskedWord } from '../kernel/words';

const form = /^(\p{L}+)-?0*(\d+)$/u;

/** Short forms of `CT-000001`: `CT1`, one word, and `1`. */
export function shortNumber(number: string): readonly string[] {
  const [, prefix, digits] = form.exec(number) ?? [];
  return prefix === undefined || digits === undefined ? [] : [`${prefix}${digits}`, digits];
}

/** The word that only the ticket with this number has, for `CT-1`, `ct-000001` and `CT1`. Null when the text is no number. */
export function numberWord(text: string): AskedWord | null {
  const [joined] = shortNumber(text.normalize('NFKC'));
  const [asked] = joined === undefined ? [] : askedWords(joined);
  return asked === undefined ? null : { ...asked, whole: true };
}

const prefixes: ReadonlySet<string> = new Set(Object.values(numberPrefixes).map((prefix) => prefix.toLowerCase()));

/** Whether a folded word begins the numbers of tickets. Serial numbers often have the same form: `SN-99182`. */
export const isNumberPrefix = (word: string): boolean => prefixes.has(word);

/** A text as one word: `SN99182` for `SN-99182`. */
export const joined = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
