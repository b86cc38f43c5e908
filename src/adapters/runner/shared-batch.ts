import type { Fact, Opened } from '../../domain/kernel/event';
import type { SeenFact } from '../../projections/kernel/projection';
import type { StoredFact } from '../eventstore/event-store.port';
import type { DamagedStreams } from './damaged-streams';

/** Decodes stored facts. Implemented by the codec. */
export interface FactReader {
  /** Upcast to the newest type. @throws if the record is damaged */
  readonly decode: (stored: StoredFact) => Fact;
  readonly open: (facts: readonly Fact[]) => Promise<readonly Opened[]>;
  /** Newest type of a stored type, so that a reader can skip facts without decoding them. */
  readonly currentType: (storedType: string) => string;
  /** True if the fact itself is damaged, so a retry is useless. Other errors are failures of a store. */
  readonly isDamaged: (error: unknown) => boolean;
}

const noValues: Opened = {};
/** Delimiters of the two sides of facets. They occur nowhere else, because quotes inside values are escaped. */
const [sidePrefix, sideSeparator] = ['{"after":', ',"before":'] as const;

const undamaged = { has: () => false, note: () => undefined };

/** A batch shared by several projections. Each fact is decoded and opened at most once, on first use. */
export class SharedBatch {
  private readonly sealedFacts: (SeenFact | undefined)[] = [];
  private readonly openedFacts: (SeenFact | undefined)[] = [];

  constructor(
    readonly stored: readonly StoredFact[],
    private readonly reader: FactReader,
    private readonly damaged: Pick<DamagedStreams, 'has' | 'note'> = undamaged,
  ) {}

  type(i: number): string {
    return this.reader.currentType(this.at(i).type);
  }

  /** Whether the facets changed. Comparing their canonical text costs a hundredth of parsing it. */
  moves(i: number): boolean {
    const { facets } = this.at(i);
    if (facets === null) return false;
    const half = (facets.length - sidePrefix.length - sideSeparator.length - 1) / 2;
    const middle = sidePrefix.length + half;
    // Equal sides have equal length, so the delimiter must be in the middle.
    return (
      !facets.startsWith(sideSeparator, middle) ||
      facets.slice(sidePrefix.length, middle) !== facets.slice(middle + sideSeparator.length, -1)
    );
  }

  /** The fact without its sealed values. */
  fact(i: number): SeenFact {
    return (this.sealedFacts[i] ??= withOpened(this.reader.decode(this.at(i)), noValues));
  }

  /** The fact with its sealed values. Call `openAll` first. */
  opened(i: number): SeenFact {
    return this.openedFacts[i] ?? this.fact(i);
  }

  /** Fetches all keys in one query. */
  async openAll(indexes: readonly number[]): Promise<void> {
    const missing = indexes.filter((i) => this.openedFacts[i] === undefined);
    if (missing.length === 0) return;
    const opened = await this.reader.open(missing.map((i) => this.fact(i)));
    missing.forEach((i, n) => (this.openedFacts[i] = withOpened(this.fact(i), opened[n] ?? noValues)));
  }

  isDamaged(error: unknown): boolean {
    return this.reader.isDamaged(error);
  }

  /** Whether a fact that could not be folded is passed over: it is damaged, or follows a damaged one of its stream. */
  passesOver(i: number, error: unknown): boolean {
    const stored = this.at(i);
    if (this.reader.isDamaged(error)) this.damaged.note(stored, error);
    return this.damaged.has(stored.stream);
  }

  private at(i: number): StoredFact {
    return this.stored[i] as StoredFact;
  }
}

/** Lists the fields, because spreading an object parsed from JSON takes 11 µs (docs/benchmarks.md). */
function withOpened(fact: Fact, opened: Opened): SeenFact {
  return {
    id: fact.id,
    type: fact.type,
    stream: fact.stream,
    revision: fact.revision,
    occurredAt: fact.occurredAt,
    recordedAt: fact.recordedAt,
    origin: fact.origin,
    audience: fact.audience,
    actor: fact.actor,
    onBehalfOf: fact.onBehalfOf,
    command: fact.command,
    correlationId: fact.correlationId,
    causationId: fact.causationId,
    data: fact.data,
    sealed: fact.sealed,
    salt: fact.salt,
    contentHash: fact.contentHash,
    hash: fact.hash,
    facets: fact.facets,
    position: fact.position,
    logIndex: fact.logIndex,
    opened,
  };
}
