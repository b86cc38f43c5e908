import type { EventStore, TypeFilter } from '../eventstore/event-store.port';
import { defaultBackOff } from './back-off';
import { subscriptionLoop } from './subscription-loop';

export interface WatchOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'head' | 'recovered'>;
  readonly signal: AbortSignal;
  readonly typeFilter: TypeFilter;
  /** Called for every new fact of any process. */
  readonly onFact: (stream: string, revision: number) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Lets processes that share a log invalidate their caches. Without it, a user suspended in one process would stay signed in at
 * the others.
 * @returns `ended` resolves after the signal aborts
 */
export async function watchLog({
  store,
  signal,
  typeFilter,
  onFact,
  onFailure,
}: WatchOptions): Promise<{ readonly ended: Promise<void> }> {
  let position = await store.head();
  const ended = subscriptionLoop(store, {
    ...{ signal, typeFilter, onFailure, backOff: defaultBackOff, batchSize: 500 },
    isPermanent: () => false,
    from: () => position,
    handle: (batch) => {
      for (const { stream, revision } of batch) onFact(stream, revision);
      position = batch.at(-1)?.position ?? position;
      return Promise.resolve();
    },
  });
  return { ended };
}
