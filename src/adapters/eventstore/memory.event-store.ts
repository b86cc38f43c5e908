import { v7 as uuid } from 'uuid';
import { checkAppend } from './append-rules';
import { StoreUnavailable, WrongExpectedRevision } from './errors';
import type { Appended, EncodedFact, EventStore, ReadStreamOptions, StoredFact } from './event-store.port';
import { logIndexOf, positionOf } from './position';
import { subscribeByPages } from './subscription';
import { Notifier } from './notifier';

/** Keeps the log in memory, for tests. Passes the same contract as the durable stores. */
export class MemoryEventStore implements EventStore {
  readonly description = 'memory';
  readonly logId = uuid();
  readonly recovered = new Notifier();
  private readonly log: StoredFact[] = [];
  private readonly streams = new Map<string, StoredFact[]>();
  private readonly notifier = new Notifier();
  private closed = false;

  async append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended> {
    checkAppend(stream, expectedRevision, facts);
    this.mustBeOpen();
    // A real store answers later. Yielding here lets tests catch callers that forget to await an append.
    await Promise.resolve();
    const earlier = this.streams.get(stream) ?? [];
    if (earlier.length - 1 !== expectedRevision) throw new WrongExpectedRevision(stream, expectedRevision, earlier.length - 1);
    const stored = facts.map((fact, i) => this.withPosition(fact, this.log.length + 1 + i));
    this.log.push(...stored);
    this.streams.set(stream, [...earlier, ...stored]);
    this.notifier.notify();
    const last = stored.at(-1) as StoredFact;
    return { position: last.position };
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredFact[]> {
    await Promise.resolve();
    this.mustBeOpen();
    const { direction = 'forward', from, limit = Infinity } = options;
    const facts = this.streams.get(stream) ?? [];
    return direction === 'forward'
      ? facts.slice(from ?? 0).slice(0, limit)
      : facts
          .slice(0, (from ?? facts.length) + 1)
          .reverse()
          .slice(0, limit);
  }

  async readAll(after: string | null, limit: number): Promise<readonly StoredFact[]> {
    await Promise.resolve();
    this.mustBeOpen();
    const start = logIndexOf(after);
    return this.log.slice(start, start + limit);
  }

  async readNewest(limit: number): Promise<readonly StoredFact[]> {
    await Promise.resolve();
    this.mustBeOpen();
    return this.log.slice(Math.max(0, this.log.length - limit)).reverse();
  }

  async head(): Promise<string | null> {
    return (await this.readNewest(1))[0]?.position ?? null;
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
    // Counted as they are written.
  }

  subscribe(after: string | null, batchSize: number, signal: AbortSignal): AsyncIterable<readonly StoredFact[]> {
    return subscribeByPages(this, this.notifier, { after, batchSize }, signal);
  }

  close(): Promise<void> {
    this.closed = true;
    this.notifier.notify();
    return Promise.resolve();
  }

  private withPosition(fact: EncodedFact, logIndex: number): StoredFact {
    return { ...fact, position: positionOf(logIndex), logIndex };
  }

  private mustBeOpen(): void {
    if (this.closed) throw new StoreUnavailable('the event store is closed');
  }
}
