import { randomUUID } from 'node:crypto';
import { LeaseLost, DocumentRefused } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import { collectionSpec, type Projection } from '../../projections/kernel/projection';
import type { ProjectionStatus } from '../../projections/kernel/read-models';
import type { EventStore } from '../eventstore/event-store.port';
import { reasonOf, retryUntilDone } from './back-off';
import type { BackOff, RetryOptions } from './back-off';
import { defer } from './deferred';
import type { Deferred } from './deferred';
import { changeLive, collectionName, dropLeftovers, findLive, liveSpec } from './live';
import type { LiveCollection } from './live';
import { LogFollower } from './log-follower';
import { ProjectionWorker } from './projection-worker';
import type { RunningProjections, ProjectingOptions } from './running-projections';
import { rebuild } from './rebuild';
import type { FactReader } from './shared-batch';

export interface ProjectionParts extends ProjectingOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head' | 'recovered'>;
  readonly read: Documents;
  readonly reader: FactReader;
  readonly backOff: BackOff;
  /** Shows how far a rebuild is. */
  readonly logIndexOf: (position: string) => number;
}

interface Entry {
  /** Null while the live collection has an old version, which this version cannot continue. */
  worker: ProjectionWorker | null;
  /** Position of the live collection. */
  position: string | null;
  percent: number | null;
  /** The rebuild request that failed, and why. */
  failed: { readonly asked: number; readonly why: string } | null;
}

interface PendingRebuild {
  readonly name: string;
  readonly asked: number;
  readonly settle: Deferred;
}

/** Runs all projections while this process holds the lease. */
export class LeasedProjections implements RunningProjections {
  private readonly entries = new Map<string, Entry>();
  private readonly shadows = new Map<string, ProjectionWorker>();
  private readonly follower: LogFollower;
  private readonly waiting = new Set<PendingRebuild>();
  private newRequest = defer();
  private target = 0;
  /** Dropped collections, or their unused space in the files, are still to be cleaned up. */
  private hasLeftovers = false;
  /** Failure of the read-model store, which stops every projection. */
  private storeFailure: string | null = null;

  constructor(
    private readonly parts: ProjectionParts,
    private readonly projections: readonly Projection[],
  ) {
    const onFailure = (error: unknown): void => this.reportFailure(error);
    this.follower = new LogFollower({ ...parts, onFailure, onProgress: (workers) => this.updateProgress(workers) });
  }

  /** Gives every projection a live collection and drops all others. */
  async open(): Promise<void> {
    const { read } = this.parts;
    await read.prepare(liveSpec);
    await this.follower.damaged.open();
    for (const projection of this.projections) this.entries.set(projection.name, await this.openOne(projection));
    this.hasLeftovers = await dropLeftovers(read, this.projections);
    this.publishStatus();
  }

  /** Runs until the signal aborts. @throws {LeaseLost} */
  async run(): Promise<void> {
    try {
      await Promise.all([this.follower.run(), this.startWorkers().then(() => this.runRebuilds())]);
    } finally {
      const error = new Error('the server is stopping. The rebuild starts again at its next start');
      for (const { settle } of this.waiting) settle.reject(error);
    }
  }

  /** Resolves when the new collections are live. The request itself is durable. */
  async rebuild(names: readonly string[]): Promise<void> {
    const orders = await Promise.all(names.map((name) => this.requestRebuild(name)));
    this.newRequest.resolve();
    await Promise.all(orders.map(({ settle }) => settle.promise));
  }

  private publishStatus(): void {
    this.parts.onStatus(
      this.projections.map(({ name, version }) => {
        const { worker, position, percent, failed } = this.entry(name);
        const own = worker?.stopped ?? failed?.why ?? null;
        const failure = own ?? this.storeFailure;
        const retrying = own === null && failure !== null ? ({ retrying: true } as const) : {};
        return { name, version, position, state: this.stateOf(worker, failure), failure, rebuildPercent: percent, ...retrying };
      }),
    );
  }

  private stateOf(worker: ProjectionWorker | null, failure: string | null): ProjectionStatus['state'] {
    if (failure !== null) return 'stopped';
    return worker !== null && this.follower.has(worker) ? 'live' : 'catching-up';
  }

  private async openOne(projection: Projection): Promise<Entry> {
    const { read, token } = this.parts;
    const live = await findLive(read, projection.name);
    if (live !== null && live.version !== projection.version) {
      await this.updateIndexes(projection, live);
      const position = (await read.checkpoint(live.collection))?.position ?? null;
      return { worker: null, position, percent: null, failed: null };
    }
    const collection = live?.collection ?? collectionName(projection, 1);
    const worker = new ProjectionWorker(projection, collection, read, token);
    await worker.prepare();
    if (live === null) {
      const { name, version } = projection;
      const first: LiveCollection = { _id: name, collection, version, asked: 0, built: 0, generation: randomUUID() };
      await read.swap(liveSpec.name, projection.name, null, first);
    }
    return { worker, position: worker.position, percent: null, failed: null };
  }

  /** Until a rebuild ends, new queries read the old collection, so it gets the new indexes where its documents allow them. */
  private async updateIndexes(projection: Projection, { collection }: LiveCollection): Promise<void> {
    try {
      await this.parts.read.prepare(collectionSpec(collection, projection));
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error;
    }
  }

  /** Workers at one position read together. The most advanced go first, so that they are live soon. */
  private async startWorkers(): Promise<void> {
    const workers = [...this.entries.values()].flatMap(({ worker }) => worker ?? []);
    const positions = [...new Set(workers.map(({ position }) => position ?? ''))].sort().reverse();
    for (const position of positions) {
      const together = workers.filter((worker) => (worker.position ?? '') === position);
      const onFailure = (error: unknown): void => this.reportFailure(error);
      await retryUntilDone(() => this.follower.catchUp(together), { ...this.retryOptions(), onFailure });
      await retryUntilDone(() => this.follower.join(together, () => Promise.resolve()), {
        ...this.retryOptions(),
        onFailure,
      });
      this.publishStatus();
    }
  }

  private async runRebuilds(): Promise<void> {
    this.parts.signal.addEventListener('abort', () => this.newRequest.resolve(), { once: true });
    while (!this.parts.signal.aborted) {
      // Created before reading the requests, so that a request made meanwhile starts another round.
      this.newRequest = defer();
      if ((await retryUntilDone(() => this.rebuildDueProjections(), this.retryOptions())) === false)
        await this.newRequest.promise;
    }
  }

  /** False if nothing was requested. */
  private async rebuildDueProjections(): Promise<boolean> {
    const { read, signal } = this.parts;
    const lives = await Promise.all(this.projections.map(({ name }) => findLive(read, name)));
    const due = this.projections.filter((projection, i) => this.isDue(projection, lives[i] ?? null));
    if (due.length === 0 && !this.hasLeftovers) return false;
    if (due.length > 0) await this.build(due, new Map(lives.map((live) => [live?._id ?? '', live?.asked ?? 0])));
    if (!signal.aborted) await this.cleanUp();
    return true;
  }

  private async build(due: readonly Projection[], asked: ReadonlyMap<string, number>): Promise<void> {
    const { read, store, logIndexOf, token, signal } = this.parts;
    const head = await store.head();
    this.target = head === null ? 0 : logIndexOf(head);
    this.hasLeftovers = true;
    const failed = await rebuild(due, {
      ...{ read, token, signal, follower: this.follower },
      onStarted: (worker) => this.addShadow(worker),
      onSwitched: (worker) => this.replaceWorker(worker),
    });
    for (const { projection, stopped } of failed) {
      const { name } = projection;
      const why = `rebuild: ${stopped ?? ''}`;
      Object.assign(this.entry(name), { percent: null, failed: { asked: asked.get(name) ?? 0, why } });
    }
    this.shadows.clear();
    this.publishStatus();
  }

  /** A request is complete only once the old collection is gone. A failed clean-up is retried. */
  private async cleanUp(): Promise<void> {
    await dropLeftovers(this.parts.read, this.projections);
    await this.parts.read.compact();
    this.hasLeftovers = false;
    await this.settle();
  }

  private isDue({ name, version }: Projection, live: LiveCollection | null): boolean {
    if (live === null || this.entry(name).failed?.asked === live.asked) return false;
    return live.version !== version || live.built < live.asked;
  }

  private addShadow(worker: ProjectionWorker): void {
    this.shadows.set(worker.projection.name, worker);
    this.entry(worker.projection.name).percent = 0;
  }

  private replaceWorker(worker: ProjectionWorker): ProjectionWorker | null {
    const { name } = worker.projection;
    const entry = this.entry(name);
    const before = entry.worker;
    this.entries.set(name, { worker, position: worker.position, percent: null, failed: null });
    this.publishStatus();
    return before;
  }

  private updateProgress(workers: readonly ProjectionWorker[]): void {
    for (const worker of workers) {
      const { name } = worker.projection;
      const entry = this.entry(name);
      if (entry.worker === worker) entry.position = worker.position;
      else if (worker.position !== null && this.shadows.get(name) === worker) entry.percent = this.percentAt(worker.position);
    }
    this.publishStatus();
  }

  private reportFailure(error: unknown): void {
    this.storeFailure = error === null ? null : reasonOf(error);
    this.publishStatus();
    this.parts.onFailure(error);
  }

  private percentAt(position: string): number {
    return this.target === 0 ? 100 : Math.min(100, Math.floor((100 * this.parts.logIndexOf(position)) / this.target));
  }

  private async requestRebuild(name: string): Promise<PendingRebuild> {
    const { asked } = await changeLive(this.parts.read, name, (live) => ({ ...live, asked: live.asked + 1 }));
    const waiting: PendingRebuild = { name, asked, settle: defer() };
    this.waiting.add(waiting);
    return waiting;
  }

  private async settle(): Promise<void> {
    for (const waiting of this.waiting) {
      const { name, asked, settle } = waiting;
      const built = (await findLive(this.parts.read, name))?.built ?? 0;
      const { failed } = this.entry(name);
      if (built >= asked) settle.resolve();
      else if (failed !== null && failed.asked >= asked) settle.reject(new Error(failed.why));
      else continue;
      this.waiting.delete(waiting);
    }
  }

  private entry(name: string): Entry {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Error(`there is no projection ${name}`);
    return entry;
  }

  private retryOptions(): RetryOptions {
    const { signal, backOff, onFailure, store } = this.parts;
    return { signal, backOff, onFailure, recovered: store.recovered, isPermanent: (error) => error instanceof LeaseLost };
  }
}
