import { v7 as uuid } from 'uuid';
import { encodeFacts, type FactDraft, type Head } from '../../src/adapters/eventstore/codec';
import type { EncodedFact, EventStore } from '../../src/adapters/eventstore/event-store.port';
import type { KeyRing } from '../../src/adapters/keys/key-ring.port';
import { openKeyRing } from '../../src/adapters/keys/keys';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import type { Confidential } from '../../src/domain/kernel/event';

export const beginning: Head = { revision: -1, hash: null };

/** A fact with default values, except those of the test. */
export function draft(stream: string, changes: Partial<FactDraft> = {}): FactDraft {
  return {
    id: uuid(),
    type: 'TicketQualified',
    stream,
    occurredAt: '2026-11-23T10:00:00.000Z',
    recordedAt: '2026-11-23T10:00:00.000Z',
    origin: { kind: 'witnessed' },
    audience: 'everyone',
    actor: { user: '0193-user', organisation: '0193-organisation' },
    onBehalfOf: null,
    command: { id: uuid(), digest: '00'.repeat(32) },
    correlationId: 'correlation',
    causationId: null,
    data: {},
    confidential: [],
    facets: null,
    ...changes,
  };
}

export function about(subject: Confidential['subject'], values: Confidential['values']): Confidential {
  return { subject, values };
}

export function memoryKeyRing(): Promise<KeyRing> {
  return openKeyRing(memoryDocuments());
}

let ring: Promise<KeyRing> | null = null;

/** Encodes drafts to follow `head`, sealed with an in-memory key ring. */
export async function encoded(head: Head, ...drafts: readonly FactDraft[]): Promise<readonly EncodedFact[]> {
  return encodeFacts(drafts, head, await (ring ??= memoryKeyRing()));
}

/** `count` facts for one append. */
export async function plain(stream: string, count = 1, head: Head = beginning): Promise<readonly EncodedFact[]> {
  return encoded(head, ...Array.from({ length: count }, (_, i) => draft(stream, { data: { number: head.revision + 1 + i } })));
}

export async function headOf(store: EventStore, stream: string): Promise<Head> {
  const [newest] = await store.readStream(stream, { direction: 'backward', limit: 1 });
  return newest ?? beginning;
}
