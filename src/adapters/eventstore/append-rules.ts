import { AppendTooLarge } from './errors';
import { maxAppendBytes, type EncodedFact } from './event-store.port';

/**
 * What every adapter checks before anything is sent.
 * @throws {AppendTooLarge} more than 512 KiB
 * @throws {RangeError} facts that do not follow the expected revision: a mistake of the caller
 */
export function checkAppend(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): void {
  if (facts.length === 0) throw new RangeError(`${stream}: an append holds at least one fact`);
  const misplaced = facts.find((fact, i) => fact.stream !== stream || fact.revision !== expectedRevision + 1 + i);
  if (misplaced !== undefined) {
    throw new RangeError(
      `${misplaced.stream}, revision ${misplaced.revision} does not follow ${stream}, revision ${expectedRevision}`,
    );
  }
  if (couldBe(facts) <= maxAppendBytes) return;
  const bytes = sizeOf(facts);
  if (bytes > maxAppendBytes) throw new AppendTooLarge(bytes, maxAppendBytes);
}

/** UTF-8 takes at most three bytes for a UTF-16 unit: what is far too short to be too large need not be counted. */
function couldBe(facts: readonly EncodedFact[]): number {
  return facts.reduce((sum, { content, facets }) => sum + 3 * (content.length + (facets?.length ?? 0)), 0);
}

export function sizeOf(facts: readonly EncodedFact[]): number {
  return facts.reduce((sum, fact) => sum + Buffer.byteLength(fact.content) + Buffer.byteLength(fact.facets ?? ''), 0);
}
