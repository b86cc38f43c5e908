import { statfs } from 'node:fs/promises';
import type { Documents } from '../../projections/kernel/documents.port';
import type { ProjectionStatus } from '../../projections/kernel/read-models';
import type { EventStore, StreamDamage } from '../eventstore/event-store.port';
import type { Health, HealthReport, ProjectionHealth } from './health.port';

export interface HealthParts {
  readonly log: Pick<EventStore, 'head' | 'logIndexOf' | 'damages'>;
  readonly read: Pick<Documents, 'collections'>;
  readonly ops: Pick<Documents, 'collections' | 'count'>;
  readonly keys: Pick<Documents, 'collections'>;
  readonly runner: { status(): readonly ProjectionStatus[]; failures(): ReadonlyMap<string, string> };
  /** Free disk space in bytes. */
  readonly free: () => Promise<number>;
  /** A store that takes longer counts as down. */
  readonly timeoutMs?: number;
  /** Default: what the log knows of. */
  readonly damages?: () => Promise<readonly StreamDamage[]>;
}

/** Room for the next seconds of an import, so the alarm comes before the disk is full. */
export const minFreeBytes = 64 * 1024 * 1024;

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Queries every store on each report, because a cached answer could be stale. */
export function healthOf({ log, read, ops, keys, runner, free, timeoutMs = 2_000, damages }: HealthParts): Health {
  const ask = <T>(question: () => Promise<T>): Promise<T | null> => withTimeout(question, timeoutMs);
  let known: number | null = null;
  /** A disk that answers late is not full: the last answer counts. One that fails is down. */
  const hasRoom = async (): Promise<boolean> => {
    known = (await ask(() => free().catch(() => 0))) ?? known;
    return known === null || known >= minFreeBytes;
  };
  return {
    report: async () => {
      const [facts, reading, operating, sealing, parked, room, damaged] = await Promise.all([
        ask(async () => log.logIndexOf(await log.head())),
        ask(() => read.collections()),
        ask(() => ops.collections()),
        ask(() => keys.collections()),
        ask(() => ops.count('parked', [])),
        hasRoom(),
        ask(() => damages?.() ?? Promise.resolve(log.damages())),
      ]);
      const projections = runner.status().map((status) => projectionHealth(status, facts, log));
      const folding = new Set(projections.map(({ name }) => name));
      const stores = {
        log: { ...state(facts), facts, damagedStreams: damaged?.length ?? 0 },
        read: state(reading),
        ops: state(operating),
        keys: state(sealing),
      };
      const disk = { status: room ? 'up' : 'down' } as const;
      const failing = [...runner.failures().keys()].filter((who) => !folding.has(who));
      const parts = { ...stores, disk, projections, reactors: { failing, parked } };
      const stopped = stoppedParts(parts);
      return { status: stopped.length === 0 ? 'ready' : 'degraded', stopped: stopped, ...parts };
    },
  };
}

/** Failing reactors are listed elsewhere: they retry, and meanwhile commands and lists work. */
function stoppedParts({ log, read, ops, keys, disk, projections }: Omit<HealthReport, 'status' | 'stopped'>): readonly string[] {
  const stores = Object.entries({ log, read, ops, keys, disk }).filter(([, { status }]) => status === 'down');
  return [...stores.map(([name]) => name), ...projections.filter(({ state }) => state === 'stopped').map(({ name }) => name)];
}

function state(answer: unknown): { readonly status: 'up' | 'down' } {
  return { status: answer === null ? 'down' : 'up' };
}

function projectionHealth(
  { name, version, state, position, rebuildPercent }: ProjectionStatus,
  facts: number | null,
  log: HealthParts['log'],
): ProjectionHealth {
  const behind = facts === null ? 0 : Math.max(0, facts - log.logIndexOf(position));
  return { name, version, state, behind, rebuildPercent };
}

/** Null if it fails or takes too long. */
function withTimeout<T>(question: () => Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), ms);
    question()
      .catch(() => null)
      .then(
        (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        () => resolve(null),
      );
  });
}
