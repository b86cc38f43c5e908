import { setTimeout as sleep } from 'node:timers/promises';

export interface Leader {
  readonly host: string;
  readonly port: number;
}

/** How the server misbehaves, on order. */
export class Faults {
  private lost = 0;
  private following: { leader: Leader; times: number } | null = null;
  private held: Promise<void> = Promise.resolve();
  private paceMs = 0;
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
