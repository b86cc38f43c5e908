import type { StoredFact, TypeFilter } from '../event-store.port';
import { factOf } from './codec';
import type { RecordedFact } from './collect';

/** Enough for readers that write to a disk between two batches. A slower one reads pages of its own. */
const maxRecent = 1_024;

/** A fact of a page with its log index, decoded at most once, and only for readers that want its type. */
export interface CountedFact {
  readonly type: string;
  readonly position: string;
  readonly logIndex: number;
  readonly fact: () => StoredFact;
}

export function countedFact(
  event: RecordedFact,
  { prefix, position, logIndex }: { readonly prefix: string; readonly position: string; readonly logIndex: number },
): CountedFact {
  let fact: StoredFact | null = null;
  return { type: event.type, position, logIndex, fact: () => (fact ??= factOf(event, { prefix, position, logIndex })) };
}

/** Decodes what passes the filter, and the last one, which carries the progress. */
export function decoded(facts: readonly CountedFact[], wants: TypeFilter): readonly StoredFact[] {
  return facts.filter(({ type }, i) => i === facts.length - 1 || wants(type)).map(({ fact }) => fact());
}

/** The newest facts that were read, shared by all readers near the head. */
export class RecentFacts {
  private facts: CountedFact[] = [];

  /** @param before log index of the last fact that is not kept */
  constructor(private before = 0) {}

  add(facts: readonly CountedFact[]): void {
    this.facts.push(...facts);
    if (this.facts.length <= 2 * maxRecent) return;
    this.before += this.facts.length - maxRecent;
    this.facts = this.facts.slice(-maxRecent);
  }

  /** At most `limit` facts after a log index, empty at the end; null where they are not all here. */
  after(logIndex: number, limit: number): readonly CountedFact[] | null {
    const start = logIndex - this.before;
    return start < 0 ? null : this.facts.slice(start, start + limit);
  }
}
