import { setImmediate as nextTurn } from 'node:timers/promises';
import { Notifier } from '../notifier';
import { pageEvents, type AllPages, type Page } from './all-pages';
import { bell } from './bell';
import type { Connection } from './client';
import { isUnknown, readError } from './errors';
import type { LogIndex } from './log-index';
import { foreignPosition, parsePosition, positionOf, type LogPosition } from './position';
import { countedFact, RecentFacts, type CountedFact } from './recent-facts';

/** Pause in ms between two pages while facts are written. Facts are seen a little later, but pages are not tiny. */
const busyMs = 5;
/** Pauses in ms after each empty page in turn. After the last one the bell is used. */
const quietMs = [5, 10, 20, 40];
/** Maximum wait in ms for the bell, because a silent one does not prove that nothing was written. */
const maxSilenceMs = 5_000;
const retryMs = { first: 100, most: 1_000 };

/** Follows `$all` for all readers of this thread: reads pages, and waits for a bell when they are empty. Counts the facts and keeps the newest. */
export class LogFeed {
  /** Notified after every page and failure. */
  readonly turned = new Notifier();
  /** Notified when the server answers again. */
  readonly recovered = new Notifier();
  private recent = new RecentFacts();
  /** When the server answered last, in milliseconds since 1970. */
  answeredAt = Date.now();
  private reached: LogPosition | null = null;
  private failed: Error | null = null;
  private failures = 0;
  /** Number of the newest page that was begun. */
  private begun = 0;
  /** Number of the newest page that reached the end of the log. */
  private complete = 0;
  private wake = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly pages: AllPages,
    readonly index: LogIndex,
    private readonly closing: AbortSignal,
  ) {
    closing.addEventListener('abort', () => this.ring());
  }

  /** Why the server cannot be read at the moment. */
  failure(): Error | null {
    return this.failed;
  }

  /** Loads the cached positions if they belong to this log (a restore may have replaced it), counts the rest, then goes on. */
  async open(): Promise<void> {
    await this.index.load();
    if (!(await this.pages.isPositionOfFact(this.lastFact()))) this.index.clear();
    this.reached = this.lastFact();
    this.recent = new RecentFacts(this.index.followed);
    while (!(await this.turn()).isLast);
    this.running = this.run();
  }

  /** Looks for news now: something was written, or the server answered. */
  ring(): void {
    // `abort` makes an error with a stack each time, and this is called for each append.
    if (!this.wake.signal.aborted) this.wake.abort();
  }

  async closed(): Promise<void> {
    this.ring();
    await this.running;
    this.turned.notify();
  }

  /** At most `limit` of the newest facts after a position; null where they are not all kept. */
  after(position: string | null, limit: number): readonly CountedFact[] | null {
    return this.recent.after(position === null ? 0 : this.index.countTo(position), limit);
  }

  /** Resolves when all facts up to a position are counted. @throws {RangeError} the log ends before it */
  async countedTo(position: string): Promise<void> {
    const { begun } = this;
    while (position > (this.index.last ?? '')) {
      if (this.complete > begun) throw foreignPosition(position);
      const { seen } = this.turned;
      if (this.failed !== null) throw this.failed;
      if (this.closing.aborted) return;
      this.ring();
      await this.turned.waitAfter(seen, this.closing);
    }
  }

  /** Gives the facts of a page their log indexes. */
  count(events: readonly Page['events'][number][], after: number): readonly CountedFact[] {
    const { prefix } = this.connection;
    let logIndex = after;
    const facts = events
      .filter((event) => this.pages.isFact(event))
      .map((event) => countedFact(event, { prefix, position: positionOf(event.position), logIndex: ++logIndex }));
    for (const fact of facts) this.index.record(fact.logIndex, fact.position);
    return facts;
  }

  /** In the order of the log, so at each fact all changes before it are known. */
  private follow(events: Page['events']): void {
    for (const event of events) {
      if (this.pages.isFact(event)) this.index.follow();
      else this.index.changes.record(this.pages.changesIn([event]));
    }
  }

  /** The last fact of its own pages. Other readers may have counted more, but do not look for changes. */
  private lastFact(): LogPosition | null {
    const last = this.index.at(this.index.followed);
    return last === null ? null : parsePosition(last);
  }

  private async run(): Promise<void> {
    let quiet = 0;
    while (!this.closing.aborted) {
      this.wake = new AbortController();
      try {
        const { isLast, facts } = await this.turn();
        quiet = facts > 0 ? 0 : quiet + 1;
        if (isLast) await this.pause(quiet);
        else await nextTurn();
      } catch (error) {
        await this.fail(error as Error);
      }
    }
  }

  private async turn(): Promise<{ readonly isLast: boolean; readonly facts: number }> {
    const mine = ++this.begun;
    const page = await this.pages.after(this.reached, pageEvents);
    const facts = this.count(page.events, this.index.followed);
    this.recent.add(facts);
    this.follow(page.events);
    this.reached = page.reached;
    if (page.isLast) this.complete = mine;
    this.recover();
    this.turned.notify();
    return { isLast: page.isLast, facts: facts.length };
  }

  private recover(): void {
    this.answeredAt = Date.now();
    if (this.failed === null) return;
    this.failed = null;
    this.failures = 0;
    this.recovered.notify();
  }

  private async fail(error: Error): Promise<void> {
    if (this.closing.aborted) return;
    // The last page may have ended with an event of others that is gone by now. Facts stay.
    if (isUnknown(error)) this.reached = this.lastFact();
    this.failed = readError(error, this.connection.server);
    this.turned.notify();
    const ms = Math.min(retryMs.most, retryMs.first * 2 ** Math.min(this.failures++, 10));
    await pauseUntil(ms, this.wake.signal);
  }

  private async pause(quiet: number): Promise<void> {
    const { signal } = this.wake;
    if (quiet === 0) return pauseUntil(busyMs, this.closing);
    const ms = quietMs[quiet - 1];
    if (ms !== undefined) return pauseUntil(ms, signal);
    await bell(this.connection, this.reached, { signal, maxMs: maxSilenceMs });
  }
}

function pauseUntil(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
