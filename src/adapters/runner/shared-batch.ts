import type { Fact, Opened } from '../../domain/kernel/event';
import type { SeenFact } from '../../projections/kernel/projection';
import type { StoredFact } from '../eventstore/event-store.port';

/** How stored facts are read; the codec's part. */
export interface FactReader {
  /** Newest type, upcast. @throws when the record is damaged */
  readonly decode: (stored: StoredFact) => Fact;
  readonly open: (facts: readonly Fact[]) => Promise<readonly Opened[]>;
  /** What `decode` makes of a stored type; lets a reader pass over facts without decoding them. */
  readonly currentType: (storedType: string) => string;
  /** The fact itself is damaged: no other try will read it. Everything else is trouble of a store. */
  readonly isDamaged: (error: unknown) => boolean;
}

const nothing: Opened = {};

/** A batch that several projections read: each fact decoded at most once, and its boxes opened at most once, when first asked for. */
export class SharedBatch {
  private readonly closed: (SeenFact | undefined)[] = [];
  private readonly open: (SeenFact | undefined)[] = [];

  constructor(
    readonly stored: readonly StoredFact[],
    private readonly reader: FactReader,
  ) {}

  type(i: number): string {
    return this.reader.currentType(this.at(i).type);
  }

  /** Without what is sealed. */
  fact(i: number): SeenFact {
    return (this.closed[i] ??= { ...this.reader.decode(this.at(i)), opened: nothing });
  }

  /** With its boxes open; after `openAll`. */
  opened(i: number): SeenFact {
    return this.open[i] ?? this.fact(i);
  }

  /** Asks for the keys once for all of them. */
  async openAll(indexes: readonly number[]): Promise<void> {
    const missing = indexes.filter((i) => this.open[i] === undefined);
    if (missing.length === 0) return;
    const opened = await this.reader.open(missing.map((i) => this.fact(i)));
    missing.forEach((i, n) => (this.open[i] = { ...this.fact(i), opened: opened[n] ?? nothing }));
  }

  isDamaged(error: unknown): boolean {
    return this.reader.isDamaged(error);
  }

  private at(i: number): StoredFact {
    return this.stored[i] as StoredFact;
  }
}
