import { setImmediate as nextTurn } from 'node:timers/promises';
import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import { pause } from './back-off';
import type { BackOff } from './back-off';
import { defer } from './deferred';
import { DamagedStreams } from './damaged-streams';
import type { ProjectionWorker, Step } from './projection-worker';
import { saveAll } from './save-all';
import { SharedBatch } from './shared-batch';
import type { FactReader } from './shared-batch';
import { subscriptionLoop } from './subscription-loop';

/** Batch sizes. Live batches are smaller, because other work waits for each of them. */
const catchUpBatch = 10_000;
const liveBatch = 1_000;
/** Milliseconds. */
const maxPauseMs = 50;
/** Batch size that implies concurrent writers. */
const concurrentBatch = 16;

export interface FollowerParts {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head' | 'recovered'>;
  readonly read: Documents;
  readonly reader: FactReader;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  readonly onFailure: (error: unknown) => void;
  /** Called after a batch was written, with the workers that received it. */
  readonly onProgress: (workers: readonly ProjectionWorker[]) => void;
}

/**
 * Reads the log once for all projections that are up to date. A projection that is behind catches up with a reader of its own, then
 * joins between two batches.
 */
export class LogFollower {
  private readonly workers = new Set<ProjectionWorker>();
  /** All joined workers have passed this position. Undefined until one has joined. */
  private reached: string | null | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly firstJoin = defer();

  /** Known to all workers, whichever found it. */
  readonly damaged: DamagedStreams;

  constructor(private readonly parts: FollowerParts) {
    this.damaged = new DamagedStreams(parts.read);
  }

  /** Runs until the signal aborts. @throws {LeaseLost} */
  async run(): Promise<void> {
    const { store, signal, backOff, onFailure } = this.parts;
    signal.addEventListener('abort', () => this.firstJoin.resolve(), { once: true });
    await this.firstJoin.promise;
    await subscriptionLoop(store, {
      batchSize: liveBatch,
      from: () => this.reached ?? null,
      handle: async (stored) => {
        const began = performance.now();
        await this.runExclusive(() => this.foldLive(stored));
        await pauseAfterBatch(stored.length, performance.now() - began, signal);
      },
      signal,
      backOff,
      onFailure,
      isPermanent: (error) => error instanceof LeaseLost,
    });
  }

  /** Brings workers to the present head, with one reader that starts at the worker furthest behind. */
  async catchUp(workers: readonly ProjectionWorker[]): Promise<void> {
    const head = await this.parts.store.head();
    if (head !== null) await this.readTo(head, workers);
  }

  /** Between two batches: folds the facts still missing, calls `switchOver`, then adds the workers to the shared reader. */
  join(workers: readonly ProjectionWorker[], switchOver: () => Promise<void>): Promise<void> {
    return this.runExclusive(async () => {
      if (typeof this.reached === 'string') await this.readTo(this.reached, workers);
      if (this.parts.signal.aborted) return;
      await switchOver();
      for (const worker of workers) this.workers.add(worker);
      if (this.reached === undefined) this.reached = furthestBehind(workers);
      this.firstJoin.resolve();
    });
  }

  private async readTo(end: string, workers: readonly ProjectionWorker[]): Promise<void> {
    let after = furthestBehind(workers);
    while ((after === null || after < end) && workers.some(({ stopped }) => stopped === null) && !this.parts.signal.aborted) {
      const stored = await this.parts.store.readAll(after, catchUpBatch);
      if (stored.length === 0) return;
      await this.foldInto(workers, stored);
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

  private async foldLive(stored: readonly StoredFact[]): Promise<void> {
    await this.foldInto([...this.workers], stored);
    if (!this.parts.signal.aborted) this.reached = stored.at(-1)?.position ?? this.reached;
  }

  private async foldInto(workers: readonly ProjectionWorker[], stored: readonly StoredFact[]): Promise<void> {
    const batch = new SharedBatch(stored, this.parts.reader, this.damaged);
    const steps: Step[] = [];
    for (const worker of workers) {
      if (this.parts.signal.aborted) return;
      const step = await worker.fold(batch);
      if (step !== null) steps.push(step);
    }
    await this.damaged.save();
    await saveAll(this.parts.read, steps);
    this.parts.onProgress(workers);
  }

  private runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

/**
 * Leaves the thread at least half of its time, three quarters under concurrent writes, where larger batches cost less per fact.
 * A single writer waits a few milliseconds at most.
 */
function pauseAfterBatch(facts: number, took: number, signal: AbortSignal): Promise<unknown> {
  return facts === liveBatch ? nextTurn() : pause(Math.min(facts < concurrentBatch ? took : 3 * took, maxPauseMs), signal);
}

/** Ignores stopped workers, so they do not hold back the others. */
function furthestBehind(workers: readonly ProjectionWorker[]): string | null {
  const running = workers.filter(({ stopped }) => stopped === null);
  const positions = (running.length > 0 ? running : workers).map(({ position }) => position);
  return positions.reduce(
    (least, one) => (least === null || one === null ? null : one < least ? one : least),
    positions[0] ?? null,
  );
}
