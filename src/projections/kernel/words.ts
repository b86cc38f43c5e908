/**
 * Words for the text search, folded so that "Ärger" and "arger" meet: NFKD, marks stripped, lower case, split at everything that is
 * neither letter nor digit. Unique, at most 400 (a search index, not an archive).
 */
export function words(...texts: readonly (string | null | undefined)[]): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    if (text === null || text === undefined) continue;
    for (const word of fold(text).split(/[^\p{L}\p{N}]+/u)) {
      if (word !== '') found.add(word);
      if (found.size === 400) return [...found];
    }
  }
  return [...found];
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
