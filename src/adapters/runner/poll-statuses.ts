import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionStatus } from '../../projections/kernel/read-models';
import { abortWith, pause } from './back-off';
import { findLive } from './live';
import type { Progress } from './progress';

/** Milliseconds between two polls: while a reader waits, and while none does. */
const busyMs = 25;
const idleMs = 1_000;

export interface PollOptions {
  readonly read: Documents;
  readonly progress: Progress;
  readonly onStatus: (statuses: readonly ProjectionStatus[]) => void;
  readonly signal: AbortSignal;
}

/**
 * Polls the positions written by the process that holds the lease, for a limited time. Without this, readers here would never see
 * their own writes. Only the other process knows why a projection stopped.
 */
export async function pollStatuses(
  { read, progress, onStatus, signal }: PollOptions,
  projections: readonly Projection[],
  ms: number,
) {
  const end = performance.now() + ms;
  let nextFullPoll = 0;
  while (!signal.aborted && performance.now() < end) {
    const all = performance.now() >= nextFullPoll;
    if (all) nextFullPoll = performance.now() + idleMs;
    const polled = all ? projections : projections.filter(({ name }) => progress.isAwaited(name));
    // An outage is reported by the callers that query the store.
    onStatus(await Promise.all(polled.map((one) => readStatus(read, one))).catch(() => []));
    await pauseUntilAwaited(progress, end - performance.now(), signal);
  }
}

async function readStatus(read: Documents, { name, version }: Projection): Promise<ProjectionStatus> {
  const live = await findLive(read, name);
  const position = live === null ? null : ((await read.checkpoint(live.collection))?.position ?? null);
  const state = live?.version === version ? 'live' : 'catching-up';
  return { name, version, position, state, failure: null, rebuildPercent: null };
}

async function pauseUntilAwaited(progress: Progress, maxMs: number, signal: AbortSignal): Promise<void> {
  const own = new AbortController();
  abortWith(own, [signal]);
  if (!progress.isAwaited()) progress.setWaitListener(() => own.abort());
  await pause(Math.max(0, Math.min(progress.isAwaited() ? busyMs : idleMs, maxMs)), own.signal);
  own.abort();
}
