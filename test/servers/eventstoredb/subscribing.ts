import { status } from '@grpc/grpc-js';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import type { Recorded } from './event-log';
import { caughtUp, checkpoint, confirmation, event, failure } from './messages';
import type { Parts } from './server';
import { send, type ReadCall } from './sending';

type Options = streams.ReadReq.Options;

/** Live events that the real server keeps for a reader. */
const mostBehind = 32;
const tooSlow = 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.';

type End = 'ended' | 'broken' | 'too slow';

/** `$all` after a position, filtered, then live. Waits for slow clients until they are live. */
export async function subscribe(parts: Parts, call: ReadCall, options: Options): Promise<void> {
  if (!options.hasAll()) throw failure(status.UNIMPLEMENTED, 'this server subscribes to $all only');
  const subscription = new Subscription(parts, call, options);
  try {
    await subscription.run();
  } finally {
    subscription.stop();
  }
}

class Subscription {
  private next: number;
  private over: End | null = null;
  /** Number of events in the log after the append before, for a reader that has caught up. */
  private appended: number | null = null;
  private ring = (): void => undefined;
  private readonly wanted: (event: Recorded) => boolean;
  private readonly isMark: (sent: boolean) => boolean;
  private stopped: () => void = () => undefined;
  private readonly whenOver = new Promise<void>((resolve) => (this.stopped = resolve));
  private readonly listening: readonly (() => void)[];

  constructor(
    private readonly parts: Parts,
    private readonly call: ReadCall,
    options: Options,
  ) {
    this.next = firstIndex(parts, options.getAll() as streams.ReadReq.Options.AllOptions);
    this.wanted = filterOf(options.getFilter());
    this.isMark = marks(options.getFilter());
    this.listening = [parts.log.onAppended(() => this.hear()), parts.faults.subscribed((how) => this.end(how))];
    call.on('cancelled', () => this.ring());
  }

  async run(): Promise<void> {
    await send(this.call, confirmation(crypto.randomUUID()));
    await this.sendWhatIsThere();
    if (!this.isOver()) await send(this.call, caughtUp());
    this.appended = this.parts.log.all.length;
    while (!this.isOver()) {
      const rung = new Promise<void>((resolve) => (this.ring = resolve));
      await this.sendWhatIsThere();
      if (!this.isOver()) await rung;
    }
    if (this.over === 'broken') throw failure(status.UNAVAILABLE, 'Server Is Shutting Down');
    if (this.over === 'too slow') throw failure(status.ABORTED, tooSlow);
    this.call.end();
  }

  stop(): void {
    for (const off of this.listening) off();
  }

  private end(how: End): void {
    this.over = how;
    this.stopped();
    this.ring();
  }

  /** A burst in one append is forgiven if it was sent before the next. */
  private hear(): void {
    this.ring();
    if (this.appended === null) return;
    const waiting = this.parts.log.all.slice(this.next, this.appended).filter(this.wanted).length;
    if (waiting > mostBehind) this.end('too slow');
    this.appended = this.parts.log.all.length;
  }

  private isOver(): boolean {
    return this.over !== null || this.call.cancelled;
  }

  private async sendWhatIsThere(): Promise<void> {
    for (let one = this.parts.log.all[this.next]; one !== undefined && !this.isOver(); one = this.parts.log.all[this.next]) {
      this.next++;
      const sent = this.wanted(one);
      // Whoever is too slow is not waited for.
      await Promise.race([this.deliver(one, sent), this.whenOver]);
    }
  }

  private async deliver(one: Recorded, sent: boolean): Promise<void> {
    if (sent) {
      await this.parts.faults.delivery();
      await send(this.call, event(one));
    }
    if (this.isMark(sent)) await send(this.call, checkpoint(one.position));
  }
}

function firstIndex({ log }: Parts, all: streams.ReadReq.Options.AllOptions): number {
  if (all.hasStart()) return 0;
  return all.hasEnd() ? log.all.length : log.indexFrom(Number(all.getPosition()?.getCommitPosition()) + 1);
}

function filterOf(filter: streams.ReadReq.Options.FilterOptions | undefined): (event: Recorded) => boolean {
  if (filter === undefined) return () => true;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType() ?? new streams.ReadReq.Options.FilterOptions.Expression();
  const field = byStream === undefined ? 'type' : 'stream';
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => event[field].startsWith(prefix));
  const regex = new RegExp(expression.getRegex());
  return (event) => regex.test(event[field]);
}

/** True if a checkpoint is due: after a window of skipped events, never directly after a sent one. */
function marks(filter: streams.ReadReq.Options.FilterOptions | undefined): (sent: boolean) => boolean {
  const every = filter?.hasMax() ? filter.getMax() * Math.max(1, filter.getCheckpointintervalmultiplier()) : Infinity;
  let passed = 0;
  return (sent) => {
    passed = sent ? 0 : (passed + 1) % every;
    return !sent && passed === 0;
  };
}
