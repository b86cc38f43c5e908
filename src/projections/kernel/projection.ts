import type { Audience, Fact, Opened } from '../../domain/kernel/event';
import type { SealedType } from '../../domain/aggregates';
import type { CollectionSpec, Document, FacetSpec, IndexSpec, TextSpec } from './documents.port';

/** A fact as a fold sees it: upcast to the newest type, boxes opened when the projection asked for them. */
export interface SeenFact<Type extends string = string, Data = unknown, Sealed extends string = string> extends Fact<Type, Data> {
  /** Fields of all boxes, merged; ERASED for those whose key is gone. Empty unless `opens` names the type. */
  readonly opened: Opened<Sealed>;
}

/**
 * A read model: one question asked, one collection. Pure; a fold looks nothing up (keys, scope and deltas come from the facets) and
 * accepts ERASED everywhere. Raise `version` when the fold or the indexes change: the runner builds the new one beside the old, then switches.
 */
export interface Projection<D extends Document = Document> {
  readonly name: string;
  readonly version: number;
  /** A projection for `everyone` never receives a staff fact: the runner sees to it (rule 4). */
  readonly audience: Audience;
  readonly indexes: readonly IndexSpec[];
  readonly facets?: readonly FacetSpec[];
  readonly text?: TextSpec;
  /** `moves`: facts of every type that change what their aggregate's facets say; told without reading any other. */
  readonly handles: readonly string[] | 'all' | 'moves';
  /** Types whose boxes the fold shows. Opening costs a decryption each: name no more than needed. */
  readonly opens: readonly SealedType[];
  /** Ids of the documents this fact touches. */
  readonly keys: (fact: SeenFact) => readonly string[];
  /**
   * Whether this fact makes documents that no fact before it has touched and hardly any will: they are written without asking what stands
   * there, and not kept in mind. Default: none does.
   */
  readonly begins?: (fact: SeenFact) => boolean;
  /** The document after the fact; null deletes it, the same object changes nothing. */
  readonly fold: (document: D | null, fact: SeenFact, key: string) => D | null;
}

/** How a collection of its documents is kept. */
export function collectionSpec(name: string, { indexes, facets, text }: Projection): CollectionSpec {
  return { name, indexes, ...(facets === undefined ? {} : { facets }), ...(text === undefined ? {} : { text }) };
}
