import type { Value } from '../../domain/kernel/value';
import type { AskedWord } from './words';

/** Plain JSON with an `_id` (string). Field names start with a letter or `_`; no dots. Dates are ISO text. */
export type Document = { readonly _id: string } & { readonly [field: string]: Value | undefined };

/**
 * An index answers a query whose equalities (in any order) and then its sort are its fields from the first to the last (served-by.ts).
 * A field of a plain index holds a scalar or nothing. `unique`: no two documents share the values, unless one of them is null.
 */
export interface IndexSpec {
  readonly fields: readonly IndexField[];
  readonly unique?: true;
}
export interface IndexField {
  /** A top-level field. */
  readonly field: string;
  readonly descending?: true;
  /** The field holds a list of strings and is asked with `has`. At most one such field per index, and it comes first. */
  readonly many?: true;
}

/**
 * A field whose conditions may be combined with those of every other facet, in any order that a facet gives (combined-by.ts). It holds a
 * scalar or nothing and is asked with `eq` and `in`.
 */
export interface FacetSpec {
  readonly field: string;
  /** The field holds a list of strings and is asked with `has`. */
  readonly many?: true;
  /**
   * The field holds text or nothing, is asked with ranges and may be sorted by. So many first characters tell documents apart well
   * enough to find a page by: the day of an instant, say.
   */
  readonly ordered?: number;
  /** Fewer characters, which wide ranges may be answered by: the month of an instant, say. */
  readonly coarse?: number;
}

/** Fields whose words (words.ts) are searched: texts, or lists of texts. */
export interface TextSpec {
  readonly fields: readonly string[];
  /**
   * The field that holds the id of what the words are about, in whatever collection: several documents speak of one thing, and what is
   * found is the thing. A plain index begins with it. Default: the document itself.
   */
  readonly about?: string;
}

export interface CollectionSpec {
  readonly name: string;
  readonly indexes: readonly IndexSpec[];
  readonly facets?: readonly FacetSpec[];
  readonly text?: TextSpec;
}

/** Sorted null (or missing) first, then numbers, then text (by code point), then booleans; descending is the exact reverse. */
export type Scalar = string | number | boolean | null;
/** A range finds values of its own type only. `eq: null` finds missing fields too. */
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
/** One way to meet a wish: a word among those of a collection (default: the one asked) about the document, or a value of a facet. */
export type Alternative =
  { readonly word: AskedWord; readonly collection?: string } | { readonly field: string; readonly in: readonly Scalar[] };
export interface Query {
  readonly where: readonly Condition[];
  /** Of every wish at least one alternative is met. A wish without any finds nothing. All conditions and the sort are on facets then. */
  readonly wishes?: readonly (readonly Alternative[])[];
  /** Ties are broken by `_id`, in the direction of the last sort field. Default: `_id`. */
  readonly sort?: readonly Sort[];
  readonly limit: number;
  /** `next` of the page before: opaque, a place in the order of this sort, whatever else is asked (cursor.ts). */
  readonly after?: string;
}
export interface Page<D extends Document> {
  readonly items: readonly D[];
  /** Null on the last page. A page of a combination may be short, and even empty, and have a `next` nevertheless: what it looks at is bounded. */
  readonly next: string | null;
}

export interface Positioned<D extends Document> {
  /** Null: deleted at that position, where the store has no transactions and keeps the trace of it. */
  readonly document: D | null;
  /** Null: written without one. */
  readonly position: string | null;
}

export interface Write {
  readonly collection: string;
  readonly id: string;
  /** Null deletes. */
  readonly document: Document | null;
  /**
   * What stands there as far as its only writer knows (null: nothing), every write of which carries a position. A store may spare
   * itself reading that again once it has made sure of it; a wrong guess changes nothing.
   */
  readonly over?: Positioned<Document> | null;
}
/** Position reached by a named reader; `token` fences off a worker that lost its lease. */
export interface Checkpoint {
  readonly name: string;
  readonly position: string;
  readonly token?: number;
}

/**
 * One database of documents: read (rebuilt at will), ops or keys (durable). Contract: test/contracts/documents.contract.ts.
 * Everything asked of a collection that was never prepared is an error.
 */
export interface Documents {
  readonly description: string;
  /** Creates the collection and its indexes where missing; drops indexes no longer declared. Idempotent. */
  prepare(spec: CollectionSpec): Promise<void>;
  get<D extends Document>(collection: string, id: string): Promise<D | null>;
  /** Missing ids are missing in the map. */
  getMany<D extends Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, D>>;
  /** As `getMany`, each with the position of its last `write`: what a fold must not fold again. */
  getPositioned<D extends Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Positioned<D>>>;
  /**
   * @throws {UnservedQuery} when neither an index nor the facets serve the query: no list page scans
   * @throws {BadCursor} `after` was made by another sort
   */
  find<D extends Document>(collection: string, query: Query): Promise<Page<D>>;
  /** Served by any index that begins with the fields asked for, or by facets. @throws {UnservedQuery} */
  count(collection: string, where: readonly Condition[]): Promise<number>;
  /**
   * All writes and the checkpoints, or nothing where the store has transactions; else writes first, checkpoints last. `position` guards
   * each document: one that carries a newer position stays as it is, so a batch written twice changes nothing.
   * @throws {LeaseLost} a checkpoint carries an older token than the one stored (none counts as 0)
   * @throws {DocumentRefused} it does not fit its indexes
   */
  write(
    writes: readonly Write[],
    options?: { readonly position?: string; readonly checkpoints?: readonly Checkpoint[] },
  ): Promise<void>;
  checkpoint(name: string): Promise<Checkpoint | null>;
  forgetCheckpoint(name: string): Promise<void>;
  /**
   * Puts `document` if the stored one still has `version` (null: if there is none). Versions count writes by this method, from 1;
   * a document that only `write` has put has version 0. Answers whether it was written.
   * @throws {DocumentRefused} it does not fit its indexes
   */
  swap(collection: string, id: string, version: number | null, document: Document): Promise<boolean>;
  /** The document with the version that `swap` asks for. */
  getVersioned<D extends Document>(
    collection: string,
    id: string,
  ): Promise<{ readonly document: D; readonly version: number } | null>;
  drop(collection: string): Promise<void>;
  collections(): Promise<readonly string[]>;
  /** After an erasure or a drop: leaves no trace of deleted content in any file. */
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
