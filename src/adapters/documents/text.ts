import { DocumentRefused } from '../../projections/kernel/documents.port';
import type { CollectionSpec, Document, FacetSpec } from '../../projections/kernel/documents.port';
import type { Value } from '../../domain/kernel/value';
import { words } from '../../projections/kernel/words';

/** The words that a search finds the document by. */
export function wordsOf({ text }: CollectionSpec, document: Document | null): readonly string[] {
  if (document === null || text === undefined) return [];
  return words(...text.fields.flatMap((field) => textsIn(document[field])));
}

/** The thing that the words are about: the document itself or another thing. */
export function aboutIn({ text }: CollectionSpec, document: Document | null): string | null {
  if (document === null) return null;
  const about = text?.about === undefined ? document._id : document[text.about];
  return typeof about === 'string' ? about : null;
}

/** @throws {DocumentRefused} when a facet holds a value that cannot be queried */
export function checkFacets(spec: CollectionSpec, document: Document): void {
  for (const facet of spec.facets ?? []) {
    const problem = problemOf(facet, document[facet.field] ?? null);
    if (problem !== null) throw new DocumentRefused(spec.name, document._id, `${facet.field} is a facet: ${problem}`);
  }
}

function problemOf({ many, ordered }: FacetSpec, value: Value): string | null {
  if (many === true || value === null) return null;
  if (typeof value === 'object') return 'it holds no list and no object';
  return ordered !== undefined && typeof value !== 'string' ? 'an ordered one holds a text or nothing' : null;
}

export function textsIn(value: Value | undefined): readonly string[] {
  const all = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return [...new Set(all.filter((one) => typeof one === 'string'))];
}
