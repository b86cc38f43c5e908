import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionStatus, ReadModels } from '../../projections/kernel/read-models';
import type { EventStore } from '../eventstore/event-store.port';
import type { Clock } from '../system/clock.port';
import { calmly, endWith, pause, reasonOf, stops } from './back-off';
import type { BackOff } from './back-off';
import { leasesSpec, tryLease } from './lease';
import type { Lease } from './lease';
import { lookOn } from './onlooker';
import { Progress } from './progress';
import { projectHere } from './project-here';
import type { Projecting, StartProjecting } from './projecting';
import { parkedSpec, retryParked } from './parked';
import type { Retried } from './parked';
import type { Reactor } from './reactor';
import { runReactor } from './reactor-worker';
import { readModels } from './read-models';
import type { FactReader } from './shared-batch';

export interface RunnerParts {
  readonly store: EventStore;
  readonly read: Documents;
  readonly ops: Documents;
  readonly reader: FactReader;
  readonly clock: Clock;
  /** The store's own counting, to show how far a rebuild is. */
  readonly logIndexOf: (position: string) => number;
  /** Names this process in the lease. */
  readonly holder: string;
  /** A lock on the data folder keeps all others away: the lease is taken at once, whatever a killed process left. */
  readonly exclusive: boolean;
  readonly leaseTtlMs?: number;
  readonly backOff?: BackOff;
  /** Tries before a reactor parks a fact, outages not counted; default 5. */
  readonly attempts?: number;
  /** For the log; null: it is over. `troubles` keeps what lasts. */
  readonly trouble?: (who: string, error: unknown) => void;
  /** Default: on this thread. One that projects elsewhere needs no `read` that can write. */
  readonly projecting?: StartProjecting;
}

export interface Runner {
  readonly readModels: ReadModels;
  /** Resolves when every read model answers (it may still be catching up), or another process has the lease. */
  start(): Promise<void>;
  /** Resolves when the new collections answer. `all`: one reading of the log for all of them. */
  rebuild(projections: readonly string[] | 'all'): Promise<void>;
  /** One more try of every fact that a reactor gave up on. @throws where a store does not answer */
  retryParked(seen: (done: number, total: number) => void, signal: AbortSignal): Promise<Retried>;
  status(): readonly ProjectionStatus[];
  /** Stores that do not answer and reactors that fail, by name: not empty means unwell. */
  troubles(): ReadonlyMap<string, string>;
  /** Ends after the batch under way, well within a second. */
  stop(): Promise<void>;
}

export function createRunner(parts: RunnerParts, projections: readonly Projection[], reactors: readonly Reactor[]): Runner {
  const { read, ops, leaseTtlMs = 10_000, backOff = calmly, attempts = 5 } = parts;
  const stopping = new AbortController();
  const progress = new Progress();
  const troubles = new Map<string, string>();
  const startProjecting = parts.projecting ?? projectHere({ ...parts, backOff }, projections);
  let statuses: readonly ProjectionStatus[] = projections.map(unknownStatus);
  let active: Projecting | null = null;
  let running: Promise<void> = Promise.resolve();

  const trouble = (who: string, error: unknown): void => {
    if (error === null) troubles.delete(who);
    else troubles.set(who, reasonOf(error));
    parts.trouble?.(who, error);
  };
  const told = (news: readonly ProjectionStatus[]): void => {
    statuses = news;
    for (const { name, position } of news) progress.reached(name, position);
  };
  const lease = (): Promise<Lease | null> =>
    tryLease({ ops, name: 'runner', holder: parts.holder, clock: parts.clock, ttlMs: leaseTtlMs, exclusive: parts.exclusive });

  /** Everything under one lease; when one part ends, all do. */
  const work = async (held: Lease, own: AbortController, projecting: Projecting): Promise<void> => {
    const reactorParts = { ...parts, backOff, attempts, trouble };
    const all = [projecting.run(), ...reactors.map((reactor) => runReactor(reactor, reactorParts, held.token, own.signal))];
    const ended = await Promise.allSettled(all.map((one) => one.finally(() => own.abort())));
    active = null;
    const failure = ended.find((one) => one.status === 'rejected');
    const why = failure === undefined || failure.reason instanceof LeaseLost ? null : reasonOf(failure.reason);
    statuses = statuses.map((one) => ({ ...one, state: why === null ? 'catching-up' : 'stopped', trouble: why }));
    await held.release();
    if (why !== null) trouble('runner', failure?.reason);
  };
  const begin = async (): Promise<(() => Promise<void>) | null> => {
    const held = await lease();
    if (held === null) return null;
    const own = new AbortController();
    endWith(own, [stopping.signal, held.lost]);
    const inTrouble = (error: unknown): void => trouble('projections', error);
    const order = { token: held.token, signal: own.signal, told, trouble: inTrouble };
    const projecting = await startProjecting(order).catch((error: unknown) => {
      own.abort();
      throw error;
    });
    active = projecting;
    if (troubles.has('runner')) trouble('runner', null);
    return () => work(held, own, projecting);
  };
  const seen = (news: readonly ProjectionStatus[]): void =>
    told(statuses.map((known) => news.find(({ name }) => name === known.name) ?? known));
  /** Null: another process holds the lease. Undefined: it could not be asked for, or nothing came of it. */
  type Next = (() => Promise<void>) | null | undefined;
  const keepGoing = async (first: Next): Promise<void> => {
    let next = first;
    while (!stopping.signal.aborted) {
      await next?.();
      const between = leaseTtlMs / 3;
      if (next === null) await lookOn({ read, progress, told: seen, signal: stopping.signal }, projections, between);
      else await pause(between, stopping.signal);
      if (stops(stopping.signal)) return;
      next = await begin().catch((error: unknown) => {
        trouble('runner', error);
        return undefined;
      });
    }
  };

  return {
    readModels: readModels(read, progress, () => statuses),
    start: async () => {
      await ops.prepare(leasesSpec);
      await ops.prepare(parkedSpec);
      running = keepGoing(await begin());
    },
    rebuild: async (names) => {
      if (active === null) throw new Error('another process runs the projections: ask that one');
      await active.rebuild(names === 'all' ? projections.map(({ name }) => name) : names);
    },
    retryParked: async (seen, signal) => {
      const retried = await retryParked(reactors, parts, seen, signal);
      const over = reactors.filter(({ name }) => troubles.has(name) && retried.left.every(({ reactor }) => reactor !== name));
      for (const { name } of over) trouble(name, null);
      return retried;
    },
    status: () => statuses,
    troubles: () => troubles,
    stop: async () => {
      stopping.abort();
      await running;
      progress.end();
    },
  };
}

function unknownStatus({ name, version }: Projection): ProjectionStatus {
  return { name, version, position: null, state: 'catching-up', trouble: null, rebuildPercent: null };
}
