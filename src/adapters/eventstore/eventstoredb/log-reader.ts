import { setMaxListeners } from 'node:events';
import { StoreCorrupted, StoreUnavailable } from '../errors';
import type { EventStore, ReadStreamOptions, StoredFact, StreamDamage, StreamFact, TypeFilter } from '../event-store.port';
import { AllPages, pageEvents } from './all-pages';
import { connect, type Connection, type Target } from './client';
import { factOf, factOfStream } from './codec';
import { collect, sourceOf, type RecordedFact } from './collect';
import { isStreamNotFound, readError } from './errors';
import { LogFeed } from './log-feed';
import type { LogIndex } from './log-index';
import { foreignPosition, parsePosition, positionOf, type LogPosition } from './position';
import { decoded, type CountedFact } from './recent-facts';

/** Maximum wait in ms for a look whether the server is back. */
const lookMs = 300;

const everyType: TypeFilter = () => true;

/** Reads an existing log. Ignores streams that are not part of it. */
export class EventStoreDbLogReader implements Omit<EventStore, 'append' | 'logId'> {
  readonly description: string;
  protected readonly feed: LogFeed;
  private readonly closing = new AbortController();
  private readonly pages: AllPages;

  protected constructor(
    protected readonly connection: Connection,
    protected readonly index: LogIndex,
  ) {
    this.description = `EventStoreDB ${connection.version}`;
    // One listener for each read that is under way.
    setMaxListeners(0, this.closing.signal);
    this.pages = new AllPages(connection, this.closing.signal);
    this.feed = new LogFeed(connection, this.pages, index, this.closing.signal);
  }

  /** Connects and counts the log. @throws as `connect` */
  static async openReader(target: Target, index: LogIndex): Promise<EventStoreDbLogReader> {
    const connection = await connect(target);
    const reader = new EventStoreDbLogReader(connection, index);
    try {
      await reader.feed.open();
      return reader;
    } catch (error) {
      await connection.client.dispose();
      throw readError(error, connection.server);
    }
  }

  get recovered(): LogFeed['recovered'] {
    return this.feed.recovered;
  }

  /** Call it when something was written: it is then seen without a bell. */
  ring(): void {
    this.feed.ring();
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StreamFact[]> {
    this.mustBeOpen();
    this.mustBeUnharmed(stream);
    await this.mustAnswer();
    const { timeoutMs, server, prefix } = this.connection;
    try {
      const events = await collect(this.streamSource(stream, options), { timeoutMs, signal: this.closing.signal });
      mustBeWhole(stream, events, options);
      return events.map((event) => factOfStream(event, prefix));
    } catch (error) {
      if (isStreamNotFound(error)) return [];
      this.mustBeOpen();
      throw readError(error, server);
    }
  }

  async readAll(after: string | null, limit: number): Promise<readonly StoredFact[]> {
    return decoded(await this.page(after, limit), everyType);
  }

  async readNewest(limit: number): Promise<readonly StoredFact[]> {
    this.mustBeOpen();
    const { prefix } = this.connection;
    const newest = await this.pages.newest(limit, null);
    const places = newest.map(({ position }) => positionOf(position));
    await this.countedTo(places[0] ?? null);
    return newest.map((event, i) => {
      const position = places[i] ?? '';
      return factOf(event, { prefix, position, logIndex: this.index.countTo(position) });
    });
  }

  async head(): Promise<string | null> {
    this.mustBeOpen();
    const known = this.index.last;
    const [newest] = await this.pages.newest(1, known);
    return newest === undefined ? known : positionOf(newest.position);
  }

  logIndexOf(position: string | null): number {
    return position === null ? 0 : this.index.countTo(position);
  }

  damages(): readonly StreamDamage[] {
    return this.index.changes.all();
  }

  answeredAt(): number {
    return this.feed.answeredAt;
  }

  async countedTo(position: string | null): Promise<void> {
    this.mustBeOpen();
    if (position !== null) await this.feed.countedTo(position);
    this.mustBeOpen();
  }

  /** Near the head all subscriptions share the pages of the one reader; behind it each reads pages of its own. */
  async *subscribe(
    after: string | null,
    batchSize: number,
    signal: AbortSignal,
    typeFilter: TypeFilter = everyType,
  ): AsyncGenerator<readonly StoredFact[]> {
    let reached = after;
    const pages = [this.behind(after, batchSize, signal), this.live(() => reached, batchSize, signal)];
    for (const page of pages) {
      for await (const facts of page) {
        reached = facts.at(-1)?.position ?? reached;
        yield decoded(facts, typeFilter);
      }
    }
  }

  async close(): Promise<void> {
    this.refuse();
    await this.feed.closed();
    await this.index.flushed();
    await this.connection.client.dispose();
  }

  /** From now on everything is refused. */
  protected refuse(): void {
    this.closing.abort();
  }

  protected mustBeOpen(): void {
    if (this.closing.signal.aborted) throw new StoreUnavailable('the event store is closed');
  }

  /** What is there already, then an empty page. */
  private async *behind(after: string | null, batchSize: number, signal: AbortSignal): AsyncGenerator<readonly CountedFact[]> {
    let reached = after;
    for (let isBehind = true; isBehind && !signal.aborted;) {
      const facts = await this.page(reached, batchSize);
      reached = facts.at(-1)?.position ?? reached;
      // A page that is not full was all there is, even if others never stop writing.
      isBehind = facts.length === batchSize;
      if (facts.length > 0) yield facts;
    }
    if (!signal.aborted) yield [];
  }

  private async *live(
    reached: () => string | null,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CountedFact[]> {
    while (!signal.aborted) {
      const { seen } = this.feed.turned;
      const facts = this.feed.after(reached(), batchSize) ?? (await this.page(reached(), batchSize));
      if (facts.length > 0) yield facts;
      else await this.turn(seen, signal);
    }
  }

  /** @throws {StoreCorrupted} others took facts from it, so neither its state nor its end can be trusted */
  protected mustBeUnharmed(stream: string): void {
    const what = this.index.changes.of(stream);
    if (what !== null) throw new StoreCorrupted(`${stream} ${what}`);
  }

  /** Also while the store closes, which waits for running appends. */
  protected async newestMetadata(stream: string): Promise<RecordedFact | undefined> {
    const { client, timeoutMs, prefix, server } = this.connection;
    const backwards = { direction: 'backwards', fromRevision: 'end', maxCount: 1 } as const;
    const source = sourceOf(client.readStream(`$$${prefix}${stream}`, backwards));
    try {
      return (await collect(source, { timeoutMs, signal: new AbortController().signal }))[0];
    } catch (error) {
      if (isStreamNotFound(error)) return undefined;
      throw readError(error, server);
    }
  }

  /** Nobody waits long for a server that is known to be away: only until the feed has looked whether it is back. */
  private async mustAnswer(): Promise<void> {
    if (this.feed.failure() === null) return;
    const { seen } = this.feed.turned;
    this.ring();
    await this.feed.turned.waitAfter(seen, AbortSignal.timeout(lookMs));
    const failure = this.feed.failure();
    if (failure !== null) throw failure;
  }

  /** Waits for the next page of the feed. @throws its failure, so whoever waits at the head learns of an outage */
  private async turn(seen: number, signal: AbortSignal): Promise<void> {
    // Closing notifies once, and the consumer may have been busy then.
    if (!signal.aborted) this.mustBeOpen();
    await this.feed.turned.waitAfter(seen, signal);
    if (signal.aborted) return;
    this.mustBeOpen();
    const failure = this.feed.failure();
    if (failure !== null) throw failure;
  }

  /** At most `limit` facts, fewer only at the end. @throws {RangeError} no fact has this position */
  private async page(after: string | null, limit: number): Promise<readonly CountedFact[]> {
    let logIndex = await this.logIndexAt(after);
    let reached: LogPosition | null = after === null ? null : parsePosition(after);
    const facts: CountedFact[] = [];
    try {
      for (let isLast = false; !isLast && facts.length < limit;) {
        const page = await this.pages.after(reached, Math.min(limit - facts.length, pageEvents));
        const counted = this.feed.count(page.events, logIndex);
        logIndex += counted.length;
        facts.push(...counted);
        ({ reached, isLast } = page);
      }
    } catch (error) {
      this.mustBeOpen();
      throw readError(error, this.connection.server);
    }
    return facts;
  }

  private async logIndexAt(position: string | null): Promise<number> {
    await this.countedTo(position);
    const counted = position === null ? 0 : this.index.find(position);
    if (counted === null) throw foreignPosition(position ?? '');
    return counted;
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
}

/** A truncated stream answers from its first remaining fact on, whatever was asked for. @throws {StoreCorrupted} */
function mustBeWhole(
  stream: string,
  [first]: readonly RecordedFact[],
  { direction = 'forward', from = 0 }: ReadStreamOptions,
): void {
  if (direction === 'backward' || first === undefined || Number(first.revision) === from) return;
  throw new StoreCorrupted(
    `${stream} has no facts before revision ${first.revision}: it was truncated or deleted. "npm run verify" tells when and how to undo it`,
  );
}
