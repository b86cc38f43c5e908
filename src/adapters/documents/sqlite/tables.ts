import type { CollectionSpec, IndexSpec } from '../../../projections/kernel/documents.port';

/**
 * A collection is a table `d<n>_`, each of its indexes a table `d<n>_i<m>`, its words `d<n>_text`, the values of its lists `d<n>_terms`.
 * Numbers are never used twice.
 */
export interface Table {
  readonly spec: CollectionSpec;
  readonly name: string;
  readonly indexes: readonly IndexTable[];
  /** Null: keeps no words. */
  readonly text: TextTable | null;
}
export interface IndexTable {
  readonly spec: IndexSpec;
  readonly name: string;
  readonly collection: string;
  /** Where the numbers stand that its list is kept as. Missing: as text, by a version that gave none. */
  readonly terms?: string;
}
export interface TextTable {
  readonly name: string;
  /** Indexed lists, searchable with the words. */
  readonly lists: readonly string[];
}
