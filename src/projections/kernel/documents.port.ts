import type { Value } from '../../domain/kernel/value';
import type { AskedWord } from './words';

/** Plain JSON with an `_id` (string). Field names start with a letter or `_`; no dots. Dates are ISO text. */
export type Document = { readonly _id: string } & { readonly [field: string]: Value | undefined };

/**
 * An index serves a query whose equalities (in any order), followed by its sort, are all the index's fields in order
 * (served-by.ts). A field of a plain index holds a scalar or nothing. `unique`: no two documents have the same values, unless one
 * of these is null.
 */
export interface IndexSpec {
  readonly fields: readonly IndexField[];
  readonly unique?: true;
}
export interface IndexField {
  /** A top-level field. */
  readonly field: string;
  readonly descending?: true;
  /** The field holds a list of strings and is queried with `has`. At most one such field per index, and it comes first. */
  readonly many?: true;
}

/**
 * A field whose conditions can be combined with those of every other facet, in the order of any ordered facet (combined-by.ts).
 * It holds a scalar or nothing and is queried with `eq` and `in`.
 */
export interface FacetSpec {
  readonly field: string;
  /** The field holds a list of strings and is queried with `has`. */
  readonly many?: true;
  /**
   * The field holds text or nothing, is queried with ranges and may be sorted by. The number of first characters that distinguish
   * documents well enough to find a page, such as the day of an instant.
   */
  readonly ordered?: number;
  /** Fewer characters, for wide ranges, such as the month of an instant. */
  readonly coarse?: number;
}

/** Fields whose words (words.ts) can be searched: texts, or lists of texts. */
export interface TextSpec {
  readonly fields: readonly string[];
  /**
   * The field with the id of the thing that the words are about, in any collection. Several documents can be about one thing, and
   * a search finds the thing. A plain index begins with this field. Default: the document itself.
   */
  readonly about?: string;
}

export interface CollectionSpec {
  readonly name: string;
  readonly indexes: readonly IndexSpec[];
  readonly facets?: readonly FacetSpec[];
  readonly text?: TextSpec;
}

/** Sort order: null (or missing), numbers, text (by code point), booleans. Descending is the exact reverse. */
export type Scalar = string | number | boolean | null;
/** A range finds only values of its own type. `eq: null` also finds missing fields. */
export interface Condition {
  readonly field: string;
  readonly eq?: Scalar;
  readonly in?: readonly Scalar[];
  /** The list in `field` contains this value. */
  readonly has?: string;
  readonly gt?: string | number;
  readonly gte?: string | number;
  readonly lt?: string | number;
  readonly lte?: string | number;
}
export interface Sort {
  readonly field: string;
  readonly descending?: boolean;
}
/** One way to meet a wish: a word in a collection (default: the queried one) that is about the document, or a value of a facet. */
export type Alternative =
  { readonly word: AskedWord; readonly collection?: string } | { readonly field: string; readonly in: readonly Scalar[] };
export interface Query {
  readonly where: readonly Condition[];
  /**
   * Every wish must be met by at least one alternative; a wish without alternatives finds nothing. All conditions and the sort
   * must then be on facets.
   */
  readonly wishes?: readonly (readonly Alternative[])[];
  /** Ties are broken by `_id`, in the direction of the last sort field. Default: `_id`. */
  readonly sort?: readonly Sort[];
  readonly limit: number;
  /** `next` of the page before: an opaque place in the order of this sort, independent of the conditions (cursor.ts). */
  readonly after?: string;
}
export interface Page<D extends Document> {
  readonly items: readonly D[];
  /**
   * Null on the last page. A page of a combination may be short or empty and still have a `next`, because the work per page is
   * limited.
   */
  readonly next: string | null;
}

export interface Positioned<D extends Document> {
  /** Null when deleted at that position. Only stores without transactions keep this trace. */
  readonly document: D | null;
  /** Null when written without a position. */
  readonly position: string | null;
}

export interface Write {
  readonly collection: string;
  readonly id: string;
  /** Null deletes the document. */
  readonly document: Document | null;
  /**
   * The stored document as its only writer knows it (null: none), if all of its writes carry a position. A store may use this to
   * save a read once it has verified it; a wrong value does no harm.
   */
  readonly over?: Positioned<Document> | null;
}
/** The position that a named reader has reached. `token` fences off a worker that lost its lease. */
export interface Checkpoint {
  readonly name: string;
  readonly position: string;
  readonly token?: number;
}

/**
 * A database of documents: `read` (can be rebuilt), `ops` or `keys` (durable). Contract: test/contracts/documents.contract.ts.
 * Using a collection that was not prepared is an error.
 */
export interface Documents {
  readonly description: string;
  /** Creates the collection and missing indexes, and drops indexes no longer declared. Idempotent. */
  prepare(spec: CollectionSpec): Promise<void>;
  get<D extends Document>(collection: string, id: string): Promise<D | null>;
  /** The map has no entry for missing ids. */
  getMany<D extends Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, D>>;
  /** Like `getMany`, with the position of each document's last `write`, so that no fact is folded twice. */
  getPositioned<D extends Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Positioned<D>>>;
  /**
   * @throws {UnservedQuery} when neither an index nor the facets serve the query, so that no list scans
   * @throws {BadCursor} when `after` was made for another sort
   */
  find<D extends Document>(collection: string, query: Query): Promise<Page<D>>;
  /**
   * Needs an index that begins with the queried fields, or facets.
   * @throws {UnservedQuery}
   */
  count(collection: string, where: readonly Condition[]): Promise<number>;
  /**
   * Writes all or nothing if the store has transactions, else documents first and checkpoints last. `position` guards each
   * document: a newer one stays, so writing a batch twice changes nothing.
   * @throws {LeaseLost} when a checkpoint has an older token than the stored one (none counts as 0)
   * @throws {DocumentRefused} when a document does not fit its indexes
   */
  write(
    writes: readonly Write[],
    options?: { readonly position?: string; readonly checkpoints?: readonly Checkpoint[] },
  ): Promise<void>;
  checkpoint(name: string): Promise<Checkpoint | null>;
  forgetCheckpoint(name: string): Promise<void>;
  /**
   * Stores `document` if the stored one still has `version` (null: if there is none). Returns whether it did. Versions count the
   * writes by this method, from 1; a document written only by `write` has version 0.
   * @throws {DocumentRefused} when the document does not fit its indexes
   */
  swap(collection: string, id: string, version: number | null, document: Document): Promise<boolean>;
  /** The document, with the version for `swap`. */
  getVersioned<D extends Document>(
    collection: string,
    id: string,
  ): Promise<{ readonly document: D; readonly version: number } | null>;
  drop(collection: string): Promise<void>;
  collections(): Promise<readonly string[]>;
  /** Called after an erasure or a drop: removes every trace of deleted content from all files. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

export class UnservedQuery extends Error {
  constructor(
    readonly collection: string,
    detail: string,
  ) {
    super(`${collection}: ${detail}`);
    this.name = 'UnservedQuery';
  }
}

export class LeaseLost extends Error {
  constructor(readonly holder: string) {
    super(`another worker has taken over ${holder}`);
    this.name = 'LeaseLost';
  }
}

export class UnknownCollection extends Error {
  constructor(readonly collection: string) {
    super(`there is no collection ${collection}: prepare it first`);
    this.name = 'UnknownCollection';
  }
}

export class DocumentRefused extends Error {
  constructor(
    readonly collection: string,
    readonly id: string,
    detail: string,
  ) {
    super(`${collection}/${id}: ${detail}`);
    this.name = 'DocumentRefused';
  }
}

export class BadCursor extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'BadCursor';
  }
}
