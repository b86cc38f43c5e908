import { setImmediate as nextTurn } from 'node:timers/promises';
import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import { pause } from './back-off';
import type { BackOff } from './back-off';
import { defer } from './deferred';
import type { ProjectionWorker, Step } from './projection-worker';
import { saveAll } from './save-all';
import { SharedBatch } from './shared-batch';
import type { FactReader } from './shared-batch';
import { subscriptionLoop } from './subscription-loop';

/** Facts read at once: many while catching up, fewer when every batch keeps other work waiting. */
const catchUpBatch = 10_000;
const liveBatch = 1_000;
/** Milliseconds. */
const longestRest = 50;
/** Facts at once that nobody alone brings about. */
const busyFrom = 16;

export interface FollowerParts {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head'>;
  readonly read: Documents;
  readonly reader: FactReader;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  readonly trouble: (error: unknown) => void;
  /** Told of those that were handed a batch, when it is written. */
  readonly moved: (workers: readonly ProjectionWorker[]) => void;
}

/**
 * One reading of the log for all projections that are up to date. One that is behind catches up by a reading of its own and then joins,
 * between two batches, so that it misses nothing and holds nobody up.
 */
export class LogFollower {
  private readonly workers = new Set<ProjectionWorker>();
  /** Every worker that joined has passed this. Undefined: none has yet. */
  private reached: string | null | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly begun = defer();

  constructor(private readonly parts: FollowerParts) {}

  /** Until the signal says stop. @throws {LeaseLost} */
  async run(): Promise<void> {
    const { store, signal, backOff, trouble } = this.parts;
    signal.addEventListener('abort', () => this.begun.resolve(), { once: true });
    await this.begun.promise;
    await subscriptionLoop(store, {
      batchSize: liveBatch,
      from: () => this.reached ?? null,
      handle: async (stored) => {
        const began = performance.now();
        await this.alone(() => this.handOut(stored));
        await rest(stored.length, performance.now() - began, signal);
      },
      signal,
      backOff,
      trouble,
      final: (error) => error instanceof LeaseLost,
    });
  }

  /** Brings workers, all by one reading from the one furthest behind, to where the log ended when this began. */
  async catchUp(workers: readonly ProjectionWorker[]): Promise<void> {
    const head = await this.parts.store.head();
    if (head !== null) await this.readTo(head, workers);
  }

  /** While nothing else is handed out: the facts that are missing yet, then `switchOver`, then part of the common reading. */
  join(workers: readonly ProjectionWorker[], switchOver: () => Promise<void>): Promise<void> {
    return this.alone(async () => {
      if (typeof this.reached === 'string') await this.readTo(this.reached, workers);
      if (this.parts.signal.aborted) return;
      await switchOver();
      for (const worker of workers) this.workers.add(worker);
      if (this.reached === undefined) this.reached = furthestBehind(workers);
      this.begun.resolve();
    });
  }

  private async readTo(end: string, workers: readonly ProjectionWorker[]): Promise<void> {
    let after = furthestBehind(workers);
    while ((after === null || after < end) && workers.some(({ stopped }) => stopped === null) && !this.parts.signal.aborted) {
      const stored = await this.parts.store.readAll(after, catchUpBatch);
      if (stored.length === 0) return;
      await this.hand(workers, stored);
      after = stored.at(-1)?.position ?? after;
      await nextTurn();
    }
  }

  leave(worker: ProjectionWorker): void {
    this.workers.delete(worker);
  }

  has(worker: ProjectionWorker): boolean {
    return this.workers.has(worker);
  }

  private async handOut(stored: readonly StoredFact[]): Promise<void> {
    await this.hand([...this.workers], stored);
    if (!this.parts.signal.aborted) this.reached = stored.at(-1)?.position ?? this.reached;
  }

  private async hand(workers: readonly ProjectionWorker[], stored: readonly StoredFact[]): Promise<void> {
    const batch = new SharedBatch(stored, this.parts.reader);
    const steps: Step[] = [];
    for (const worker of workers) {
      if (this.parts.signal.aborted) return;
      const step = await worker.fold(batch);
      if (step !== null) steps.push(step);
    }
    await saveAll(this.parts.read, steps);
    this.parts.moved(workers);
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

/**
 * Folds no more than half of the time while it keeps up, where many work a quarter: what gathers meanwhile costs half as much a fact, and the
 * rest is for whoever answers. Somebody who works alone waits some milliseconds. What comes by messages (an order, a stop) is heard in any case.
 */
function rest(facts: number, took: number, signal: AbortSignal): Promise<unknown> {
  return facts === liveBatch ? nextTurn() : pause(Math.min(facts < busyFrom ? took : 3 * took, longestRest), signal);
}

/** Those that stopped do not hold the others back. */
function furthestBehind(workers: readonly ProjectionWorker[]): string | null {
  const going = workers.filter(({ stopped }) => stopped === null);
  const positions = (going.length > 0 ? going : workers).map(({ position }) => position);
  return positions.reduce(
    (least, one) => (least === null || one === null ? null : one < least ? one : least),
    positions[0] ?? null,
  );
}
