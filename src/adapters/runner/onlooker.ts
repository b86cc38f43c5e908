import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionStatus } from '../../projections/kernel/read-models';
import { endWith, pause } from './back-off';
import { liveOf } from './live';
import type { Progress } from './progress';

/** Milliseconds between two looks: while somebody waits for a read model, and while nobody does. */
const brisk = 25;
const idle = 1_000;

export interface Onlooking {
  readonly read: Documents;
  readonly progress: Progress;
  readonly told: (statuses: readonly ProjectionStatus[]) => void;
  readonly signal: AbortSignal;
}

/**
 * For so long, what a process knows that does not project: another holds the lease, and where that one stands is in the store they share. Without
 * it whoever waits to see what was recorded here would wait in vain. Why a projection has stopped only the other can tell.
 */
export async function lookOn({ read, progress, told, signal }: Onlooking, projections: readonly Projection[], ms: number) {
  const end = performance.now() + ms;
  let lookAtAll = 0;
  while (!signal.aborted && performance.now() < end) {
    const all = performance.now() >= lookAtAll;
    if (all) lookAtAll = performance.now() + idle;
    const asked = all ? projections : projections.filter(({ name }) => progress.isAwaited(name));
    // A store that does not answer is told of by those who ask it.
    told(await Promise.all(asked.map((one) => stand(read, one))).catch(() => []));
    await rest(progress, end - performance.now(), signal);
  }
}

async function stand(read: Documents, { name, version }: Projection): Promise<ProjectionStatus> {
  const live = await liveOf(read, name);
  const position = live === null ? null : ((await read.checkpoint(live.collection))?.position ?? null);
  const state = live?.version === version ? 'live' : 'catching-up';
  return { name, version, position, state, trouble: null, rebuildPercent: null };
}

async function rest(progress: Progress, mostMs: number, signal: AbortSignal): Promise<void> {
  const own = new AbortController();
  endWith(own, [signal]);
  if (!progress.isAwaited()) progress.onceAwaited(() => own.abort());
  await pause(Math.max(0, Math.min(progress.isAwaited() ? brisk : idle, mostMs)), own.signal);
  own.abort();
}
