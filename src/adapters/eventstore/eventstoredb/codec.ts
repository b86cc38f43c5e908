import { randomUUID } from 'node:crypto';
import type { EventData } from '@eventstore/db-client';
import type { FactContent } from '../../../domain/kernel/event';
import { categories } from '../../../domain/kernel/ids';
import { canonicalText } from '../canonical';
import type { EncodedFact, StoredFact, StreamFact } from '../event-store.port';
import { positionOf } from './position';
import type { RecordedFact } from './collect';

/** Separates the streams of this log from system streams and from other logs. */
export function streamPrefixes(prefix: string): string[] {
  return categories.map((category) => `${prefix}${category}-`);
}

/** The envelope: every part of a fact except its data and what the event itself already carries. */
interface Metadata extends Omit<
  FactContent,
  'type' | 'stream' | 'revision' | 'data' | 'sealed' | 'correlationId' | 'causationId'
> {
  /** Names that the server's own projections and UI understand. */
  readonly $correlationId: string;
  readonly $causationId: string | null;
  readonly contentHash: string;
  readonly hash: string;
  readonly facets: unknown;
}

/**
 * Encodes a fact as an event: data and boxes as its data, the rest as its metadata. Each event gets a fresh id: for a known id the
 * server would acknowledge a different body as already written.
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
 * Restores the fact from an event, including the canonical text that was hashed. An event that is not a fact gets content that
 * matches no hash, so decoding it throws FactCorrupted.
 */
export function factOfStream(event: RecordedFact, prefix: string): StreamFact {
  const { type, streamId, revision, position } = event;
  const header = { type, stream: streamId.slice(prefix.length), revision: Number(revision) };
  return { ...header, ...envelopeOf(event, header), position: positionOf(position) };
}

/** The same for a fact whose place in the log is counted. */
export function factOf(
  event: RecordedFact,
  { prefix, position, logIndex }: { readonly prefix: string; readonly position: string; readonly logIndex: number },
): StoredFact {
  return { ...factOfStream(event, prefix), position, logIndex };
}

type EventHeader = Pick<StreamFact, 'type' | 'stream' | 'revision'>;
type Envelope = Pick<StreamFact, 'id' | 'content' | 'contentHash' | 'hash' | 'facets'>;

function envelopeOf(event: RecordedFact, header: EventHeader): Envelope {
  try {
    const metadata = event.metadata as unknown as Metadata;
    const { $correlationId: correlationId, $causationId: causationId, contentHash, hash, facets, ...rest } = metadata;
    const content = canonicalText({ ...rest, ...(event.data as object), ...header, correlationId, causationId });
    return { id: rest.id, content, contentHash, hash, facets: facets === null ? null : canonicalText(facets) };
  } catch {
    return { id: event.id, content: '{"sealed":[]}', contentHash: '', hash: '', facets: null };
  }
}
