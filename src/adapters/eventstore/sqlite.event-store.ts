import Database from 'better-sqlite3';
import { v7 as uuid } from 'uuid';
import { checkAppend } from './append-rules';
import { StoreUnavailable } from './errors';
import type { Appended, EncodedFact, EventStore, ReadStreamOptions, StoredFact } from './event-store.port';
import { logIndexOf, positionOf } from './position';
import { storeError } from './sqlite.errors';
import { connectionPragmas, formatVersion, reads, type Row } from './sqlite.schema';
import { SqliteWriter } from './sqlite.writer';
import { subscribeByPages } from './subscription';
import { WakeUp } from './wake-up';

export interface SqliteEventStoreOptions {
  readonly file: string;
  /** The log never grows beyond this many pages of 4 KiB; default: as far as the disk goes. */
  readonly maxPages?: number;
  /** For a log that is about to be restored or copied here; default: a new one. A log that is there keeps its own. */
  readonly logId?: string;
}

/**
 * The embedded log: one file, written by one thread of its own, read on the caller's thread by a connection that cannot write.
 * One process only: whoever opens it holds the lock of the data folder.
 */
export class SqliteEventStore implements EventStore {
  readonly description = `SQLite ${sqliteVersion()}`;
  readonly logId: string;
  private readonly statements: { readonly [name in keyof typeof reads]: Database.Statement };

  private constructor(
    private readonly writer: SqliteWriter,
    private readonly reader: Database.Database,
    private readonly wakeUp: WakeUp,
    private readonly file: string,
  ) {
    this.logId = writer.ready.logId;
    const prepare = (sql: string): Database.Statement => reader.prepare(sql).raw(true);
    this.statements = {
      forward: prepare(reads.forward),
      backward: prepare(reads.backward),
      after: prepare(reads.after),
      newest: prepare(reads.newest),
      head: prepare(reads.head),
    };
  }

  /**
   * Opens the log, or begins one.
   * @throws {StoreUnavailable} the file cannot be opened or written, or is of a newer version
   * @throws {StoreCorrupted} the file is no log, or damaged
   */
  static async open({ file, maxPages, logId = uuid() }: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const wakeUp = new WakeUp();
    const options = maxPages === undefined ? { logId } : { logId, maxPages };
    const writer = await SqliteWriter.start(file, options, () => wakeUp.ring());
    try {
      if (writer.ready.format > formatVersion) throw newerFormat(file, writer.ready.format);
      return new SqliteEventStore(writer, openReader(file), wakeUp, file);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  async append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended> {
    checkAppend(stream, expectedRevision, facts);
    const logIndex = await this.writer.append(stream, expectedRevision, facts);
    return { position: positionOf(logIndex) };
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

  head(): Promise<string | null> {
    return this.query(() => {
      const [newest] = this.statements.head.get() as [number | null];
      return newest === null ? null : positionOf(newest);
    });
  }

  logIndexOf(position: string | null): number {
    return logIndexOf(position);
  }

  subscribe(after: string | null, batchSize: number, signal: AbortSignal): AsyncIterable<readonly StoredFact[]> {
    return subscribeByPages(this, this.wakeUp, { after, batchSize }, signal);
  }

  async close(): Promise<void> {
    if (!this.reader.open) return;
    // The last connection to close empties the write-ahead log into the file: that must be the one that can write.
    this.reader.close();
    await this.writer.close();
    this.wakeUp.ring();
  }

  /** Pages as raw arrays: half the time of rows as objects (docs/benchmarks.md). */
  private rows(statement: Database.Statement, ...values: readonly unknown[]): readonly StoredFact[] {
    return (statement.all(...values) as Row[]).map(storedFact);
  }

  private query<Result>(read: () => Result): Promise<Result> {
    return new Promise((resolve) => resolve(this.translated(read)));
  }

  private translated<Result>(read: () => Result): Result {
    if (!this.reader.open) throw new StoreUnavailable('the event store is closed');
    try {
      return read();
    } catch (error) {
      throw error instanceof Database.SqliteError ? storeError(error, this.file) : error;
    }
  }
}

function openReader(file: string): Database.Database {
  const reader = new Database(file, { readonly: true });
  for (const pragma of connectionPragmas) reader.pragma(pragma);
  return reader;
}

function storedFact([logIndex, stream, revision, id, type, content, contentHash, hash, facets]: Row): StoredFact {
  return { id, type, stream, revision, content, contentHash, hash, facets, position: positionOf(logIndex), logIndex };
}

function newerFormat(file: string, format: number): StoreUnavailable {
  return new StoreUnavailable(
    `${file} has format ${format}, written by a newer version; this one reads up to ${formatVersion}. Install that version`,
  );
}

function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
