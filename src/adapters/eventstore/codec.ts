import { hash as digest } from 'node:crypto';
import type { Box, Confidential, Fact, FactContent, Facets, Opened } from '../../domain/kernel/event';
import type { Upcast } from '../../domain/kernel/upcast';
import type { KeyRing } from '../keys/key-ring.port';
import { openBoxes, sealBoxes } from './boxes';
import { canonicalText } from './canonical';
import { FactCorrupted } from './errors';
import { parseFacets } from './facets-text';
import type { EncodedFact, StoredFact, StreamFact } from './event-store.port';
import { randomPart, saltBytes } from './seal';
import { toNewest } from './upcasters';

/** A fact before it has a revision. */
export interface FactDraft extends Omit<FactContent, 'revision' | 'sealed' | 'salt'> {
  readonly confidential: readonly Confidential[];
  readonly facets: Facets | null;
}

/** The newest fact of a stream. An empty stream has revision −1 and no hash. */
export interface Head {
  readonly revision: number;
  /** Hex. */
  readonly hash: string | null;
}

/** Converts facts to and from storage form, for one key ring. */
export interface FactCodec {
  readonly encode: (drafts: readonly FactDraft[], head: Head) => Promise<readonly EncodedFact[]>;
  readonly decode: Decode;
  readonly open: (facts: readonly FactOfStream[]) => Promise<readonly Opened[]>;
}

/** A fact has its log index if what was stored has it. */
export interface Decode {
  (stored: StoredFact): Fact;
  (stored: StreamFact): FactOfStream;
}

/** A fact read from its stream, so without its log index. */
export type FactOfStream = Omit<Fact, 'logIndex'>;

export function factCodec(keyRing: KeyRing): FactCodec {
  return {
    encode: (drafts, head) => encodeFacts(drafts, head, keyRing),
    decode: ((stored: StoredFact) => decodeFact(stored)) as Decode,
    open: (facts) => openBoxes(facts, keyRing),
  };
}

/** Start of every stream's hash chain: 32 zero bytes. */
export const noHash = '0'.repeat(64);

/** Hex of SHA-256(previous hash ‖ content hash), over 32 + 32 bytes. */
export function chainHash(before: string | null, contentHash: string): string {
  return digest('sha256', Buffer.from((before ?? noHash) + contentHash, 'hex'), 'hex');
}

export function contentHashOf(content: string): string {
  return digest('sha256', content, 'hex');
}

/**
 * Seals, hashes and chains drafts to be stored after `head`. After a conflict the head differs, so encode again.
 * @throws {NotStorable} a value that docs/fact-format.md does not allow
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

/** Members are listed in RFC 8785 order, which avoids sorting them. */
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
 * Verifies the content hash and upcasts the fact to its newest type.
 * @throws {FactCorrupted} the content does not match its hash, its stream or its revision
 */
export function decodeFact(stored: StoredFact, upcast?: Upcast): Fact;
export function decodeFact(stored: StreamFact, upcast?: Upcast): FactOfStream;
export function decodeFact(stored: StreamFact & Partial<StoredFact>, upcast: Upcast = toNewest): FactOfStream {
  const { position, logIndex, contentHash, hash } = stored;
  if (contentHashOf(stored.content) !== contentHash) throw new FactCorrupted(stored, 'the content does not match its hash');
  const content = readable(stored, 'its content', () => JSON.parse(stored.content) as FactContent);
  if (content.stream !== stored.stream || content.revision !== stored.revision) {
    throw new FactCorrupted(stored, `the content belongs to ${content.stream}, revision ${content.revision}`);
  }
  const { facets: text } = stored;
  const facets = text === null ? null : readable(stored, 'its text of facets', () => parseFacets(text));
  const { type, data } = upcast(content);
  // Mutates the freshly parsed object: spreading it would cost more than the rest of this function (docs/benchmarks.md).
  const fact = Object.assign(content, { type, data, contentHash, hash, facets, position });
  return logIndex === undefined ? fact : Object.assign(fact, { logIndex });
}

function readable<T>(stored: StreamFact, part: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new FactCorrupted(stored, `${part} cannot be read (${String(error)})`);
  }
}

/** Decodes facts, and leaves out those that cannot be read as they were recorded. `npm run verify` names them. */
export function readableFacts<S, F>(facts: readonly S[], decode: (stored: S) => F): readonly F[] {
  return facts.flatMap((stored) => {
    try {
      return [decode(stored)];
    } catch (error) {
      if (error instanceof FactCorrupted) return [];
      throw error;
    }
  });
}
