import type { Checkpoint, Document, Documents, Positioned, Write } from '../../projections/kernel/documents.port';
import { collectionSpec, type Projection, type SeenFact } from '../../projections/kernel/projection';
import type { StoredFact } from '../eventstore/event-store.port';
import { reasonOf } from './back-off';
import { DocumentCache } from './document-cache';
import type { SharedBatch } from './shared-batch';

/** A fact that a projection cannot fold. */
interface Poison {
  readonly i: number;
  readonly error: unknown;
}

/** Indexes of the facts of a batch that a projection folds, up to the first one it cannot read. */
interface RelevantFacts {
  readonly indexes: readonly number[];
  readonly poison: Poison | null;
}

interface Folded {
  readonly writes: readonly Write[];
  readonly poison: Poison | null;
}

/** Result of folding a batch into one projection. `saveAll` writes it, then settles the worker. */
export interface Step {
  readonly worker: ProjectionWorker;
  readonly writes: readonly Write[];
  /** The writes are complete up to this position. Null if no fact could be folded. */
  readonly reached: string | null;
  /** The fact that cannot be folded, and why. */
  readonly failure: string | null;
}

/** A fact with the ids of the documents it changes, without duplicates. */
interface Keyed {
  readonly i: number;
  readonly fact: SeenFact;
  readonly keys: readonly string[];
  /** True if the fact creates the documents, so none need be read. */
  readonly begins: boolean;
}

const noDocument = { document: null, position: null };

/** Folds the log into one collection. Documents and checkpoint are written together. A fold that throws stops only this projection. */
export class ProjectionWorker {
  /** All facts up to here are folded. */
  position: string | null = null;
  /** Why it stopped. It folds no more facts until a restart or a rebuild. */
  stopped: string | null = null;
  private readonly handles: (batch: SharedBatch, i: number) => boolean;
  private readonly opens: ReadonlySet<string>;
  private readonly cache: DocumentCache;

  constructor(
    readonly projection: Projection,
    readonly collection: string,
    private readonly documents: Documents,
    private readonly token: number,
  ) {
    this.handles = factFilter(projection);
    this.opens = new Set(projection.opens);
    this.cache = new DocumentCache(documents, collection);
  }

  /** Creates the collection if it is missing, and reads its checkpoint. */
  async prepare(): Promise<void> {
    await this.documents.prepare(collectionSpec(this.collection, this.projection));
    this.position = (await this.documents.checkpoint(this.collection))?.position ?? null;
  }

  /**
   * Skips facts at or before the position, so a batch may be repeated. Null if there is nothing to do.
   * @throws failures of a store, which are worth a retry
   */
  async fold(batch: SharedBatch): Promise<Step | null> {
    const last = batch.stored.at(-1);
    if (this.stopped !== null || last === undefined || !this.isAhead(last)) return null;
    const relevantFacts = await this.openBoxes(batch, this.selectRelevant(batch));
    const { writes, poison } = await this.foldRelevant(batch, relevantFacts);
    const reached = poison === null ? last : batch.stored[poison.i - 1];
    return {
      worker: this,
      writes,
      reached: reached !== undefined && this.isAhead(reached) ? reached.position : null,
      failure: poison === null ? null : failureText(batch.stored[poison.i] as StoredFact, poison.error),
    };
  }

  checkpoint(position: string): Checkpoint {
    return { name: this.collection, position, token: this.token };
  }

  /** Called after the step was written or rejected. */
  settle({ writes, reached, failure }: Pick<Step, 'writes' | 'reached' | 'failure'>): void {
    this.position = reached ?? this.position;
    this.stopped = failure;
    if (reached === null) this.cache.clear();
    else this.cache.update(writes, reached);
  }

  private isAhead({ position }: StoredFact): boolean {
    return this.position === null || position > this.position;
  }

  private selectRelevant(batch: SharedBatch): RelevantFacts {
    const indexes: number[] = [];
    for (let i = 0; i < batch.stored.length; i++) {
      if (!this.isAhead(batch.stored[i] as StoredFact) || !this.handles(batch, i)) continue;
      try {
        const { audience } = batch.fact(i);
        if (audience === 'everyone' || this.projection.audience === 'staff') indexes.push(i);
      } catch (error) {
        if (!batch.passesOver(i, error)) return { indexes, poison: { i, error } };
      }
    }
    return { indexes, poison: null };
  }

  /** Opens the boxes that the projection shows, without facts whose box is damaged. */
  private async openBoxes(batch: SharedBatch, relevantFacts: RelevantFacts): Promise<RelevantFacts> {
    const boxes = relevantFacts.indexes.filter((i) => this.opens.has(batch.type(i)));
    try {
      await batch.openAll(boxes);
      return relevantFacts;
    } catch (error) {
      if (!batch.isDamaged(error)) throw error;
    }
    const passedOver = new Set<number>();
    for (const i of boxes) {
      try {
        await batch.openAll([i]);
      } catch (error) {
        if (!batch.passesOver(i, error)) throw error;
        passedOver.add(i);
      }
    }
    return { ...relevantFacts, indexes: relevantFacts.indexes.filter((i) => !passedOver.has(i)) };
  }

  private async foldRelevant(batch: SharedBatch, relevantFacts: RelevantFacts): Promise<Folded> {
    const facts: Keyed[] = [];
    let { poison } = relevantFacts;
    for (const i of relevantFacts.indexes) {
      const fact = this.opens.has(batch.type(i)) ? batch.opened(i) : batch.fact(i);
      try {
        const keys = this.projection.keys(fact);
        if (keys.length > 0) facts.push({ i, fact, keys, begins: this.projection.begins?.(fact) === true });
      } catch (error) {
        if (batch.passesOver(i, error)) continue;
        poison = { i, error };
        break;
      }
    }
    const ids = [...new Set(facts.flatMap(({ keys, begins }) => (begins ? [] : keys)))];
    const { writes, poison: earlier } = this.foldAll(batch, facts, await this.cache.read(ids));
    return { writes, poison: earlier ?? poison };
  }

  private foldAll(batch: SharedBatch, facts: readonly Keyed[], stored: ReadonlyMap<string, Positioned<Document>>): Folded {
    const changed = new Map<string, Document | null>();
    let poison: Poison | null = null;
    for (const { i, fact, keys } of facts) {
      try {
        for (const [key, document] of this.foldOne(fact, keys, stored, changed)) changed.set(key, document);
      } catch (error) {
        if (batch.passesOver(i, error)) continue;
        poison = { i, error };
        break;
      }
    }
    const { collection } = this;
    const writes = [...changed].map(([id, document]): Write => ({ collection, id, document, over: stored.get(id) ?? null }));
    return { writes, poison };
  }

  /** Changes of one fact: to all of its documents or, if the fold throws, to none. */
  private foldOne(
    fact: SeenFact,
    keys: readonly string[],
    stored: ReadonlyMap<string, Positioned<Document>>,
    changed: ReadonlyMap<string, Document | null>,
  ): readonly (readonly [key: string, document: Document | null])[] {
    const fresh: (readonly [string, Document | null])[] = [];
    for (const key of keys) {
      const current = stored.get(key) ?? noDocument;
      // A store without transactions may hold documents newer than the checkpoint (https://github.com/johanhaleby/occurrent/issues/1100).
      if (current.position !== null && current.position >= fact.position) continue;
      const before = changed.has(key) ? (changed.get(key) ?? null) : current.document;
      const after = this.projection.fold(before, fact, key);
      if (after !== before) fresh.push([key, after]);
    }
    return fresh;
  }
}

/** Whether a projection handles a fact of a batch. */
export function factFilter({ handles }: Projection): (batch: SharedBatch, i: number) => boolean {
  if (handles === 'all') return () => true;
  if (handles === 'moves') return (batch, i) => batch.moves(i);
  const types = new Set(handles);
  return (batch, i) => types.has(batch.type(i));
}

function failureText({ type, stream, revision, position }: StoredFact, error: unknown): string {
  return `${type} at ${stream}/${revision} (position ${position}): ${reasonOf(error)}`;
}
