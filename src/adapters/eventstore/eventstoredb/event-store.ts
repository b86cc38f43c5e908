import { v7 as uuid } from 'uuid';
import { checkAppend, sizeOf } from '../append-rules';
import { noStream } from '../event-store.port';
import type { Appended, EncodedFact, EventStore, ReadStreamOptions, StoredFact } from '../event-store.port';
import { append } from './append';
import { connect, type Connection, type Target } from './client';
import { eventOf, factOf } from './codec';
import { CountedLog } from './counted-log';
import { appendError, isNotLeader, isStreamNotFound, readError } from './errors';
import { readLogId } from './log-id';
import { LogIndex, type LogIndexCache } from './log-index';
import { positionOf } from './position';
import { sourceOf, type RecordedFact } from './pull';

export interface EventStoreDbOptions extends Target {
  /** Caches counted positions between starts. Without it, each start counts the log from the beginning. */
  readonly cache?: (logId: string) => LogIndexCache;
  /** Identity of a new log. An existing log keeps its own. Default: a new id. */
  readonly logId?: string;
  /** Called before a new log is created. Throws if none may be created. */
  readonly beforeCreate?: () => Promise<void>;
}

const pageSize = 512;
const leaderAttempts = 3;

/** The log in EventStoreDB or KurrentDB, 23.10 or newer. Ignores streams that are not part of the log. */
export class EventStoreDbEventStore implements EventStore {
  readonly description: string;
  private readonly appending = new Set<Promise<unknown>>();

  private constructor(
    private readonly connection: Connection,
    private readonly log: CountedLog,
    readonly logId: string,
  ) {
    this.description = `EventStoreDB ${connection.version}`;
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
      const log = new CountedLog(connection, new LogIndex(cache?.(logId)));
      await log.open();
      return new EventStoreDbEventStore(connection, log, logId);
    } catch (error) {
      await connection.client.dispose();
      throw readError(error, connection.server);
    }
  }

  async append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended> {
    checkAppend(stream, expectedRevision, facts);
    this.log.mustBeOpen();
    const appended = this.write(stream, expectedRevision, facts);
    const settled = appended.catch(() => undefined);
    this.appending.add(settled);
    void settled.then(() => this.appending.delete(settled));
    return appended;
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredFact[]> {
    this.log.mustBeOpen();
    const events: RecordedFact[] = [];
    try {
      for await (const batch of this.log.pullBatches(this.streamSource(stream, options), { until: 'end', batchSize: pageSize })) {
        events.push(...batch.flatMap(({ event }) => event ?? []));
      }
    } catch (error) {
      if (isStreamNotFound(error)) return [];
      throw error;
    }
    return this.withLogIndexes(events);
  }

  async readAll(after: string | null, limit: number): Promise<readonly StoredFact[]> {
    const facts: StoredFact[] = [];
    for await (const batch of this.log.readAfter(after, { until: 'caught-up', batchSize: Math.min(limit, pageSize) })) {
      facts.push(...batch.slice(0, limit - facts.length));
      if (facts.length === limit) break;
    }
    return facts;
  }

  async readNewest(limit: number): Promise<readonly StoredFact[]> {
    const { index } = await this.counted();
    const count = Math.min(limit, index.size);
    return (await this.readAll(index.at(index.size - count), count)).toReversed();
  }

  async head(): Promise<string | null> {
    return (await this.counted()).index.last;
  }

  logIndexOf(position: string | null): number {
    return position === null ? 0 : this.log.index.countTo(position);
  }

  async *subscribe(after: string | null, batchSize: number, signal: AbortSignal): AsyncGenerator<readonly StoredFact[]> {
    if (!signal.aborted) yield* this.log.readAfter(after, { until: 'stopped', batchSize }, signal);
  }

  async close(): Promise<void> {
    this.log.close();
    await Promise.all(this.appending);
    await this.log.index.flushed();
    await this.connection.client.dispose();
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

  private streamSource(stream: string, { direction = 'forward', from, limit = Infinity }: ReadStreamOptions) {
    return sourceOf(
      this.connection.client.readStream(this.connection.prefix + stream, {
        direction: `${direction}s`,
        fromRevision: from === undefined ? (direction === 'forward' ? 'start' : 'end') : BigInt(from),
        maxCount: Math.min(limit, Number.MAX_SAFE_INTEGER),
      }),
    );
  }

  private async counted(): Promise<CountedLog> {
    this.log.mustBeOpen();
    await this.log.count();
    return this.log;
  }

  /** Events of a single stream do not carry their log index. */
  private async withLogIndexes(events: readonly RecordedFact[]): Promise<readonly StoredFact[]> {
    const { index } = this.log;
    const positions = events.map(({ position }) => positionOf(position));
    if (positions.some((position) => index.find(position) === null)) await this.log.count();
    return events.map((event, i) => factOf(event, this.connection.prefix, index.countTo(positions[i] as string)));
  }
}
