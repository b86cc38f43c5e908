import { setTimeout as sleep } from 'node:timers/promises';

export interface Leader {
  readonly host: string;
  readonly port: number;
}

/** Each `every`th append takes `ms` longer, by turns before it is written and after. */
export interface Lateness {
  readonly every: number;
  readonly ms: number;
}

/** How the server misbehaves, on order. */
export class Faults {
  private lost = 0;
  private following: { leader: Leader; times: number } | null = null;
  private held: Promise<void> = Promise.resolve();
  private paceMs = 0;
  private lateness: Lateness | null = null;
  private appends = 0;
  private readonly subscriptions = new Set<(how: 'ended' | 'broken') => void>();

  /** The next appends are written, but never answered. */
  loseAnswers(count: number): void {
    this.lost = count;
  }

  takeLostAnswer(): boolean {
    if (this.lost === 0) return false;
    this.lost--;
    return true;
  }

  /** As under a load that is too much. */
  slowDown(lateness: Lateness): void {
    this.lateness = lateness;
  }

  /** How many were made to wait, by now. */
  late = 0;

  /** Carries out an append, late where it is its turn: whether or not its caller has given up by then. */
  async inNoHurry<T>(append: () => T): Promise<T> {
    this.appends++;
    if (this.lateness === null || this.appends % this.lateness.every !== 0) return append();
    const { ms } = this.lateness;
    const isWrittenFirst = this.late++ % 2 === 0;
    if (!isWrittenFirst) await sleep(ms);
    const outcome = append();
    if (isWrittenFirst) await sleep(ms);
    return outcome;
  }

  /** The next appends are answered as by a node that follows `leader`. */
  follow(leader: Leader, times = 1): void {
    this.following = { leader, times };
  }

  takeLeader(): Leader | null {
    if (this.following === null || this.following.times === 0) return null;
    this.following.times--;
    return this.following.leader;
  }

  /** Everything stands still, while the connections stay open, until the answer is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.held = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Time between two events that are delivered. */
  deliverEvery(ms: number): void {
    this.paceMs = ms;
  }

  /** Asked before anything is done. */
  async turn(): Promise<void> {
    await this.held;
  }

  /** Events sent since the server was started. */
  delivered = 0;

  /** Asked before each event. */
  async delivery(): Promise<void> {
    this.delivered++;
    await this.held;
    if (this.paceMs > 0) await sleep(this.paceMs);
  }

  /** Every subscription there is ends as if all had been said. */
  endSubscriptions(): void {
    for (const end of [...this.subscriptions]) end('ended');
  }

  /** Every subscription there is fails, as when the server shuts down. */
  breakSubscriptions(): void {
    for (const end of [...this.subscriptions]) end('broken');
  }

  /** @returns how to take the subscription from the list */
  subscribed(end: (how: 'ended' | 'broken') => void): () => void {
    this.subscriptions.add(end);
    return () => this.subscriptions.delete(end);
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }
}
