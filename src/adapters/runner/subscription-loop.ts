import type { EventStore, StoredFact, TypeFilter } from '../eventstore/event-store.port';
import { delayOf, pause, isAborted } from './back-off';
import type { RetryOptions } from './back-off';

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
export async function subscriptionLoop(store: Pick<EventStore, 'subscribe'>, loop: LoopOptions): Promise<void> {
  let failures = 0;
  while (!loop.signal.aborted) {
    try {
      await follow(store, loop, () => {
        if (failures > 0) loop.onFailure(null);
        failures = 0;
      });
    } catch (error) {
      if (loop.isPermanent(error)) throw error;
      if (isAborted(loop.signal)) return;
      loop.onFailure(error);
      await pause(delayOf(++failures, loop.backOff), loop.signal);
    }
  }
}

async function follow(store: Pick<EventStore, 'subscribe'>, loop: LoopOptions, onHealthy: () => void): Promise<void> {
  for await (const batch of store.subscribe(loop.from(), loop.batchSize, loop.signal, loop.typeFilter)) {
    // An empty batch also proves that the store is healthy, even if nobody writes for hours.
    if (batch.length > 0) await loop.handle(batch);
    onHealthy();
  }
  if (!isAborted(loop.signal)) throw new Error('the subscription ended by itself');
}
