import type { CollectionSpec, IndexSpec } from '../../../projections/kernel/documents.port';

/**
 * A collection is a table `d<n>_`, each of its indexes a table `d<n>_i<m>`, the sets of its facets and words `d<n>_sets`, the
 * values of its lists `d<n>_terms`. Numbers are never reused.
 */
export interface Table {
  readonly spec: CollectionSpec;
  readonly name: string;
  readonly indexes: readonly IndexTable[];
  /** Missing if there are neither facets nor words. */
  readonly sets?: SetsTable;
  /** True if its rows have the numbers shared by all collections with sets (sets.ts). */
  readonly numbered?: true;
  /** The word index of an earlier version. */
  readonly text?: { readonly name: string } | null;
}
export interface IndexTable {
  readonly spec: IndexSpec;
  readonly name: string;
  readonly collection: string;
  /** The table with the numbers of its list's values. Missing in an earlier version, which stored text. */
  readonly terms?: string;
}
export interface SetsTable {
  readonly name: string;
  /** The facets and words they were built from. Others require a rebuild of the sets. */
  readonly of: string;
}
