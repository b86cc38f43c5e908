import { ERASED } from '../../domain/kernel/event';
import { fold } from './fold';

/** Further words of a text cannot be found. This is a search index, not an archive. */
const mostWords = 2_000;
const longestWord = 64;

/** Scripts without spaces between words. A run of these is cut into pairs of characters. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/u;
const runs = new RegExp(`${unspaced.source}|(?:(?!${unspaced.source})[\\p{L}\\p{N}])+`, 'gu');

/** A word to search for: the beginning of a word, or a whole word. */
export interface AskedWord {
  readonly word: string;
  readonly whole: boolean;
}

/**
 * Words for the text search: folded (fold.ts), split at everything except letters and digits. A run of a script without spaces
 * becomes its pairs of characters and its last character, so that any part of it can be found. Each word once.
 */
export function words(...texts: readonly (string | null | undefined)[]): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [run] of runsIn(text === ERASED ? null : text)) {
      for (const word of isUnspaced(run) ? pairsOf(run, true) : [run.slice(0, longestWord)]) found.add(word);
      if (found.size >= mostWords) return [...found];
    }
  }
  return [...found];
}

function runsIn(text: string | null | undefined): Iterable<RegExpMatchArray> {
  return fold(text ?? '').matchAll(runs);
}

/** The words of a search text. A single letter or digit counts as a whole word, and so does a pair from a run. */
export function askedWords(text: string): readonly AskedWord[] {
  const asked = new Map<string, AskedWord>();
  for (const [run] of runsIn(text)) {
    const unspacedRun = isUnspaced(run);
    const parts = unspacedRun ? pairsOf(run, false) : [run.slice(0, longestWord)];
    const whole = unspacedRun ? parts.length > 1 : /^.$/u.test(run);
    for (const word of parts) asked.set(word, { word, whole });
  }
  return [...asked.values()];
}

export function hasWord(there: readonly string[], { word, whole }: AskedWord): boolean {
  return there.some((one) => (whole ? one === word : one.startsWith(word)));
}

function isUnspaced(run: string): boolean {
  return unspaced.test(run);
}

function pairsOf(run: string, withLast: boolean): readonly string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  const pairs = characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`);
  return withLast ? [...pairs, characters.at(-1) ?? ''] : pairs;
}
