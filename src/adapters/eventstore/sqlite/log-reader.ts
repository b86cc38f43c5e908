import Database from 'better-sqlite3';
import { StoreCorrupted, StoreUnavailable } from '../errors';
import type { EventStore, ReadStreamOptions, StoredFact, TypeFilter } from '../event-store.port';
import { logIndexOf, positionOf } from '../position';
import { storeError, type DriverError } from './errors';
import { connectionPragmas, reads, type Row } from './schema';
import { subscribeByPages } from '../subscription';
import { Notifier } from '../notifier';

/** Reads an existing log on the caller's thread, through a read-only connection. */
export class SqliteLogReader implements Omit<EventStore, 'append' | 'logId'> {
  readonly description = `SQLite ${sqliteVersion()}`;
  /** A file answers or is damaged; it has no outages to wait for. */
  readonly recovered = new Notifier();
  private readonly reader: Database.Database;
  /** Never reset, because facts read earlier may be wrong, too. */
  protected damage: StoreCorrupted | null = null;
  private readonly statements: { readonly [name in keyof typeof reads]: Database.Statement };

  /** @param appended notified after each commit, so that subscriptions at the head read again */
  constructor(
    private readonly file: string,
    readonly appended = new Notifier(),
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

  /** @throws {StoreCorrupted} also after an earlier read found damage, because health checks call this */
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

  damages(): readonly [] {
    return [];
  }

  answeredAt(): number {
    return Date.now();
  }

  async countedTo(): Promise<void> {
    // A position is a number of facts.
  }

  subscribe(
    after: string | null,
    batchSize: number,
    signal: AbortSignal,
    typeFilter?: TypeFilter,
  ): AsyncIterable<readonly StoredFact[]> {
    const pages = typeFilter === undefined ? this : { readAll: this.readFiltered.bind(this, typeFilter) };
    return subscribeByPages(pages, this.appended, { after, batchSize }, signal);
  }

  get isOpen(): boolean {
    return this.reader.open;
  }

  close(): Promise<void> {
    this.reader.close();
    this.appended.notify();
    return Promise.resolve();
  }

  /** Reads types first. Building strings for other facts made half of the objects that survived garbage collection. */
  private readFiltered(typeFilter: TypeFilter, after: string | null, limit: number): Promise<readonly StoredFact[]> {
    return this.query(() => {
      const page = this.statements.types.all(logIndexOf(after), limit) as (readonly [logIndex: number, type: string])[];
      return page
        .filter(([, type], i) => i === page.length - 1 || typeFilter(type))
        .flatMap(([logIndex]) => this.rows(this.statements.one, logIndex));
    });
  }

  /** Raw arrays take half the time of row objects (docs/benchmarks.md). */
  private rows(statement: Database.Statement, ...values: readonly unknown[]): readonly StoredFact[] {
    return (statement.all(...values) as Row[]).map(storedFact);
  }

  private query<Result>(read: () => Result): Promise<Result> {
    return new Promise((resolve) => resolve(this.translateErrors(read)));
  }

  protected rememberDamage(error: unknown): unknown {
    if (error instanceof StoreCorrupted) this.damage = error;
    return error;
  }

  private translateErrors<Result>(read: () => Result): Result {
    if (!this.reader.open) throw new StoreUnavailable('the event store is closed');
    try {
      return read();
    } catch (error) {
      throw isDriverError(error) ? this.rememberDamage(storeError(error, this.file)) : error;
    }
  }
}

/** Checks the code, because `instanceof` fails when the native driver was first loaded in another context. */
function isDriverError(error: unknown): error is Error & DriverError {
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
