import type { EventStore, StoredFact, Wanted } from '../eventstore/event-store.port';
import { delayOf, pause, stops } from './back-off';
import type { Trying } from './back-off';

export interface Loop extends Trying {
  readonly batchSize: number;
  /** Asked again after every trouble: the last position that is safely behind us. */
  readonly from: () => string | null;
  /** As for `EventStore.subscribe`. Default: every type. */
  readonly wanted?: Wanted;
  readonly handle: (batch: readonly StoredFact[]) => Promise<void>;
}

/**
 * Feeds the log to `handle`, batch after batch, until the signal says stop. A broken or ended subscription is opened again from `from()`
 * after a pause that doubles with every failure in a row: the client resumes none by itself.
 * @throws what `final` names
 */
export async function subscriptionLoop(store: Pick<EventStore, 'subscribe'>, loop: Loop): Promise<void> {
  let failures = 0;
  while (!loop.signal.aborted) {
    try {
      await follow(store, loop, () => {
        if (failures > 0) loop.trouble(null);
        failures = 0;
      });
    } catch (error) {
      if (loop.final(error)) throw error;
      if (stops(loop.signal)) return;
      loop.trouble(error);
      await pause(delayOf(++failures, loop.backOff), loop.signal);
    }
  }
}

async function follow(store: Pick<EventStore, 'subscribe'>, loop: Loop, well: () => void): Promise<void> {
  for await (const batch of store.subscribe(loop.from(), loop.batchSize, loop.signal, loop.wanted)) {
    // An empty one tells that there is nothing new: well again, though nobody may write for hours.
    if (batch.length > 0) await loop.handle(batch);
    well();
  }
  if (!stops(loop.signal)) throw new Error('the subscription ended by itself');
}
