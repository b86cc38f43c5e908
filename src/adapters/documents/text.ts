import type { Document } from '../../projections/kernel/documents.port';
import { hasWord, type AskedWord } from '../../projections/kernel/words';

export { askedWords } from '../../projections/kernel/words';

export function hasWords(document: Document, asked: readonly AskedWord[]): boolean {
  const there = document._words ?? [];
  return asked.length > 0 && asked.every((one) => hasWord(there, one));
}
