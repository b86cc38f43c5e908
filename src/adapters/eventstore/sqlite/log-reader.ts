import Database from 'better-sqlite3';
import { StoreCorrupted, StoreUnavailable } from '../errors';
import type { EventStore, ReadStreamOptions, StoredFact, Wanted } from '../event-store.port';
import { logIndexOf, positionOf } from '../position';
import { storeError, type DriverError } from './errors';
import { connectionPragmas, reads, type Row } from './schema';
import { subscribeByPages } from '../subscription';
import { WakeUp } from '../wake-up';

/** A log that is there, read on the caller's thread by a connection that cannot write. */
export class SqliteLogReader implements Omit<EventStore, 'append' | 'logId'> {
  readonly description = `SQLite ${sqliteVersion()}`;
  private readonly reader: Database.Database;
  /** Once met, for good: what was read before may be wrong, too. */
  protected damage: StoreCorrupted | null = null;
  private readonly statements: { readonly [name in keyof typeof reads]: Database.Statement };

  /** @param appended rung when facts have come: a subscription at the head looks again */
  constructor(
    private readonly file: string,
    readonly appended = new WakeUp(),
  ) {
    this.reader = openReader(file);
    const prepare = (sql: string): Database.Statement => this.reader.prepare(sql).raw(true);
    this.statements = {
      forward: prepare(reads.forward),
      backward: prepare(reads.backward),
      after: prepare(reads.after),
      types: prepare(reads.types),
      one: prepare(reads.one),
      newest: prepare(reads.newest),
      head: prepare(reads.head),
    };
  }

  readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredFact[]> {
    const { direction = 'forward', from, limit = -1 } = options;
    const start = from ?? (direction === 'forward' ? 0 : Number.MAX_SAFE_INTEGER);
    return this.query(() => this.rows(this.statements[direction], stream, start, limit));
  }

  readAll(after: string | null, limit: number): Promise<readonly StoredFact[]> {
    return this.query(() => this.rows(this.statements.after, logIndexOf(after), limit));
  }

  readNewest(limit: number): Promise<readonly StoredFact[]> {
    return this.query(() => this.rows(this.statements.newest, limit));
  }

  /** @throws {StoreCorrupted} also where only something else was found damaged: whoever asks how the log is must hear of it */
  head(): Promise<string | null> {
    return this.query(() => {
      if (this.damage !== null) throw this.damage;
      const [newest] = this.statements.head.get() as [number | null];
      return newest === null ? null : positionOf(newest);
    });
  }

  logIndexOf(position: string | null): number {
    return logIndexOf(position);
  }

  subscribe(after: string | null, batchSize: number, signal: AbortSignal, wanted?: Wanted): AsyncIterable<readonly StoredFact[]> {
    const pages = wanted === undefined ? this : { readAll: this.readWanted.bind(this, wanted) };
    return subscribeByPages(pages, this.appended, { after, batchSize }, signal);
  }

  get isOpen(): boolean {
    return this.reader.open;
  }

  close(): Promise<void> {
    this.reader.close();
    this.appended.ring();
    return Promise.resolve();
  }

  /** Nobody makes strings of what is not wanted: where nearly nothing is, reading it all was half of what outlived a garbage collection. */
  private readWanted(wanted: Wanted, after: string | null, limit: number): Promise<readonly StoredFact[]> {
    return this.query(() => {
      const page = this.statements.types.all(logIndexOf(after), limit) as (readonly [logIndex: number, type: string])[];
      return page
        .filter(([, type], i) => i === page.length - 1 || wanted(type))
        .flatMap(([logIndex]) => this.rows(this.statements.one, logIndex));
    });
  }

  /** Pages as raw arrays: half the time of rows as objects (docs/benchmarks.md). */
  private rows(statement: Database.Statement, ...values: readonly unknown[]): readonly StoredFact[] {
    return (statement.all(...values) as Row[]).map(storedFact);
  }

  private query<Result>(read: () => Result): Promise<Result> {
    return new Promise((resolve) => resolve(this.translated(read)));
  }

  protected noted(error: unknown): unknown {
    if (error instanceof StoreCorrupted) this.damage = error;
    return error;
  }

  private translated<Result>(read: () => Result): Result {
    if (!this.reader.open) throw new StoreUnavailable('the event store is closed');
    try {
      return read();
    } catch (error) {
      throw isDrivers(error) ? this.noted(storeError(error, this.file)) : error;
    }
  }
}

/** By its code: the native part of the driver knows the error class of whoever loaded it first, which may have been another context. */
function isDrivers(error: unknown): error is Error & DriverError {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_');
}

function openReader(file: string): Database.Database {
  const reader = new Database(file, { readonly: true });
  for (const pragma of connectionPragmas) reader.pragma(pragma);
  return reader;
}

function storedFact([logIndex, stream, revision, id, type, content, contentHash, hash, facets]: Row): StoredFact {
  return { id, type, stream, revision, content, contentHash, hash, facets, position: positionOf(logIndex), logIndex };
}

function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
