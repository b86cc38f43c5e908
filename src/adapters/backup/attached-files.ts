import type { EncodedFact } from '../eventstore/event-store.port';

/** SHA-256 of the encrypted files that these facts attach. Uploads that no fact attaches are not part of a backup. */
export function attachedFiles(facts: readonly EncodedFact[]): readonly string[] {
  return facts.filter(({ type }) => type === 'FilesAttached').flatMap(filesOf);
}

function filesOf({ content }: EncodedFact): readonly string[] {
  const { data } = JSON.parse(content) as { readonly data: { readonly files: readonly { readonly sha256: string }[] } };
  return data.files.map(({ sha256 }) => sha256);
}
