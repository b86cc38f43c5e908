import { existsSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { checkAppend } from '../append-rules';
import { StoreUnavailable } from '../errors';
import type { Appended, EncodedFact, EventStore } from '../event-store.port';
import { positionOf } from '../position';
import { SqliteLogReader } from './log-reader';
import { formatVersion } from './schema';
import { SqliteWriter } from './writer';
import { WakeUp } from '../wake-up';

export interface SqliteEventStoreOptions {
  readonly file: string;
  /** The log never grows beyond this many pages of 4 KiB; default: as far as the disk goes. */
  readonly maxPages?: number;
  /** For a log that is about to be restored or copied here; default: a new one. A log that is there keeps its own. */
  readonly logId?: string;
  /** Asked before a new log is begun; throws where none may be. */
  readonly mayBegin?: () => Promise<void>;
}

/**
 * The embedded log: one file, written by one thread of its own, read on the caller's thread by a connection that cannot write.
 * One process only: whoever opens it holds the lock of the data folder.
 */
export class SqliteEventStore extends SqliteLogReader implements EventStore {
  readonly logId: string;

  private constructor(
    private readonly writer: SqliteWriter,
    file: string,
    appended: WakeUp,
  ) {
    super(file, appended);
    this.logId = writer.ready.logId;
  }

  /**
   * Opens the log, or begins one.
   * @throws {StoreUnavailable} the file cannot be opened or written, or is of a newer version
   * @throws {StoreCorrupted} the file is no log, or damaged
   */
  static async open({ file, maxPages, logId = uuid(), mayBegin }: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    if (!existsSync(file)) await mayBegin?.();
    const wakeUp = new WakeUp();
    const options = maxPages === undefined ? { logId } : { logId, maxPages };
    const writer = await SqliteWriter.start(file, options, () => wakeUp.ring());
    try {
      if (writer.ready.format > formatVersion) throw newerFormat(file, writer.ready.format);
      return new SqliteEventStore(writer, file, wakeUp);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  async append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended> {
    checkAppend(stream, expectedRevision, facts);
    // What is added to a damaged log may be lost with it: nothing more is acknowledged.
    if (this.damage !== null) throw this.damage;
    try {
      return { position: positionOf(await this.writer.append(stream, expectedRevision, facts)) };
    } catch (error) {
      throw this.noted(error);
    }
  }

  override async close(): Promise<void> {
    if (!this.isOpen) return;
    // The last connection to close empties the write-ahead log into the file: that must be the one that can write.
    await super.close();
    await this.writer.close();
  }
}

function newerFormat(file: string, format: number): StoreUnavailable {
  return new StoreUnavailable(
    `${file} has format ${format}, written by a newer version; this one reads up to ${formatVersion}. Install that version`,
  );
}
