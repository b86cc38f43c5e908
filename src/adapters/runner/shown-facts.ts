import { parseStreamName } from '../../domain/kernel/ids';
import type { Fact } from '../../domain/kernel/event';
import type { ReadModels } from '../../projections/kernel/read-models';
import type { ShownFact, ShownFacts } from '../desk/live/shown-facts.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import { defaultBackOff } from './back-off';
import { subscriptionLoop } from './subscription-loop';

type Listener = (facts: readonly ShownFact[]) => void;

export interface ShownFactsParts {
  readonly store: Pick<EventStore, 'subscribe' | 'head' | 'recovered'>;
  readonly decode: (stored: StoredFact) => Fact;
  readonly models: () => Pick<ReadModels, 'waitFor'>;
  /** Read models of tickets. */
  readonly names: readonly string[];
  readonly onFailure: (error: unknown) => void;
}

const batchSize = 500;
/** A read model that stopped must not silence the others. */
const shownWithinMs = 10_000;

/** One subscription to the log, however many listen, and none while nobody does. */
export function shownFacts({ store, decode, models, names, onFailure }: ShownFactsParts): ShownFacts {
  const listeners = new Set<Listener>();
  let following: Promise<AbortController> | null = null;

  const tell = async (batch: readonly StoredFact[]): Promise<void> => {
    const facts = batch.flatMap((stored) => shownFact(stored, decode));
    const last = batch.at(-1);
    if (facts.length === 0 || last === undefined) return;
    await models().waitFor(names, last.position, shownWithinMs);
    for (const listener of [...listeners]) listener(facts);
  };
  const follow = async (): Promise<AbortController> => {
    const stopping = new AbortController();
    let position = await store.head();
    void subscriptionLoop(store, {
      ...{ batchSize, onFailure, signal: stopping.signal, backOff: defaultBackOff },
      isPermanent: () => false,
      from: () => position,
      handle: async (batch) => {
        await tell(batch);
        position = batch.at(-1)?.position ?? position;
      },
    });
    return stopping;
  };
  const leave = (listener: Listener): void => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    void following?.then((stopping) => stopping.abort()).catch(() => undefined);
    following = null;
  };

  return {
    async listen(listener) {
      listeners.add(listener);
      following ??= follow();
      try {
        await following;
      } catch (error) {
        leave(listener);
        throw error;
      }
      return () => leave(listener);
    },
  };
}

/** Nothing of a damaged fact: whoever reads the log reports it. */
function shownFact(stored: StoredFact, decode: ShownFactsParts['decode']): readonly ShownFact[] {
  const stream = parseStreamName(stored.stream);
  if (stream?.category !== 'ticket') return [];
  try {
    const { type, revision, audience, facets } = decode(stored);
    const known = facets as ShownFact['facets'] | null;
    return known === null ? [] : [{ ticket: stream.id, type, revision, audience, facets: known }];
  } catch {
    return [];
  }
}
