import type { EventStore, StoredFact, TypeFilter } from '../eventstore/event-store.port';
import { delayOf, pauseUntilBack, isAborted } from './back-off';
import type { RetryOptions } from './back-off';

export type FollowedLog = Pick<EventStore, 'subscribe' | 'recovered'>;

export interface LoopOptions extends RetryOptions {
  readonly batchSize: number;
  /** Position to resume from. Called again after every failure. */
  readonly from: () => string | null;
  /** As in `EventStore.subscribe`. Default: every type. */
  readonly typeFilter?: TypeFilter;
  readonly handle: (batch: readonly StoredFact[]) => Promise<void>;
}

/**
 * Feeds the log to `handle` in batches until the signal aborts. Reopens a broken subscription from `from()` with exponential back-off,
 * because the client does not resume by itself.
 * @throws permanent errors
 */
export async function subscriptionLoop(store: FollowedLog, loop: Omit<LoopOptions, 'recovered'>): Promise<void> {
  const { recovered } = store;
  let failures = 0;
  while (!loop.signal.aborted) {
    const { seen } = recovered;
    try {
      await follow(store, loop, () => {
        if (failures > 0) loop.onFailure(null);
        failures = 0;
      });
    } catch (error) {
      if (loop.isPermanent(error)) throw error;
      if (isAborted(loop.signal)) return;
      loop.onFailure(error);
      await pauseUntilBack(delayOf(++failures, loop.backOff), loop.signal, { recovered, seen });
    }
  }
}

async function follow(store: FollowedLog, loop: Omit<LoopOptions, 'recovered'>, onHealthy: () => void): Promise<void> {
  for await (const batch of store.subscribe(loop.from(), loop.batchSize, loop.signal, loop.typeFilter)) {
    // An empty batch also proves that the store is healthy, even if nobody writes for hours.
    if (batch.length > 0) await loop.handle(batch);
    onHealthy();
  }
  if (!isAborted(loop.signal)) throw new Error('the subscription ended by itself');
}
