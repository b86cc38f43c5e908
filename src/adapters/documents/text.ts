import type { Document } from '../../projections/kernel/documents.port';
import { words } from '../../projections/kernel/words';

/** A word asked for: the beginning of one, or, a single character, a whole one. */
export interface AskedWord {
  readonly word: string;
  readonly whole: boolean;
}

export function askedWords(text: string): readonly AskedWord[] {
  return words(text).map((word) => ({ word, whole: /^.$/u.test(word) }));
}

export function hasWords(document: Document, asked: readonly AskedWord[]): boolean {
  const there = document._words ?? [];
  return asked.length > 0 && asked.every(({ word, whole }) => there.some((one) => (whole ? one === word : one.startsWith(word))));
}
