import { v7 as uuid } from 'uuid';
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
    const appended = this.write(stream, expectedRevision, facts);
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

  private async write(stream: string, expected: number, facts: readonly EncodedFact[]): Promise<Appended> {
    const expectedRevision = expected === noStream ? 'no_stream' : BigInt(expected);
    const events = facts.map(eventOf);
    for (let attempt = 1; ; attempt++) {
      try {
        const { position } = await append(this.connection, stream, events, expectedRevision);
        return { position: positionOf(position as NonNullable<typeof position>) };
      } catch (error) {
        // A follower has written nothing, and the client now talks to the leader.
        if (isNotLeader(error) && attempt < leaderAttempts) continue;
        throw appendError(error, { stream, expected, bytes: sizeOf(facts), server: this.connection.server });
      }
    }
  }
}
