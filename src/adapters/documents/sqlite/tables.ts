import type { CollectionSpec, IndexSpec } from '../../../projections/kernel/documents.port';

/**
 * A collection is a table `d<n>_`, each of its indexes a table `d<n>_i<m>`, the sets of its facets and words `d<n>_sets`, the values of
 * its lists `d<n>_terms`. Numbers are never used twice.
 */
export interface Table {
  readonly spec: CollectionSpec;
  readonly name: string;
  readonly indexes: readonly IndexTable[];
  /** Missing: has neither facets nor words. */
  readonly sets?: SetsTable;
  /** Its rows bear the numbers that all collections with sets share (sets.ts). */
  readonly numbered?: true;
  /** The word index of an earlier version. */
  readonly text?: { readonly name: string } | null;
}
export interface IndexTable {
  readonly spec: IndexSpec;
  readonly name: string;
  readonly collection: string;
  /** Where the numbers stand that its list is kept as. Missing: as text, by a version that gave none. */
  readonly terms?: string;
}
export interface SetsTable {
  readonly name: string;
  /** What they were made of: other facets or words need them made anew. */
  readonly of: string;
}
