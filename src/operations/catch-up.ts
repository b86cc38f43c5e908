import type { Progress } from '../adapters/control/control.port';
import { factsUpTo, type EventStore } from '../adapters/eventstore/event-store.port';
import type { Runner } from '../adapters/runner/runner';
import { projections } from '../projections';

const pollMs = 200;
/** Stop waiting for read models that make no progress for this long. */
const stalledMs = 60_000;

export interface CaughtUp {
  readonly stores: { readonly log: Pick<EventStore, 'head' | 'countedTo' | 'logIndexOf'> };
  readonly runner: { readonly status: Runner['status']; readonly readModels: Pick<Runner['readModels'], 'waitFor'> };
}

/**
 * Waits until reports include everything imported. An outage that the read models wait out does not end it before they stall.
 * @throws {Error} with a message for the operator if there is no progress
 */
export async function catchUp({ stores, runner }: CaughtUp, progress: Progress, signal: AbortSignal): Promise<void> {
  const head = await stores.log.head();
  const names = projections.map(({ name }) => name);
  const total = await factsUpTo(stores.log, head);
  let moved = { to: -1, at: performance.now() };
  while (head !== null && !(await runner.readModels.waitFor(names, head, pollMs))) {
    signal.throwIfAborted();
    const done = Math.min(...runner.status().map(({ position }) => stores.log.logIndexOf(position)));
    progress({ done, total, unit: 'facts', on: 'read models' });
    if (done !== moved.to) moved = { to: done, at: performance.now() };
    if (performance.now() - moved.at > stalledMs)
      throw new Error(
        `The read models made no progress for a minute, at ${done} of ${total} facts. Run "npm run status" where the server runs to see why`,
      );
    const stopped = runner.status().find(({ state, retrying }) => state === 'stopped' && retrying !== true);
    if (stopped !== undefined) throw new Error(`The projection ${stopped.name} has stopped: ${stopped.failure ?? 'unknown'}`);
  }
}
