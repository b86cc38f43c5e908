import type { Document, FacetSpec, Scalar } from '../../../projections/kernel/documents.port';
import type { Value } from '../../../domain/kernel/value';
import { textsIn } from '../text';

/**
 * Names of sets: `=phase:5` for a value, `<openedAt:"2016-02-29` for a first part, `.pump` for a word. They sort like their
 * values.
 */
export const valueTerm = (field: string, value: Scalar): string => `=${field}:${JSON.stringify(value)}`;
export const partTerm = (field: string, part: string | null): string => `<${field}:${part === null ? '' : `"${part}`}`;
export const partIn = (field: string, term: string): string | null =>
  term === partTerm(field, null) ? null : term.slice(partTerm(field, '').length);
/** `>openedAt:2016-02` for a coarse part. */
export const coarseTerm = (field: string, part: string): string => `>${field}:${part}`;
export const behindCoarse = (field: string): string => `>${field};`;
/** Sorts after every part of the field. */
export const behindParts = (field: string): string => `<${field};`;
export const wordTerm = (word: string): string => `.${word}`;
/** Sorts after every word with this beginning. */
export const behindWords = (beginning: string): string => `.${beginning}\u{10FFFF}`;

/** The first characters, without splitting a surrogate pair. */
export function partOf(text: string, length: number): string {
  const part = text.slice(0, length);
  const last = part.charCodeAt(part.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, part.length + 1) : part;
}

/** Whether both documents are in the same sets of this facet. Checked before any term is built. */
export function isSameFacet({ field, ordered }: FacetSpec, before: Document | null, after: Document | null): boolean {
  if (before === null || after === null) return false;
  const [one, other] = [before[field] ?? null, after[field] ?? null];
  return isSame(one, other) || (ordered !== undefined && isSamePart(one, other, ordered));
}

function isSamePart(one: Value, other: Value, length: number): boolean {
  return typeof one === 'string' && typeof other === 'string' && partOf(one, length) === partOf(other, length);
}

export function facetTerms(facet: FacetSpec, document: Document | null): readonly string[] {
  if (document === null) return [];
  const { field, many, ordered, coarse } = facet;
  if (many === true) return textsIn(document[field]).map((one) => valueTerm(field, one));
  const value = (document[field] ?? null) as Scalar;
  if (ordered === undefined) return [valueTerm(field, value)];
  if (typeof value !== 'string') return [partTerm(field, null)];
  return [partTerm(field, partOf(value, ordered)), ...(coarse === undefined ? [] : [coarseTerm(field, partOf(value, coarse))])];
}

export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => value === b[i]);
}
