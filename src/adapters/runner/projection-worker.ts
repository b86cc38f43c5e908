import { DocumentRefused } from '../../projections/kernel/documents.port';
import type { Document, Documents, Positioned, Write } from '../../projections/kernel/documents.port';
import type { Projection, SeenFact } from '../../projections/kernel/projection';
import type { StoredFact } from '../eventstore/event-store.port';
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

/** Folds the log into one collection. Documents and checkpoint move together; a fold that throws stops this projection alone. */
export class ProjectionWorker {
  /** Every fact up to here is in the documents. */
  position: string | null = null;
  /** Why it stopped: it takes no further fact before a restart or a rebuild. */
  stopped: string | null = null;
  private readonly handles: ReadonlySet<string> | 'all';
  private readonly opens: ReadonlySet<string>;

  constructor(
    readonly projection: Projection,
    readonly collection: string,
    private readonly documents: Documents,
    private readonly token: number,
  ) {
    this.handles = projection.handles === 'all' ? 'all' : new Set(projection.handles);
    this.opens = new Set(projection.opens);
  }

  /** Creates the collection where missing and takes up where the checkpoint stands. */
  async prepare(): Promise<void> {
    const { indexes, text } = this.projection;
    await this.documents.prepare({ name: this.collection, indexes, ...(text === undefined ? {} : { text }) });
    this.position = (await this.documents.checkpoint(this.collection))?.position ?? null;
  }

  /** Facts at or before the position are passed over, so a batch may come twice. @throws trouble of a store: ask again */
  async handle(batch: SharedBatch): Promise<void> {
    const last = batch.stored.at(-1);
    if (this.stopped !== null || last === undefined || (this.position !== null && last.position <= this.position)) return;
    const wanted = await this.readable(batch, this.wanted(batch));
    const folding = await this.load(batch, wanted);
    const poison = folding.poison ?? wanted.poison;
    const reached = poison === null ? last : batch.stored[poison.i - 1];
    if (reached !== undefined && (this.position === null || reached.position > this.position))
      await this.save(folding.writes, reached);
    if (poison !== null) this.stop(batch.stored[poison.i] as StoredFact, poison.error);
  }

  private wanted(batch: SharedBatch): Wanted {
    const indexes: number[] = [];
    for (let i = 0; i < batch.stored.length; i++) {
      if (this.position !== null && (batch.stored[i] as StoredFact).position <= this.position) continue;
      if (this.handles !== 'all' && !this.handles.has(batch.type(i))) continue;
      try {
        if (this.projection.audience === 'everyone' && batch.fact(i).audience !== 'everyone') continue;
        batch.fact(i);
      } catch (error) {
        return { indexes, poison: { i, error } };
      }
      indexes.push(i);
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

  private async load(
    batch: SharedBatch,
    wanted: Wanted,
  ): Promise<{ readonly writes: readonly Write[]; readonly poison: Poison | null }> {
    const facts: [number, SeenFact, readonly string[]][] = [];
    let poison: Poison | null = null;
    for (const i of wanted.indexes) {
      const fact = this.opens.has(batch.type(i)) ? batch.opened(i) : batch.fact(i);
      try {
        facts.push([i, fact, this.projection.keys(fact)]);
      } catch (error) {
        poison = { i, error };
        break;
      }
    }
    const ids = [...new Set(facts.flatMap(([, , keys]) => keys))];
    const stored = await this.documents.getPositioned(this.collection, ids);
    const folded = this.fold(facts, stored);
    return { writes: folded.writes, poison: folded.poison ?? poison };
  }

  private fold(
    facts: readonly (readonly [number, SeenFact, readonly string[]])[],
    stored: ReadonlyMap<string, Positioned<Document>>,
  ): { readonly writes: readonly Write[]; readonly poison: Poison | null } {
    const changed = new Map<string, Document | null>();
    let poison: Poison | null = null;
    for (const [i, fact, keys] of facts) {
      try {
        // All keys of a fact or none: a fold may throw at the second.
        const fresh = keys.flatMap((key) => this.foldOne(fact, key, stored.get(key), changed));
        for (const [key, document] of fresh) changed.set(key, document);
      } catch (error) {
        poison = { i, error };
        break;
      }
    }
    return { writes: [...changed].map(([id, document]) => ({ collection: this.collection, id, document })), poison };
  }

  private foldOne(
    fact: SeenFact,
    key: string,
    stored: Positioned<Document> | undefined,
    changed: ReadonlyMap<string, Document | null>,
  ): readonly (readonly [string, Document | null])[] {
    // A store without transactions may hold the document of a batch whose checkpoint it never wrote (pitfall P1).
    if (stored?.position != null && stored.position >= fact.position) return [];
    const before = changed.has(key) ? (changed.get(key) ?? null) : (stored?.document ?? null);
    const after = this.projection.fold(before, fact, key);
    return after === before ? [] : [[key, after]];
  }

  private async save(writes: readonly Write[], { position }: StoredFact): Promise<void> {
    const checkpoint = { name: this.collection, position, token: this.token };
    try {
      await this.documents.write(writes, { position, checkpoint });
      this.position = position;
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error;
      this.stopped = `${error.message} (in the batch before ${position})`;
    }
  }

  private stop({ type, stream, revision, position }: StoredFact, error: unknown): void {
    this.stopped = `${type} at ${stream}/${revision} (position ${position}): ${error instanceof Error ? error.message : String(error)}`;
  }
}
