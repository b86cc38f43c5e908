import { setTimeout as sleep } from 'node:timers/promises';

export interface Leader {
  readonly host: string;
  readonly port: number;
}

/** Delays each `every`th append by `ms`, alternately before and after writing. */
export interface Lateness {
  readonly every: number;
  readonly ms: number;
}

/** Faults of the server, on request. */
export class Faults {
  private lost = 0;
  private following: { leader: Leader; times: number } | null = null;
  private held: Promise<void> = Promise.resolve();
  private paceMs = 0;
  private lateness: Lateness | null = null;
  private appends = 0;
  private readonly subscriptions = new Set<(how: 'ended' | 'broken') => void>();

  /** Writes the next appends, but never answers. */
  loseAnswers(count: number): void {
    this.lost = count;
  }

  takeLostAnswer(): boolean {
    if (this.lost === 0) return false;
    this.lost--;
    return true;
  }

  /** Simulates overload. */
  slowDown(lateness: Lateness): void {
    this.lateness = lateness;
  }

  /** Number of delayed appends. */
  late = 0;

  /** Executes an append, with its delay if it is due, even if the caller has given up. */
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

  /** Answers the next appends like a follower of `leader`. */
  follow(leader: Leader, times = 1): void {
    this.following = { leader, times };
  }

  takeLeader(): Leader | null {
    if (this.following === null || this.following.times === 0) return null;
    this.following.times--;
    return this.following.leader;
  }

  /** Blocks everything with open connections until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.held = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Delay between two delivered events. */
  deliverEvery(ms: number): void {
    this.paceMs = ms;
  }

  /** Called before every request. */
  async turn(): Promise<void> {
    await this.held;
  }

  /** Events sent since the start of the server. */
  delivered = 0;

  /** Called before each event. */
  async delivery(): Promise<void> {
    this.delivered++;
    await this.held;
    if (this.paceMs > 0) await sleep(this.paceMs);
  }

  /** Ends every subscription normally. */
  endSubscriptions(): void {
    for (const end of [...this.subscriptions]) end('ended');
  }

  /** Fails every subscription, like a server that shuts down. */
  breakSubscriptions(): void {
    for (const end of [...this.subscriptions]) end('broken');
  }

  /** @returns a function that removes the subscription */
  subscribed(end: (how: 'ended' | 'broken') => void): () => void {
    this.subscriptions.add(end);
    return () => this.subscriptions.delete(end);
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }
}
