import { StoreUnavailable } from '../errors';
import type { StoredFact } from '../event-store.port';
import type { Connection } from './client';
import { factOf, streamPrefixes } from './codec';
import { isStreamNotFound, readError } from './errors';
import type { LogIndex } from './log-index';
import { foreignPosition, parsePosition, positionOf } from './position';
import { pull, sourceOf, type PulledEvent, type PullOptions, type Source } from './pull';

/** Maximum events the client buffers ahead of the reader. */
const bufferSize = 128;

/** All facts in log order with their log indexes. New facts are counted while they are read. */
export class CountedLog {
  private readonly closing = new AbortController();
  private counting: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(
    private readonly connection: Connection,
    readonly index: LogIndex,
  ) {}

  /** Loads the cached positions if they belong to this log (a restore may have replaced it), then counts the rest. */
  async open(): Promise<void> {
    await this.index.load();
    if (!(await this.isPositionOfFact(this.index.last))) this.index.clear();
    await this.count();
  }

  close(): void {
    this.closing.abort();
  }

  mustBeOpen(): void {
    if (this.closing.signal.aborted) throw new StoreUnavailable('the event store is closed');
  }

  /** @throws {RangeError} no fact has this position */
  async *readAfter(
    position: string | null,
    pulling: Pick<PullOptions, 'until' | 'batchSize'>,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly StoredFact[]> {
    let logIndex = await this.requireLogIndex(position);
    for await (const batch of this.pullBatches(this.subscriptionAfter(position), pulling, signal)) {
      const facts = batch.flatMap(({ event }) => (event === undefined ? [] : factOf(event, this.connection.prefix, ++logIndex)));
      for (const fact of facts) this.index.record(fact.logIndex, fact.position);
      yield facts;
    }
  }

  /** Counts new facts. A caller that joins a running count waits for the next one, so it sees everything written before. */
  count(): Promise<void> {
    this.next ??= this.counting.then(() => {
      this.next = null;
      const counted = this.countNewFacts();
      this.counting = counted.catch(() => undefined);
      return counted;
    });
    return this.next;
  }

  /** Ends with the source or on `signal`. Throws if the log is closed meanwhile. */
  async *pullBatches(
    source: Source,
    pulling: Pick<PullOptions, 'until' | 'batchSize'>,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly PulledEvent[]> {
    const { server, timeoutMs } = this.connection;
    const either = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    try {
      yield* pull(source, { ...pulling, timeoutMs, signal: either });
    } catch (error) {
      throw isStreamNotFound(error) ? error : readError(error, server);
    }
    if (signal?.aborted !== true) this.mustBeOpen();
  }

  private async countNewFacts(): Promise<void> {
    let logIndex = this.index.size;
    for await (const batch of this.pullBatches(this.subscriptionAfter(this.index.last), {
      until: 'caught-up',
      batchSize: bufferSize,
    })) {
      for (const { event } of batch) if (event !== undefined) this.index.record(++logIndex, positionOf(event.position));
    }
  }

  private async requireLogIndex(position: string | null): Promise<number> {
    this.mustBeOpen();
    if (position === null) return 0;
    if (this.index.find(position) === null) await this.count();
    const counted = this.index.find(position);
    if (counted === null) throw foreignPosition(position);
    return counted;
  }

  /**
   * One subscription to all streams of the log. Positions come from facts, never from checkpoints
   * (https://github.com/kurrent-io/KurrentDB/issues/3697).
   */
  private subscriptionAfter(position: string | null): Source {
    const fromPosition = position === null ? 'start' : parsePosition(position);
    const filter = { filterOn: 'streamName', prefixes: streamPrefixes(this.connection.prefix), checkpointInterval: 1 } as const;
    return sourceOf(this.connection.client.subscribeToAll({ fromPosition, filter }, { highWaterMark: bufferSize }));
  }

  /** For a position between two events the server answers with an unclassified error. */
  private async isPositionOfFact(position: string | null): Promise<boolean> {
    if (position === null) return true;
    const { client, timeoutMs, prefix } = this.connection;
    const source = sourceOf(client.readAll({ fromPosition: parsePosition(position), maxCount: 1 }));
    try {
      const events = pull(source, { until: 'end', batchSize: 1, signal: this.closing.signal, timeoutMs });
      for await (const [found] of events) return streamPrefixes(prefix).some((ours) => found?.event?.streamId.startsWith(ours));
    } catch (error) {
      if ((error as { readonly type?: string }).type !== 'unknown') throw error;
    }
    return false;
  }
}
