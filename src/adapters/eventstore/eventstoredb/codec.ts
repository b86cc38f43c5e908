import { randomUUID } from 'node:crypto';
import type { EventData } from '@eventstore/db-client';
import type { FactContent } from '../../../domain/kernel/event';
import { categories } from '../../../domain/kernel/ids';
import { canonicalText } from '../canonical';
import type { EncodedFact, StoredFact } from '../event-store.port';
import { positionOf } from './position';
import type { RecordedFact } from './pull';

/** What tells the streams of a log from the server's own and from everyone else's. */
export function streamPrefixes(prefix: string): string[] {
  return categories.map((category) => `${prefix}${category}-`);
}

/** The envelope: all of a fact that is neither its data nor told by the place of the event. */
interface Metadata extends Omit<
  FactContent,
  'type' | 'stream' | 'revision' | 'data' | 'sealed' | 'correlationId' | 'causationId'
> {
  /** Under these names the server's own projections and screens follow them. */
  readonly $correlationId: string;
  readonly $causationId: string | null;
  readonly contentHash: string;
  readonly hash: string;
  readonly facets: unknown;
}

/**
 * The fact as an event: data and boxes in its data, the rest in its metadata. The event's own id is fresh: the server compares ids only
 * and would acknowledge another body under a known one as already written.
 */
export function eventOf(fact: EncodedFact): EventData {
  const { data, sealed, correlationId, causationId, ...rest } = JSON.parse(fact.content) as FactContent;
  const { id, occurredAt, recordedAt, origin, audience, actor, onBehalfOf, command, salt } = rest;
  const metadata = {
    ...{ id, occurredAt, recordedAt, origin, audience, actor, onBehalfOf, command, salt },
    $correlationId: correlationId,
    $causationId: causationId,
    contentHash: fact.contentHash,
    hash: fact.hash,
    facets: fact.facets === null ? null : (JSON.parse(fact.facets) as unknown),
  } satisfies Metadata;
  return {
    id: randomUUID(),
    type: fact.type,
    contentType: 'application/json',
    data: { data, sealed } as never,
    metadata: metadata as never,
  };
}

/**
 * The fact that an event holds: its content is put together again and written as RFC 8785 wants it, so it is the text that was hashed. An
 * event that no fact made comes back with content that fits no hash, so whoever reads it as a fact is told (FactCorrupted).
 */
export function factOf(event: RecordedFact, prefix: string, logIndex: number): StoredFact {
  const { type, streamId, revision, position } = event;
  const place = { type, stream: streamId.slice(prefix.length), revision: Number(revision) };
  return { ...place, ...envelopeOf(event, place), logIndex, position: positionOf(position) };
}

type Place = Pick<StoredFact, 'type' | 'stream' | 'revision'>;
type Envelope = Pick<StoredFact, 'id' | 'content' | 'contentHash' | 'hash' | 'facets'>;

function envelopeOf(event: RecordedFact, place: Place): Envelope {
  try {
    const metadata = event.metadata as unknown as Metadata;
    const { $correlationId: correlationId, $causationId: causationId, contentHash, hash, facets, ...rest } = metadata;
    const content = canonicalText({ ...rest, ...(event.data as object), ...place, correlationId, causationId });
    return { id: rest.id, content, contentHash, hash, facets: facets === null ? null : canonicalText(facets) };
  } catch {
    return { id: event.id, content: '{"sealed":[]}', contentHash: '', hash: '', facets: null };
  }
}
