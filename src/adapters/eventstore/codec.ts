import { hash as digest } from 'node:crypto';
import type { Box, Confidential, Fact, FactContent, Facets, Opened } from '../../domain/kernel/event';
import type { Upcast } from '../../domain/kernel/upcast';
import type { KeyRing } from '../keys/key-ring.port';
import { openBoxes, sealBoxes } from './boxes';
import { canonicalText } from './canonical';
import { FactCorrupted } from './errors';
import { readFacets } from './facets-text';
import type { EncodedFact, StoredFact } from './event-store.port';
import { randomPart, saltBytes } from './seal';
import { toNewest } from './upcasters';

/** A fact before it has a place in its stream. */
export interface FactDraft extends Omit<FactContent, 'revision' | 'sealed' | 'salt'> {
  readonly confidential: readonly Confidential[];
  readonly facets: Facets | null;
}

/** The newest fact of the stream: revision −1 and no hash where there is none. */
export interface Head {
  readonly revision: number;
  /** Hex. */
  readonly hash: string | null;
}

/** Between facts and storage form, for one key ring. */
export interface FactCodec {
  readonly encode: (drafts: readonly FactDraft[], head: Head) => Promise<readonly EncodedFact[]>;
  readonly decode: (stored: StoredFact) => Fact;
  readonly open: (facts: readonly Fact[]) => Promise<readonly Opened[]>;
}

export function factCodec(keyRing: KeyRing): FactCodec {
  return {
    encode: (drafts, head) => encodeFacts(drafts, head, keyRing),
    decode: (stored) => decodeFact(stored),
    open: (facts) => openBoxes(facts, keyRing),
  };
}

/** What the chain of a stream starts from: 32 zero bytes. */
export const noHash = '0'.repeat(64);

/** Hex of SHA-256(hash of the fact before ‖ content hash), over their 32 + 32 bytes. */
export function chainHash(before: string | null, contentHash: string): string {
  return digest('sha256', Buffer.from((before ?? noHash) + contentHash, 'hex'), 'hex');
}

export function contentHashOf(content: string): string {
  return digest('sha256', content, 'hex');
}

/**
 * The drafts as they are stored behind `head`: boxes sealed, hashed and chained. A conflict changes the head, so it encodes again.
 * @throws {NotStorable} a value that docs/fact-format.md refuses
 */
export async function encodeFacts(
  drafts: readonly FactDraft[],
  head: Head,
  keyRing: Pick<KeyRing, 'draw'>,
): Promise<readonly EncodedFact[]> {
  const encoded: EncodedFact[] = [];
  let { revision, hash } = head;
  for (const draft of drafts) {
    const { id, type, stream } = draft;
    const content = contentText(draft, ++revision, await sealBoxes(draft, keyRing));
    const contentHash = contentHashOf(content);
    hash = chainHash(hash, contentHash);
    const facets = draft.facets === null ? null : canonicalText(draft.facets);
    encoded.push({ id, type, stream, revision, content, contentHash, hash, facets });
  }
  return encoded;
}

/** Members in the order RFC 8785 wants them, which spares the sorting. */
function contentText(draft: FactDraft, revision: number, sealed: readonly Box[]): string {
  const content: FactContent = {
    actor: draft.actor,
    audience: draft.audience,
    causationId: draft.causationId,
    command: draft.command,
    correlationId: draft.correlationId,
    data: draft.data,
    id: draft.id,
    occurredAt: draft.occurredAt,
    onBehalfOf: draft.onBehalfOf,
    origin: draft.origin,
    recordedAt: draft.recordedAt,
    revision,
    salt: randomPart(saltBytes).toString('base64'),
    sealed,
    stream: draft.stream,
    type: draft.type,
  };
  return canonicalText(content);
}

/**
 * The fact as the code knows it: its content hash checked, then taken to the newest type.
 * @throws {FactCorrupted} the content is not what was hashed, or stands in another place than it says
 */
export function decodeFact(stored: StoredFact, upcast: Upcast = toNewest): Fact {
  const { position, logIndex, contentHash, hash } = stored;
  if (contentHashOf(stored.content) !== contentHash) throw new FactCorrupted(stored, 'the content does not match its hash');
  const content = JSON.parse(stored.content) as FactContent;
  if (content.stream !== stored.stream || content.revision !== stored.revision) {
    throw new FactCorrupted(stored, `the content belongs to ${content.stream}, revision ${content.revision}`);
  }
  const facets = stored.facets === null ? null : readFacets(stored.facets);
  const { type, data } = upcast(content);
  // Into the object just parsed, which nobody else holds: spreading it would take longer than all the rest (docs/benchmarks.md).
  return Object.assign(content, { type, data, contentHash, hash, facets, position, logIndex });
}
