import type { FacetSpec, IndexSpec, TextSpec } from '../kernel/documents.port';
import { sortKey } from '../kernel/fold';

/** Lists of one organisation or of all, sorted by name and searched by the words of a name. */
export const listedByName: {
  readonly indexes: readonly IndexSpec[];
  readonly facets: readonly FacetSpec[];
  readonly text: TextSpec;
} = {
  indexes: [{ fields: [{ field: 'nameSort' }] }, { fields: [{ field: 'organisation' }, { field: 'nameSort' }] }],
  facets: [{ field: 'organisation' }, { field: 'nameSort', ordered: 1 }],
  text: { fields: ['name'] },
};

/** Adds the sort key of the name (fold.ts). */
export function named<D extends { readonly name: string | null; readonly nameSort: string | null }>(item: D): D {
  return { ...item, nameSort: sortKey(item.name) };
}
