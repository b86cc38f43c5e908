import type { Checkpoint, Document, Documents, Positioned, Write } from '../../projections/kernel/documents.port';
import type { Projection, SeenFact } from '../../projections/kernel/projection';
import type { StoredFact } from '../eventstore/event-store.port';
import { reasonOf } from './back-off';
import { KnownDocuments } from './known-documents';
import type { SharedBatch } from './shared-batch';

/** What a fold could not get over. */
interface Poison {
  readonly i: number;
  readonly error: unknown;
}

/** Facts of one batch that one projection wants, up to the one it cannot read. */
interface Wanted {
  readonly indexes: readonly number[];
  readonly poison: Poison | null;
}

interface Folded {
  readonly writes: readonly Write[];
  readonly poison: Poison | null;
}

/** What a batch makes of one projection: to be written (`saveAll`), then told to its worker. */
export interface Step {
  readonly worker: ProjectionWorker;
  readonly writes: readonly Write[];
  /** The position up to which the writes are whole. Null: not one fact further. */
  readonly reached: string | null;
  /** The fact it cannot get over, and why. */
  readonly trouble: string | null;
}

/** A fact with the documents it touches, each once. */
interface Keyed {
  readonly i: number;
  readonly fact: SeenFact;
  readonly keys: readonly string[];
  /** It makes them: nothing stands there. */
  readonly begins: boolean;
}

const nothingKept = { document: null, position: null };

/** Folds the log into one collection. Documents and checkpoint move together; a fold that throws stops this projection alone. */
export class ProjectionWorker {
  /** Every fact up to here is in the documents. */
  position: string | null = null;
  /** Why it stopped: it takes no further fact before a restart or a rebuild. */
  stopped: string | null = null;
  private readonly handles: (batch: SharedBatch, i: number) => boolean;
  private readonly opens: ReadonlySet<string>;
  private readonly known: KnownDocuments;

  constructor(
    readonly projection: Projection,
    readonly collection: string,
    private readonly documents: Documents,
    private readonly token: number,
  ) {
    this.handles = handling(projection);
    this.opens = new Set(projection.opens);
    this.known = new KnownDocuments(documents, collection);
  }

  /** Creates the collection where missing and takes up where the checkpoint stands. */
  async prepare(): Promise<void> {
    const { indexes, text } = this.projection;
    await this.documents.prepare({ name: this.collection, indexes, ...(text === undefined ? {} : { text }) });
    this.position = (await this.documents.checkpoint(this.collection))?.position ?? null;
  }

  /**
   * Facts at or before the position are passed over, so a batch may come twice. Null: there is nothing for it here.
   * @throws trouble of a store: ask again
   */
  async fold(batch: SharedBatch): Promise<Step | null> {
    const last = batch.stored.at(-1);
    if (this.stopped !== null || last === undefined || !this.isAhead(last)) return null;
    const wanted = await this.readable(batch, this.wanted(batch));
    const { writes, poison } = await this.folded(batch, wanted);
    const reached = poison === null ? last : batch.stored[poison.i - 1];
    return {
      worker: this,
      writes,
      reached: reached !== undefined && this.isAhead(reached) ? reached.position : null,
      trouble: poison === null ? null : troubleWith(batch.stored[poison.i] as StoredFact, poison.error),
    };
  }

  checkpoint(position: string): Checkpoint {
    return { name: this.collection, position, token: this.token };
  }

  /** Its step is in the documents, or they refused it. */
  settle({ writes, reached, trouble }: Pick<Step, 'writes' | 'reached' | 'trouble'>): void {
    this.position = reached ?? this.position;
    this.stopped = trouble;
    if (reached === null) this.known.forget();
    else this.known.wrote(writes, reached);
  }

  private isAhead({ position }: StoredFact): boolean {
    return this.position === null || position > this.position;
  }

  private wanted(batch: SharedBatch): Wanted {
    const indexes: number[] = [];
    for (let i = 0; i < batch.stored.length; i++) {
      if (!this.isAhead(batch.stored[i] as StoredFact) || !this.handles(batch, i)) continue;
      try {
        const { audience } = batch.fact(i);
        if (audience === 'everyone' || this.projection.audience === 'staff') indexes.push(i);
      } catch (error) {
        return { indexes, poison: { i, error } };
      }
    }
    return { indexes, poison: null };
  }

  /** Opens the boxes this projection shows; one that cannot be opened ends the batch before it. */
  private async readable(batch: SharedBatch, wanted: Wanted): Promise<Wanted> {
    const boxes = wanted.indexes.filter((i) => this.opens.has(batch.type(i)));
    try {
      await batch.openAll(boxes);
      return wanted;
    } catch (error) {
      if (!batch.isDamaged(error)) throw error;
    }
    for (const i of boxes) {
      try {
        await batch.openAll([i]);
      } catch (error) {
        return { indexes: wanted.indexes.filter((one) => one < i), poison: { i, error } };
      }
    }
    return wanted;
  }

  private async folded(batch: SharedBatch, wanted: Wanted): Promise<Folded> {
    const facts: Keyed[] = [];
    let { poison } = wanted;
    for (const i of wanted.indexes) {
      const fact = this.opens.has(batch.type(i)) ? batch.opened(i) : batch.fact(i);
      try {
        const keys = this.projection.keys(fact);
        if (keys.length > 0) facts.push({ i, fact, keys, begins: this.projection.begins?.(fact) === true });
      } catch (error) {
        poison = { i, error };
        break;
      }
    }
    const ids = [...new Set(facts.flatMap(({ keys, begins }) => (begins ? [] : keys)))];
    const { writes, poison: earlier } = this.foldAll(facts, await this.known.read(ids));
    return { writes, poison: earlier ?? poison };
  }

  private foldAll(facts: readonly Keyed[], stored: ReadonlyMap<string, Positioned<Document>>): Folded {
    const changed = new Map<string, Document | null>();
    let poison: Poison | null = null;
    for (const { i, fact, keys } of facts) {
      try {
        for (const [key, document] of this.foldOne(fact, keys, stored, changed)) changed.set(key, document);
      } catch (error) {
        poison = { i, error };
        break;
      }
    }
    const { collection } = this;
    const writes = [...changed].map(([id, document]): Write => ({ collection, id, document, over: stored.get(id) ?? null }));
    return { writes, poison };
  }

  /** What one fact changes: all of its documents or, where the fold throws, none. */
  private foldOne(
    fact: SeenFact,
    keys: readonly string[],
    stored: ReadonlyMap<string, Positioned<Document>>,
    changed: ReadonlyMap<string, Document | null>,
  ): readonly (readonly [key: string, document: Document | null])[] {
    const fresh: (readonly [string, Document | null])[] = [];
    for (const key of keys) {
      const kept = stored.get(key) ?? nothingKept;
      // A store without transactions may hold the document of a batch whose checkpoint it never wrote (https://github.com/johanhaleby/occurrent/issues/1100).
      if (kept.position !== null && kept.position >= fact.position) continue;
      const before = changed.has(key) ? (changed.get(key) ?? null) : kept.document;
      const after = this.projection.fold(before, fact, key);
      if (after !== before) fresh.push([key, after]);
    }
    return fresh;
  }
}

function handling({ handles }: Projection): (batch: SharedBatch, i: number) => boolean {
  if (handles === 'all') return () => true;
  if (handles === 'moves') return (batch, i) => batch.moves(i);
  const types = new Set(handles);
  return (batch, i) => types.has(batch.type(i));
}

function troubleWith({ type, stream, revision, position }: StoredFact, error: unknown): string {
  return `${type} at ${stream}/${revision} (position ${position}): ${reasonOf(error)}`;
}
