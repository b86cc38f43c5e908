import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { AccessReport } from './access-log.port';
import {
  entriesCollection,
  headsCollection,
  isSealed,
  linkProblem,
  marksCollection,
  type EntryDocument,
  type HeadDocument,
  type MarkDocument,
  type Place,
} from './links';

interface VerifyParts {
  readonly documents: Documents;
  readonly secret: Buffer;
  readonly signal?: AbortSignal;
}

const pageSize = 500;

/** Every entry in the order of its chain, a page in memory at a time. @throws the reason of the aborted signal */
export async function verifyAccessLog({ documents, secret, signal }: VerifyParts): Promise<AccessReport> {
  const heads = new Map((await all<HeadDocument>(documents, headsCollection)).map((head) => [head._id, head]));
  const marks = new Map((await all<MarkDocument>(documents, marksCollection)).map((mark) => [mark._id, mark]));
  const walk = new ChainCheck(heads, marks, secret);
  for await (const page of pagesOf<EntryDocument>(documents, entriesCollection)) {
    for (const entry of page) walk.check(entry);
    await nextTurn();
    signal?.throwIfAborted();
  }
  return walk.report();
}

class ChainCheck {
  private entries = 0;
  private readonly places = new Map<string, Place>();
  private readonly problems = new Map<string, { readonly index: number; readonly what: string }>();

  constructor(
    private readonly heads: ReadonlyMap<string, HeadDocument>,
    private readonly marks: ReadonlyMap<string, MarkDocument>,
    secret: Buffer,
  ) {
    for (const [chain, mark] of marks) if (!isSealed(mark, secret)) this.tell(chain, mark.index, 'the mark behind it was forged');
  }

  check(entry: EntryDocument): void {
    const { chain, index, hash } = entry;
    // A removal that was interrupted: the mark stands, and they are removed with the next ones.
    if (index <= (this.marks.get(chain)?.index ?? 0)) return;
    this.entries++;
    const head = this.heads.get(chain);
    const what = head === undefined ? 'its chain is unknown' : linkProblem(this.places.get(chain) ?? this.beginning(head), entry);
    if (what !== null) this.tell(chain, index, what);
    this.places.set(chain, { chain, index, hash });
  }

  report(): AccessReport {
    for (const [chain, head] of this.heads) {
      const { index } = this.places.get(chain) ?? this.beginning(head);
      if (index < head.index) this.tell(chain, index + 1, `it and all others up to ${head.index} are missing`);
    }
    const removed = [...this.marks.values()].reduce((sum, mark) => sum + mark.removed, 0);
    const problems = [...this.problems].map(([chain, problem]) => ({ chain, ...problem }));
    return { entries: this.entries, chains: this.heads.size, removed, problems };
  }

  private beginning({ _id: chain, begins }: HeadDocument): Place {
    const mark = this.marks.get(chain);
    return mark === undefined ? { chain, index: 0, hash: begins } : { chain, index: mark.index, hash: mark.hash };
  }

  /** The first of each chain: what follows it is no news. */
  private tell(chain: string, index: number, what: string): void {
    if (!this.problems.has(chain)) this.problems.set(chain, { index, what });
  }
}

async function all<D extends Document>(documents: Documents, collection: string): Promise<readonly D[]> {
  const found: D[] = [];
  for await (const page of pagesOf<D>(documents, collection)) found.push(...page);
  return found;
}

async function* pagesOf<D extends Document>(documents: Documents, collection: string): AsyncIterable<readonly D[]> {
  let after: string | null | undefined;
  do {
    const page: { items: readonly D[]; next: string | null } = await documents.find<D>(collection, {
      ...{ where: [], limit: pageSize },
      ...(typeof after === 'string' && { after }),
    });
    yield page.items;
    after = page.next;
  } while (after !== null);
}
