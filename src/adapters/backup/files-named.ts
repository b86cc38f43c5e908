import type { StoredFact } from '../eventstore/event-store.port';

/** Files (SHA-256 of their ciphertext) that these facts attach: uploads that no fact names are nobody's. */
export function filesNamedIn(facts: readonly StoredFact[]): readonly string[] {
  return facts.filter(({ type }) => type === 'FilesAttached').flatMap(filesOf);
}

function filesOf({ content }: StoredFact): readonly string[] {
  const { data } = JSON.parse(content) as { readonly data: { readonly files: readonly { readonly sha256: string }[] } };
  return data.files.map(({ sha256 }) => sha256);
}
