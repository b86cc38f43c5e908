import type { StreamDamage } from '../adapters/eventstore/event-store.port';
import { damagedStreams } from '../adapters/runner/damaged-streams';
import type { Stores } from './stores';

/** Streams whose facts were altered, hidden or deleted by others, whoever noticed. */
export async function damagesIn({ log, read }: Pick<Stores, 'log' | 'read'>): Promise<readonly StreamDamage[]> {
  return [...log.damages(), ...(await damagedStreams(read, log))];
}
