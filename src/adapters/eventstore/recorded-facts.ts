import type { Fact, Opened } from '../../domain/kernel/event';
import type { SeenFact } from '../../projections/kernel/projection';
import type { FactCodec } from './codec';
import { FactCorrupted } from './errors';
import { withLogIndexes, type EventStore, type ReadStreamOptions, type StoredFact, type StreamFact } from './event-store.port';
import type { DamagedFact, FactsWanted, RecordedFacts } from './recorded-facts.port';
import { verifyStream, type VerifyParts } from './verify';

export interface RecordedFactsParts extends Pick<VerifyParts, 'keyRing' | 'aggregate'> {
  readonly store: Pick<EventStore, 'readStream' | 'readAll' | 'countedTo' | 'logIndexOf' | 'damages'>;
  readonly codec: Pick<FactCodec, 'decode' | 'open'>;
}

const stillSealed: Opened = {};

export function recordedFacts({ store, codec, keyRing, aggregate }: RecordedFactsParts): RecordedFacts {
  const decode = (stored: StoredFact): Fact | DamagedFact => {
    try {
      return codec.decode(stored);
    } catch (error) {
      if (!(error instanceof FactCorrupted)) throw error;
      return { revision: stored.revision, hash: stored.hash, damage: error.what };
    }
  };
  const seen = async (read: readonly StreamFact[], opens: FactsWanted['opens']): Promise<readonly (SeenFact | DamagedFact)[]> => {
    const facts = (await withLogIndexes(store, read)).map(decode);
    const sealed = facts.flatMap((fact) => ('type' in fact && opens.has(fact.type) ? [fact] : []));
    const opened = new Map((await codec.open(sealed)).map((values, i) => [sealed[i]?.id, values]));
    return facts.map((fact) => ('type' in fact ? { ...fact, opened: opened.get(fact.id) ?? stillSealed } : fact));
  };
  return {
    forward: async (stream, { opens, ...wanted }) => seen(await store.readStream(stream, rangeOf(wanted)), opens),
    backward: async (stream, { opens, ...wanted }) =>
      seen(await store.readStream(stream, { ...rangeOf(wanted), direction: 'backward' }), opens),
    verify: (stream, isTold) => verifyStream(stream, { store, keyRing, aggregate, isTold }),
  };
}

function rangeOf({ from, limit }: Omit<FactsWanted, 'opens'>): ReadStreamOptions {
  return { limit, ...(from !== null && { from }) };
}
