import { AppendTooLarge } from './errors';
import { maxAppendBytes, type EncodedFact } from './event-store.port';

/**
 * Validates an append before any adapter sends it.
 * @throws {AppendTooLarge} more than 512 KiB
 * @throws {RangeError} facts that do not follow the expected revision (a bug in the caller)
 */
export function checkAppend(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): void {
  if (facts.length === 0) throw new RangeError(`${stream}: an append holds at least one fact`);
  const misplaced = facts.find((fact, i) => fact.stream !== stream || fact.revision !== expectedRevision + 1 + i);
  if (misplaced !== undefined) {
    throw new RangeError(
      `${misplaced.stream}, revision ${misplaced.revision} does not follow ${stream}, revision ${expectedRevision}`,
    );
  }
  if (maxSizeOf(facts) <= maxAppendBytes) return;
  const bytes = sizeOf(facts);
  if (bytes > maxAppendBytes) throw new AppendTooLarge(bytes, maxAppendBytes);
}

/** UTF-8 needs at most three bytes per UTF-16 unit, so most appends are accepted without counting bytes. */
function maxSizeOf(facts: readonly EncodedFact[]): number {
  return facts.reduce((sum, { content, facets }) => sum + 3 * (content.length + (facets?.length ?? 0)), 0);
}

export function sizeOf(facts: readonly EncodedFact[]): number {
  return facts.reduce((sum, fact) => sum + Buffer.byteLength(fact.content) + Buffer.byteLength(fact.facets ?? ''), 0);
}
