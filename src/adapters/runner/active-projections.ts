import { LeaseLost, DocumentRefused } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionStatus } from '../../projections/kernel/read-models';
import type { EventStore } from '../eventstore/event-store.port';
import { reasonOf, untilDone } from './back-off';
import type { BackOff, Trying } from './back-off';
import { defer } from './deferred';
import type { Deferred } from './deferred';
import { changeLive, collectionName, dropLeftovers, liveOf, liveSpec } from './live';
import type { Live } from './live';
import { LogFollower } from './log-follower';
import { ProjectionWorker } from './projection-worker';
import type { Projecting, ProjectingOrder } from './projecting';
import { rebuild } from './rebuild';
import type { FactReader } from './shared-batch';

export interface ProjectionParts extends ProjectingOrder {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head'>;
  readonly read: Documents;
  readonly reader: FactReader;
  readonly backOff: BackOff;
  /** The store's own counting, to show how far a rebuild is. */
  readonly logIndexOf: (position: string) => number;
}

interface Entry {
  /** Null while a collection of another version answers: nobody can fold it on. */
  worker: ProjectionWorker | null;
  /** Where the collection that answers stands. */
  position: string | null;
  percent: number | null;
  /** The order that could not be built, and why. */
  failed: { readonly asked: number; readonly why: string } | null;
}

interface Waiting {
  readonly name: string;
  readonly asked: number;
  readonly settle: Deferred;
}

/** All projections, from the moment this process holds the lease until the signal says stop. */
export class ActiveProjections implements Projecting {
  private readonly entries = new Map<string, Entry>();
  private readonly shadows = new Map<string, ProjectionWorker>();
  private readonly follower: LogFollower;
  private readonly waiting = new Set<Waiting>();
  private wake = defer();
  private target = 0;
  /** A rebuild left what it replaced, or a place in the files where that was. */
  private untidy = false;
  /** Why no projection goes on at the moment: the store they write. */
  private stuck: string | null = null;

  constructor(
    private readonly parts: ProjectionParts,
    private readonly projections: readonly Projection[],
  ) {
    const trouble = (error: unknown): void => this.troubled(error);
    this.follower = new LogFollower({ ...parts, trouble, moved: (workers) => this.moved(workers) });
  }

  /** Every projection has a collection that answers, and no other is left. */
  async open(): Promise<void> {
    const { read } = this.parts;
    await read.prepare(liveSpec);
    for (const projection of this.projections) this.entries.set(projection.name, await this.openOne(projection));
    this.untidy = await dropLeftovers(read, this.projections);
    this.tell();
  }

  /** Until the signal says stop. @throws {LeaseLost} */
  async run(): Promise<void> {
    try {
      await Promise.all([this.follower.run(), this.bringUp().then(() => this.rebuildAsAsked())]);
    } finally {
      const error = new Error('the server stops; the rebuild begins anew at its next start');
      for (const { settle } of this.waiting) settle.reject(error);
    }
  }

  /** Resolves when the new collections answer; the order itself is durable. */
  async rebuild(names: readonly string[]): Promise<void> {
    const orders = await Promise.all(names.map((name) => this.order(name)));
    this.wake.resolve();
    await Promise.all(orders.map(({ settle }) => settle.promise));
  }

  private tell(): void {
    this.parts.told(
      this.projections.map(({ name, version }) => {
        const { worker, position, percent, failed } = this.entry(name);
        const trouble = worker?.stopped ?? failed?.why ?? this.stuck;
        return { name, version, position, state: this.stateOf(worker, trouble), trouble, rebuildPercent: percent };
      }),
    );
  }

  private stateOf(worker: ProjectionWorker | null, trouble: string | null): ProjectionStatus['state'] {
    if (trouble !== null) return 'stopped';
    return worker !== null && this.follower.has(worker) ? 'live' : 'catching-up';
  }

  private async openOne(projection: Projection): Promise<Entry> {
    const { read, token } = this.parts;
    const live = await liveOf(read, projection.name);
    if (live !== null && live.version !== projection.version) {
      await this.keepAnswering(projection, live);
      const position = (await read.checkpoint(live.collection))?.position ?? null;
      return { worker: null, position, percent: null, failed: null };
    }
    const collection = live?.collection ?? collectionName(projection, 1);
    const worker = new ProjectionWorker(projection, collection, read, token);
    await worker.prepare();
    if (live === null) {
      const first: Live = { _id: projection.name, collection, version: projection.version, asked: 0, built: 0 };
      await read.swap(liveSpec.name, projection.name, null, first);
    }
    return { worker, position: worker.position, percent: null, failed: null };
  }

  /** The queries of this version ask the old documents: give them the new indexes, as far as they fit. */
  private async keepAnswering({ indexes, text }: Projection, { collection }: Live): Promise<void> {
    try {
      await this.parts.read.prepare({ name: collection, indexes, ...(text === undefined ? {} : { text }) });
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error;
    }
  }

  /** Those at one position share one reading; the most advanced first, so that they are live at once. */
  private async bringUp(): Promise<void> {
    const workers = [...this.entries.values()].flatMap(({ worker }) => worker ?? []);
    const positions = [...new Set(workers.map(({ position }) => position ?? ''))].sort().reverse();
    for (const position of positions) {
      const together = workers.filter((worker) => (worker.position ?? '') === position);
      const trouble = (error: unknown): void => this.troubled(error);
      await untilDone(() => this.follower.catchUp(together), { ...this.trying(), trouble });
      await untilDone(() => this.follower.join(together, () => Promise.resolve()), { ...this.trying(), trouble });
      this.tell();
    }
  }

  private async rebuildAsAsked(): Promise<void> {
    this.parts.signal.addEventListener('abort', () => this.wake.resolve(), { once: true });
    while (!this.parts.signal.aborted) {
      // Fresh before the question: an order that comes while it is asked wakes the next round.
      this.wake = defer();
      if ((await untilDone(() => this.rebuildDue(), this.trying())) === false) await this.wake.promise;
    }
  }

  /** False: nothing was asked for. */
  private async rebuildDue(): Promise<boolean> {
    const { read, signal } = this.parts;
    const lives = await Promise.all(this.projections.map(({ name }) => liveOf(read, name)));
    const due = this.projections.filter((projection, i) => this.isDue(projection, lives[i] ?? null));
    if (due.length === 0 && !this.untidy) return false;
    if (due.length > 0) await this.build(due, new Map(lives.map((live) => [live?._id ?? '', live?.asked ?? 0])));
    if (!signal.aborted) await this.tidy();
    return true;
  }

  private async build(due: readonly Projection[], asked: ReadonlyMap<string, number>): Promise<void> {
    const { read, store, logIndexOf, token, signal } = this.parts;
    const head = await store.head();
    this.target = head === null ? 0 : logIndexOf(head);
    this.untidy = true;
    const failed = await rebuild(due, {
      ...{ read, token, signal, follower: this.follower },
      building: (worker) => this.building(worker),
      switched: (worker) => this.switched(worker),
    });
    for (const { projection, stopped } of failed) {
      const { name } = projection;
      const why = `rebuild: ${stopped ?? ''}`;
      Object.assign(this.entry(name), { percent: null, failed: { asked: asked.get(name) ?? 0, why } });
    }
    this.shadows.clear();
    this.tell();
  }

  /** An order is fulfilled when nothing is left of what was there before; where that could not be done, it is tried again. */
  private async tidy(): Promise<void> {
    await dropLeftovers(this.parts.read, this.projections);
    await this.parts.read.compact();
    this.untidy = false;
    await this.settle();
  }

  private isDue({ name, version }: Projection, live: Live | null): boolean {
    if (live === null || this.entry(name).failed?.asked === live.asked) return false;
    return live.version !== version || live.built < live.asked;
  }

  private building(worker: ProjectionWorker): void {
    this.shadows.set(worker.projection.name, worker);
    this.entry(worker.projection.name).percent = 0;
  }

  private switched(worker: ProjectionWorker): ProjectionWorker | null {
    const { name } = worker.projection;
    const entry = this.entry(name);
    const before = entry.worker;
    this.entries.set(name, { worker, position: worker.position, percent: null, failed: null });
    this.tell();
    return before;
  }

  private moved(workers: readonly ProjectionWorker[]): void {
    for (const worker of workers) {
      const { name } = worker.projection;
      const entry = this.entry(name);
      if (entry.worker === worker) entry.position = worker.position;
      else if (worker.position !== null && this.shadows.get(name) === worker) entry.percent = this.percentAt(worker.position);
    }
    this.tell();
  }

  private troubled(error: unknown): void {
    this.stuck = error === null ? null : reasonOf(error);
    this.tell();
    this.parts.trouble(error);
  }

  private percentAt(position: string): number {
    return this.target === 0 ? 100 : Math.min(100, Math.floor((100 * this.parts.logIndexOf(position)) / this.target));
  }

  private async order(name: string): Promise<Waiting> {
    const { asked } = await changeLive(this.parts.read, name, (live) => ({ ...live, asked: live.asked + 1 }));
    const waiting: Waiting = { name, asked, settle: defer() };
    this.waiting.add(waiting);
    return waiting;
  }

  private async settle(): Promise<void> {
    for (const waiting of this.waiting) {
      const { name, asked, settle } = waiting;
      const built = (await liveOf(this.parts.read, name))?.built ?? 0;
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

  private trying(): Trying {
    const { signal, backOff, trouble } = this.parts;
    return { signal, backOff, trouble, final: (error) => error instanceof LeaseLost };
  }
}
