import type { Fact } from '../../domain/kernel/event';
import { streamName } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import { settlementsId, type PassedOver } from '../../domain/settlements/settlements';
import { contentHashOf, decodeFact } from './codec';
import { FactCorrupted } from './errors';
import type { EventStore, StreamFact } from './event-store.port';

/** A fact that an operator settled, although it cannot be read as it was recorded. */
export interface Settlement extends PassedOver {
  readonly recordedAt: Instant;
}

/** By stream and revision. */
export type Settlements = ReadonlyMap<string, Settlement>;

export const settlementsStream = streamName('settlements', settlementsId);

/** Read from the log when an unreadable fact is met, so every process sees a settlement at once. */
export async function readSettlements(store: Pick<EventStore, 'readStream'>): Promise<Settlements> {
  const found = new Map<string, Settlement>();
  for (const stored of await store.readStream(settlementsStream)) {
    if (unreadable(stored) !== null) continue;
    const { data, recordedAt } = decodeFact(stored) as unknown as Pick<Fact, 'recordedAt'> & { readonly data: PassedOver };
    found.set(keyOf(data), { ...data, recordedAt });
  }
  return found;
}

/** Null if the fact was not settled, or was changed since. */
export function settlementOf(settlements: Settlements, stored: StreamFact): Settlement | null {
  const known = settlements.get(keyOf(stored));
  if (known === undefined) return null;
  const { contentHash, hash } = foundAt(stored);
  return known.contentHash === contentHash && known.hash === hash ? known : null;
}

/** What stands in the place of a fact. An event of others has no hash of ours. */
export function foundAt({ stream, revision, content, hash }: StreamFact): PassedOver {
  return { stream, revision, contentHash: contentHashOf(content), hash: isHash(hash) ? hash : null };
}

/** Why a stored fact cannot be read as it was recorded. Null if it can. */
export function unreadable(stored: StreamFact): string | null {
  try {
    const { id, type } = stored;
    decodeFact(stored);
    const content = JSON.parse(stored.content) as Pick<Fact, 'id' | 'type'>;
    return id === content.id && type === content.type ? null : 'it is stored under another id or type than its content has';
  } catch (error) {
    return error instanceof FactCorrupted ? error.what : `it cannot be read (${String(error)})`;
  }
}

function isHash(hash: unknown): hash is string {
  return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
}

export function keyOf({ stream, revision }: Pick<StreamFact, 'stream' | 'revision'>): string {
  return `${stream}/${revision}`;
}

/** The command of the operator. Names of foreign streams may hold anything, so they are quoted for the shell. */
export function settleCommand({ stream, revision }: Pick<StreamFact, 'stream' | 'revision'>): string {
  const name = /^[\w.-]+$/.test(stream) ? stream : `'${stream.replaceAll("'", `'\\''`)}'`;
  return `npm run settle -- ${name} ${revision} --pass-over`;
}
