import { existsSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { checkAppend } from '../append-rules';
import { StoreUnavailable } from '../errors';
import type { Appended, EncodedFact, EventStore } from '../event-store.port';
import { positionOf } from '../position';
import { SqliteLogReader } from './log-reader';
import { formatVersion } from './schema';
import { SqliteWriter } from './writer';
import { Notifier } from '../notifier';

export interface SqliteEventStoreOptions {
  readonly file: string;
  /** Maximum size of the log in pages of 4 KiB. Default: no limit. */
  readonly maxPages?: number;
  /** Identity of a new log, for a restore or a copy. An existing log keeps its own. Default: a new id. */
  readonly logId?: string;
  /** Called before a new log is created. Throws if none may be created. */
  readonly beforeCreate?: () => Promise<void>;
}

/**
 * The embedded log: one file, written by its own thread and read on the caller's thread through a read-only connection.
 * Only one process may open it, the one that holds the lock of the data folder.
 */
export class SqliteEventStore extends SqliteLogReader implements EventStore {
  readonly logId: string;

  private constructor(
    private readonly writer: SqliteWriter,
    file: string,
    appended: Notifier,
  ) {
    super(file, appended);
    this.logId = writer.ready.logId;
  }

  /**
   * Opens the log or creates it.
   * @throws {StoreUnavailable} the file cannot be opened or written, or has a newer format
   * @throws {StoreCorrupted} the file is damaged or not a log
   */
  static async open({ file, maxPages, logId = uuid(), beforeCreate }: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    if (!existsSync(file)) await beforeCreate?.();
    const notifier = new Notifier();
    const options = maxPages === undefined ? { logId } : { logId, maxPages };
    const writer = await SqliteWriter.start(file, options, () => notifier.notify());
    try {
      if (writer.ready.format > formatVersion) throw newerFormat(file, writer.ready.format);
      return new SqliteEventStore(writer, file, notifier);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  async append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended> {
    checkAppend(stream, expectedRevision, facts);
    // Acknowledges no append once damage is known, because the new facts could be lost with the file.
    if (this.damage !== null) throw this.damage;
    try {
      return { position: positionOf(await this.writer.append(stream, expectedRevision, facts)) };
    } catch (error) {
      throw this.rememberDamage(error);
    }
  }

  override async close(): Promise<void> {
    if (!this.isOpen) return;
    // The last connection to close checkpoints the write-ahead log into the file, so it must be the writing one.
    await super.close();
    await this.writer.close();
  }
}

function newerFormat(file: string, format: number): StoreUnavailable {
  return new StoreUnavailable(
    `${file} has format ${format} of a newer version, but this version reads up to ${formatVersion}. Install the newer version`,
  );
}
