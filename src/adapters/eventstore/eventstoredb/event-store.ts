import type { AppendResult } from '@eventstore/db-client';
import { v7 as uuid } from 'uuid';
import { StoreCorrupted } from '../errors';
import { checkAppend, sizeOf } from '../append-rules';
import { noStream } from '../event-store.port';
import type { Appended, EncodedFact, EventStore } from '../event-store.port';
import { Notifier } from '../notifier';
import { append } from './append';
import { connect, type Connection, type Target } from './client';
import { eventOf } from './codec';
import { appendError, isNotLeader, readError } from './errors';
import { readLogId } from './log-id';
import { LogIndex, type LogIndexCache } from './log-index';
import { EventStoreDbLogReader } from './log-reader';
import { positionOf } from './position';
import { limitsIn } from './stream-changes';

export interface EventStoreDbOptions extends Target {
  /** Caches counted positions between starts. Without it, each start counts the log from the beginning. */
  readonly cache?: (logId: string) => LogIndexCache;
  /** Identity of a new log. An existing log keeps its own. Default: a new id. */
  readonly logId?: string;
  /** Called before a new log is created. Throws if none may be created. */
  readonly beforeCreate?: () => Promise<void>;
}

const leaderAttempts = 3;

/** The log in EventStoreDB or KurrentDB, 23.10 or newer. */
export class EventStoreDbEventStore extends EventStoreDbLogReader implements EventStore {
  /** Notified after each append of this process. */
  readonly appended = new Notifier();
  private readonly appending = new Set<Promise<unknown>>();

  private constructor(
    connection: Connection,
    index: LogIndex,
    readonly logId: string,
  ) {
    super(connection, index);
  }

  /**
   * Connects, checks version and user, gives a new log its id, and counts its facts.
   * @throws {LogUnreachable} worth a retry; {LogRefused | LogUntrusted | LogUnsupported} needs the operator
   */
  static async open({
    cache,
    logId: newLogId = uuid(),
    beforeCreate,
    ...target
  }: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const connection = await connect(target);
    try {
      const logId = await readLogId(connection, newLogId, beforeCreate);
      const store = new EventStoreDbEventStore(connection, new LogIndex(cache?.(logId)), logId);
      await store.feed.open();
      return store;
    } catch (error) {
      await connection.client.dispose();
      throw readError(error, connection.server);
    }
  }

  async append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended> {
    checkAppend(stream, expectedRevision, facts);
    this.mustBeOpen();
    this.mustBeUnharmed(stream);
    const appended = this.writeChecked(stream, expectedRevision, facts);
    const settled = appended.catch(() => undefined);
    this.appending.add(settled);
    void settled.then(() => this.appending.delete(settled));
    const done = await appended;
    this.ring();
    this.appended.notify();
    return done;
  }

  override async close(): Promise<void> {
    this.refuse();
    await Promise.all(this.appending);
    await super.close();
  }

  /** A new stream is accepted on one that was deleted softly, too, with revisions that were not hashed. @throws {StoreCorrupted} */
  private async mustBeUnused(stream: string): Promise<void> {
    const newest = await this.newestMetadata(stream);
    const limits = newest === undefined ? null : limitsIn(newest.data);
    if (limits !== null) throw new StoreCorrupted(`${stream} ${limits}, so no new facts may begin there`);
  }

  private async writeChecked(stream: string, expected: number, facts: readonly EncodedFact[]): Promise<Appended> {
    if (expected === noStream && !isFresh(stream)) await this.mustBeUnused(stream);
    return this.write(stream, expected, facts);
  }

  private async write(stream: string, expected: number, facts: readonly EncodedFact[]): Promise<Appended> {
    const expectedRevision = expected === noStream ? 'no_stream' : BigInt(expected);
    const events = facts.map(eventOf);
    for (let attempt = 1; ; attempt++) {
      try {
        const appended = await append(this.connection, stream, events, expectedRevision);
        return appendedAt(appended, stream, expected + facts.length);
      } catch (error) {
        // A follower has written nothing, and the client now talks to the leader.
        if (isNotLeader(error) && attempt < leaderAttempts) continue;
        throw appendError(error, { stream, expected, bytes: sizeOf(facts), server: this.connection.server });
      }
    }
  }
}

const freshMs = 3_600_000;

/** Whether the id of a stream was made just now (UUID v7), so that nobody can have used it. */
function isFresh(stream: string): boolean {
  const [, high, low] = /-([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(stream) ?? [];
  return high !== undefined && low !== undefined && Date.now() - parseInt(high + low, 16) < freshMs;
}

/** @throws {StoreCorrupted} the facts stand at other revisions than were hashed */
function appendedAt({ position, nextExpectedRevision }: AppendResult, stream: string, hashed: number): Appended {
  if (Number(nextExpectedRevision) === hashed) return { position: positionOf(position as NonNullable<typeof position>) };
  throw new StoreCorrupted(
    `${stream} got its newest fact at revision ${nextExpectedRevision}, but ${hashed} was hashed: it had been deleted softly. ` +
      'Restore the log from a backup',
  );
}
