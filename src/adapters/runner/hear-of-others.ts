import type { EventStore, Wanted } from '../eventstore/event-store.port';
import { calmly } from './back-off';
import { subscriptionLoop } from './subscription-loop';

export interface Hearing {
  readonly store: Pick<EventStore, 'subscribe' | 'head'>;
  readonly signal: AbortSignal;
  readonly wanted: Wanted;
  /** Of every fact from now on, whoever recorded it. */
  readonly heard: (stream: string, revision: number) => void;
  readonly trouble: (error: unknown) => void;
}

/**
 * Several processes may share a log on a server: what one records of people and organisations makes out of date what the others
 * remember of them, or somebody suspended would stay in at every other door.
 * @returns what ends when the signal says stop, once it hears
 */
export async function hearOfOthers({
  store,
  signal,
  wanted,
  heard,
  trouble,
}: Hearing): Promise<{ readonly ended: Promise<void> }> {
  let behind = await store.head();
  const ended = subscriptionLoop(store, {
    ...{ signal, wanted, trouble, backOff: calmly, batchSize: 500 },
    final: () => false,
    from: () => behind,
    handle: (batch) => {
      for (const { stream, revision } of batch) heard(stream, revision);
      behind = batch.at(-1)?.position ?? behind;
      return Promise.resolve();
    },
  });
  return { ended };
}
