import type { FacetSpec, IndexSpec, TextSpec } from '../kernel/documents.port';
import { sortKey } from '../kernel/fold';

/** Lists of people and organisations: of an organisation or of all, in the order of names, found by the words of a name. */
export const listedByName: {
  readonly indexes: readonly IndexSpec[];
  readonly facets: readonly FacetSpec[];
  readonly text: TextSpec;
} = {
  indexes: [{ fields: [{ field: 'nameSort' }] }, { fields: [{ field: 'organisation' }, { field: 'nameSort' }] }],
  facets: [{ field: 'organisation' }, { field: 'nameSort', ordered: 1 }],
  text: { fields: ['name'] },
};

/** With the key that its name sorts by (fold.ts). */
export function named<D extends { readonly name: string | null; readonly nameSort: string | null }>(item: D): D {
  return { ...item, nameSort: sortKey(item.name) };
}
