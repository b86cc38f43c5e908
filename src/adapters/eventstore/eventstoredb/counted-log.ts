import { StoreUnavailable } from '../errors';
import type { StoredFact } from '../event-store.port';
import type { Connection } from './client';
import { factOf, streamPrefixes } from './codec';
import { isStreamNotFound, readError } from './errors';
import type { LogIndex } from './log-index';
import { foreignPosition, parsePosition, positionOf } from './position';
import { pull, sourceOf, type PulledEvent, type Pulling, type Source } from './pull';

/** How many events the client may hold that nobody has asked for yet. */
const buffered = 128;

/** All facts in log order, each with its log index: what is met for the first time is counted on the way. */
export class CountedLog {
  private readonly closing = new AbortController();
  private counting: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(
    private readonly connection: Connection,
    readonly index: LogIndex,
  ) {}

  /** Takes over what was counted before, if it is of this very log (another may stand there after a restore), then counts on. */
  async open(): Promise<void> {
    await this.index.recall();
    if (!(await this.isOurs(this.index.last))) this.index.forget();
    await this.count();
  }

  close(): void {
    this.closing.abort();
  }

  mustBeOpen(): void {
    if (this.closing.signal.aborted) throw new StoreUnavailable('the event store is closed');
  }

  /** @throws {RangeError} a position that no fact has */
  async *after(
    position: string | null,
    pulling: Pick<Pulling, 'until' | 'batchSize'>,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly StoredFact[]> {
    let logIndex = await this.countedTo(position);
    for await (const batch of this.pulled(this.everythingAfter(position), pulling, signal)) {
      const facts = batch.flatMap(({ event }) => (event === undefined ? [] : factOf(event, this.connection.prefix, ++logIndex)));
      for (const fact of facts) this.index.met(fact.logIndex, fact.position);
      yield facts;
    }
  }

  /** Counts what has been added. Whoever asks while it is done waits for the next time, which sees all that was written before. */
  count(): Promise<void> {
    this.next ??= this.counting.then(() => {
      this.next = null;
      const counted = this.countOn();
      this.counting = counted.catch(() => undefined);
      return counted;
    });
    return this.next;
  }

  /** Until the source ends, `signal` says stop, or the log is closed, which is trouble for whoever reads. */
  async *pulled(
    source: Source,
    pulling: Pick<Pulling, 'until' | 'batchSize'>,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly PulledEvent[]> {
    const { server, patienceMs } = this.connection;
    const either = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    try {
      yield* pull(source, { ...pulling, patienceMs, signal: either });
    } catch (error) {
      throw isStreamNotFound(error) ? error : readError(error, server);
    }
    if (signal?.aborted !== true) this.mustBeOpen();
  }

  private async countOn(): Promise<void> {
    let logIndex = this.index.size;
    for await (const batch of this.pulled(this.everythingAfter(this.index.last), { until: 'caught-up', batchSize: buffered })) {
      for (const { event } of batch) if (event !== undefined) this.index.met(++logIndex, positionOf(event.position));
    }
  }

  private async countedTo(position: string | null): Promise<number> {
    this.mustBeOpen();
    if (position === null) return 0;
    if (this.index.find(position) === null) await this.count();
    const counted = this.index.find(position);
    if (counted === null) throw foreignPosition(position);
    return counted;
  }

  /**
   * One subscription to all of our streams. Positions are taken from facts, never from its checkpoints
   * (https://github.com/kurrent-io/KurrentDB/issues/3697).
   */
  private everythingAfter(position: string | null): Source {
    const fromPosition = position === null ? 'start' : parsePosition(position);
    const filter = { filterOn: 'streamName', prefixes: streamPrefixes(this.connection.prefix), checkpointInterval: 1 } as const;
    return sourceOf(this.connection.client.subscribeToAll({ fromPosition, filter }, { highWaterMark: buffered }));
  }

  /** Whether a fact stands there. The server answers a position between two events with an error of no kind. */
  private async isOurs(position: string | null): Promise<boolean> {
    if (position === null) return true;
    const { client, patienceMs, prefix } = this.connection;
    const source = sourceOf(client.readAll({ fromPosition: parsePosition(position), maxCount: 1 }));
    try {
      const events = pull(source, { until: 'end', batchSize: 1, signal: this.closing.signal, patienceMs });
      for await (const [found] of events) return streamPrefixes(prefix).some((ours) => found?.event?.streamId.startsWith(ours));
    } catch (error) {
      if ((error as { readonly type?: string }).type !== 'unknown') throw error;
    }
    return false;
  }
}
