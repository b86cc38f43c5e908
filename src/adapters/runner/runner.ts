import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionStatus, ReadModels } from '../../projections/kernel/read-models';
import type { EventStore } from '../eventstore/event-store.port';
import type { Clock } from '../system/clock.port';
import { defaultBackOff, abortWith, pause, reasonOf, isAborted } from './back-off';
import type { BackOff } from './back-off';
import { leasesSpec, tryLease } from './lease';
import type { Lease } from './lease';
import { pollStatuses } from './poll-statuses';
import { Progress } from './progress';
import { projectOnThisThread } from './project-on-this-thread';
import type { RunningProjections, StartProjections } from './running-projections';
import { parkedSpec, retryParked } from './parked';
import type { RetryReport } from './parked';
import type { Reactor } from './reactor.port';
import { runReactor } from './reactor-worker';
import { readModels } from './read-models';
import type { FactReader } from './shared-batch';

export interface RunnerParts {
  readonly store: EventStore;
  readonly read: Documents;
  readonly ops: Documents;
  readonly reader: FactReader;
  readonly clock: Clock;
  /** Shows how far a rebuild is. */
  readonly logIndexOf: (position: string) => number;
  /** Identifies this process in the lease. */
  readonly holder: string;
  /** True if a lock on the data folder keeps other processes away, so the lease is taken at once after a crash. */
  readonly exclusive: boolean;
  readonly leaseTtlMs?: number;
  readonly backOff?: BackOff;
  /** Attempts before a reactor parks a fact. Outages do not count. Default: 5. */
  readonly attempts?: number;
  /** For logging; null after recovery. `failures` lists what is still failing. */
  readonly onFailure?: (who: string, error: unknown) => void;
  /** Default: on this thread. If set, `read` is only queried. */
  readonly startProjections?: StartProjections;
}

export interface Runner {
  readonly readModels: ReadModels;
  /** Resolves when every read model can be queried (it may still be catching up) or another process has the lease. */
  start(): Promise<void>;
  /** Resolves when the new collections are live. `all` rebuilds them with one reader. */
  rebuild(projections: readonly string[] | 'all'): Promise<void>;
  /** Retries every parked fact once. @throws if a store does not answer */
  retryParked(onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<RetryReport>;
  status(): readonly ProjectionStatus[];
  /** Failing stores and reactors by name. Empty when healthy. */
  failures(): ReadonlyMap<string, string>;
  /** Finishes the current batch, within a second. */
  stop(): Promise<void>;
}

export function createRunner(parts: RunnerParts, projections: readonly Projection[], reactors: readonly Reactor[]): Runner {
  const { read, ops, leaseTtlMs = 10_000, backOff = defaultBackOff, attempts = 5 } = parts;
  const stopping = new AbortController();
  const progress = new Progress();
  const failures = new Map<string, string>();
  const startProjections = parts.startProjections ?? projectOnThisThread({ ...parts, backOff }, projections);
  let statuses: readonly ProjectionStatus[] = projections.map(unknownStatus);
  let active: RunningProjections | null = null;
  let running: Promise<void> = Promise.resolve();

  const reportFailure = (who: string, error: unknown): void => {
    if (error === null) failures.delete(who);
    else failures.set(who, reasonOf(error));
    parts.onFailure?.(who, error);
  };
  const updateStatuses = (changed: readonly ProjectionStatus[]): void => {
    statuses = changed;
    for (const { name, position } of changed) progress.advance(name, position);
  };
  const lease = (): Promise<Lease | null> =>
    tryLease({ ops, name: 'runner', holder: parts.holder, clock: parts.clock, ttlMs: leaseTtlMs, exclusive: parts.exclusive });

  /** Runs everything under one lease. When one part ends, all end. */
  const runLeased = async (held: Lease, own: AbortController, projecting: RunningProjections): Promise<void> => {
    const reactorParts = { ...parts, backOff, attempts, onFailure: reportFailure };
    const all = [projecting.run(), ...reactors.map((reactor) => runReactor(reactor, reactorParts, held.token, own.signal))];
    const ended = await Promise.allSettled(all.map((one) => one.finally(() => own.abort())));
    active = null;
    const failure = ended.find((one) => one.status === 'rejected');
    const why = failure === undefined || failure.reason instanceof LeaseLost ? null : reasonOf(failure.reason);
    const state = why === null ? 'catching-up' : 'stopped';
    // The runner takes the lease again and goes on.
    const retrying = why === null ? {} : ({ retrying: true } as const);
    statuses = statuses.map(({ name, version, position, rebuildPercent }) => ({
      ...{ name, version, position, rebuildPercent, state, failure: why, ...retrying },
    }));
    await held.release();
    if (why !== null) reportFailure('runner', failure?.reason);
  };
  const startLeased = async (): Promise<(() => Promise<void>) | null> => {
    const held = await lease();
    if (held === null) return null;
    const own = new AbortController();
    abortWith(own, [stopping.signal, held.lost]);
    const onFailure = (error: unknown): void => reportFailure('projections', error);
    const options = { token: held.token, signal: own.signal, onStatus: updateStatuses, onFailure };
    const projecting = await startProjections(options).catch((error: unknown) => {
      own.abort();
      throw error;
    });
    active = projecting;
    if (failures.has('runner')) reportFailure('runner', null);
    return () => runLeased(held, own, projecting);
  };
  const mergeStatuses = (changed: readonly ProjectionStatus[]): void =>
    updateStatuses(statuses.map((known) => changed.find(({ name }) => name === known.name) ?? known));
  /** Null: another process holds the lease. Undefined: the attempt failed. */
  type LeaseAttempt = (() => Promise<void>) | null | undefined;
  const runUntilStopped = async (first: LeaseAttempt): Promise<void> => {
    let next = first;
    while (!stopping.signal.aborted) {
      await next?.();
      const pauseMs = leaseTtlMs / 3;
      if (next === null)
        await pollStatuses({ read, progress, onStatus: mergeStatuses, signal: stopping.signal }, projections, pauseMs);
      else await pause(pauseMs, stopping.signal);
      if (isAborted(stopping.signal)) return;
      next = await startLeased().catch((error: unknown) => {
        reportFailure('runner', error);
        return undefined;
      });
    }
  };

  return {
    readModels: readModels(read, progress, () => statuses),
    start: async () => {
      await ops.prepare(leasesSpec);
      await ops.prepare(parkedSpec);
      running = runUntilStopped(await startLeased());
    },
    rebuild: async (names) => {
      if (active === null) throw new Error('another process runs the projections. Start the rebuild there');
      await active.rebuild(names === 'all' ? projections.map(({ name }) => name) : names);
    },
    retryParked: async (onProgress, signal) => {
      const retried = await retryParked(reactors, parts, onProgress, signal);
      const over = reactors.filter(({ name }) => failures.has(name) && retried.left.every(({ reactor }) => reactor !== name));
      for (const { name } of over) reportFailure(name, null);
      return retried;
    },
    status: () => statuses,
    failures: () => failures,
    stop: async () => {
      stopping.abort();
      await running;
      progress.releaseAll();
    },
  };
}

function unknownStatus({ name, version }: Projection): ProjectionStatus {
  return { name, version, position: null, state: 'catching-up', failure: null, rebuildPercent: null };
}
