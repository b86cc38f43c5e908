import type { Audience, Fact, Opened } from '../../domain/kernel/event';
import type { SealedType } from '../../domain/aggregates';
import type { CollectionSpec, Document, FacetSpec, IndexSpec, TextSpec } from './documents.port';

/** A fact as a fold sees it: upcast to the newest type, with its boxes opened if the projection asked for them. */
export interface SeenFact<Type extends string = string, Data = unknown, Sealed extends string = string> extends Fact<Type, Data> {
  /** The merged fields of all boxes, ERASED for those with a destroyed key. Empty unless `opens` names the type. */
  readonly opened: Opened<Sealed>;
}

/**
 * A read model: one question, one collection. A fold is pure, looks nothing up (keys, scope and deltas come from the facets) and
 * accepts ERASED everywhere. Raise `version` when the fold or the indexes change: the runner builds the new version beside the
 * old one, then switches.
 */
export interface Projection<D extends Document = Document> {
  readonly name: string;
  readonly version: number;
  /** The runner never gives staff facts to a projection for `everyone` (rule 4). */
  readonly audience: Audience;
  readonly indexes: readonly IndexSpec[];
  readonly facets?: readonly FacetSpec[];
  readonly text?: TextSpec;
  /** `moves`: facts of any type that change their aggregate's facets. The runner skips all others unread. */
  readonly handles: readonly string[] | 'all' | 'moves';
  /** Types whose boxes the fold needs. Each costs a decryption, so name only these. */
  readonly opens: readonly SealedType[];
  /** Ids of the documents that this fact changes. */
  readonly keys: (fact: SeenFact) => readonly string[];
  /**
   * Whether this fact creates documents that no earlier fact and hardly any later one touches. These are written without a read
   * and are not cached. Default: no fact does.
   */
  readonly begins?: (fact: SeenFact) => boolean;
  /** The document after the fact. Null deletes it; returning the same object changes nothing. */
  readonly fold: (document: D | null, fact: SeenFact, key: string) => D | null;
}

/** The collection spec of the projection's documents. */
export function collectionSpec(name: string, { indexes, facets, text }: Projection): CollectionSpec {
  return { name, indexes, ...(facets === undefined ? {} : { facets }), ...(text === undefined ? {} : { text }) };
}
