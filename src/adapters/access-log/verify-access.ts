import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Documents } from '../../projections/kernel/documents.port';
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
import { allOf, pagesOf } from './pages-of';

interface VerifyParts {
  readonly documents: Pick<Documents, 'find' | 'get'>;
  readonly secret: Buffer;
  readonly signal?: AbortSignal;
}

/**
 * Verifies every entry in chain order, one page in memory at a time. Entries are added and removed meanwhile, so an apparent problem is checked
 * again with the current heads and marks.
 * @throws the reason of the aborted signal
 */
export async function verifyAccessLog({ documents, secret, signal }: VerifyParts): Promise<AccessReport> {
  const walk = new ChainCheck(documents, secret);
  await walk.begin();
  for await (const page of pagesOf<EntryDocument>(documents, entriesCollection)) {
    for (const entry of page) await walk.check(entry);
    await nextTurn();
    signal?.throwIfAborted();
  }
  return walk.report();
}

class ChainCheck {
  private entries = 0;
  private readonly heads = new Map<string, HeadDocument>();
  private readonly marks = new Map<string, MarkDocument>();
  private readonly places = new Map<string, Place>();
  /** First entries of chains without a head, which a store without transactions writes after the entries. */
  private readonly headless = new Map<string, EntryDocument>();
  private readonly problems = new Map<string, { readonly index: number; readonly what: string }>();

  constructor(
    private readonly documents: VerifyParts['documents'],
    private readonly secret: Buffer,
  ) {}

  async begin(): Promise<void> {
    for (const head of await allOf<HeadDocument>(this.documents, headsCollection)) this.heads.set(head._id, head);
    for (const mark of await allOf<MarkDocument>(this.documents, marksCollection)) this.take(mark);
  }

  async check(entry: EntryDocument): Promise<void> {
    const { chain, index, hash } = entry;
    // Left over from an interrupted removal. The next removal deletes them.
    if (this.isRemoved(entry)) return;
    let what = await this.problemOf(entry);
    if (what !== null && !this.problems.has(chain) && (await this.isMarkMoved(chain))) {
      if (this.isRemoved(entry)) return;
      what = await this.problemOf(entry);
    }
    this.entries++;
    if (what !== null) this.tell(chain, index, what);
    this.places.set(chain, { chain, index, hash });
  }

  async report(): Promise<AccessReport> {
    for (const [chain, first] of this.headless) {
      const head = await this.newHead(chain);
      const what = head === null ? 'its chain is unknown' : linkProblem(this.beginning(head), first);
      if (what !== null) this.tell(chain, first.index, what);
    }
    for (const [chain, head] of this.heads) {
      if (this.endOf(head) < head.index) await this.isMarkMoved(chain);
      const end = this.endOf(head);
      if (end < head.index) this.tell(chain, end + 1, `it and all others up to ${head.index} are missing`);
    }
    const removed = [...this.marks.values()].reduce((sum, mark) => sum + mark.removed, 0);
    const problems = [...this.problems].map(([chain, problem]) => ({ chain, ...problem }));
    return { entries: this.entries, chains: this.heads.size, removed, problems };
  }

  private async problemOf(entry: EntryDocument): Promise<string | null> {
    const { chain } = entry;
    const before = this.places.get(chain);
    if (this.headless.has(chain)) return before === undefined ? null : linkProblem(before, entry);
    const head = this.heads.get(chain) ?? (await this.newHead(chain));
    if (head !== null) return linkProblem(this.placeIn(head), entry);
    this.headless.set(chain, entry);
    return null;
  }

  /** The head of a chain that began after the heads were read. Its length is not checked, because the entries may have been read before. */
  private async newHead(chain: string): Promise<HeadDocument | null> {
    const head = await this.documents.get<HeadDocument>(headsCollection, chain);
    if (head !== null) this.heads.set(chain, { ...head, index: 0 });
    return head;
  }

  private isRemoved({ chain, index }: EntryDocument): boolean {
    return index <= (this.marks.get(chain)?.index ?? 0);
  }

  /** Whether entries of this chain were removed after its mark was read. */
  private async isMarkMoved(chain: string): Promise<boolean> {
    const before = this.marks.get(chain)?.index ?? 0;
    const mark = await this.documents.get<MarkDocument>(marksCollection, chain);
    if (mark === null || mark.index <= before) return false;
    this.take(mark);
    return true;
  }

  private take(mark: MarkDocument): void {
    this.marks.set(mark._id, mark);
    if (!isSealed(mark, this.secret)) this.tell(mark._id, mark.index, 'the mark behind it was forged');
  }

  /** The place before the next entry: the last one seen, or the mark of removed ones. */
  private placeIn(head: HeadDocument): Place {
    const [beginning, seen] = [this.beginning(head), this.places.get(head._id)];
    return seen !== undefined && seen.index >= beginning.index ? seen : beginning;
  }

  private endOf(head: HeadDocument): number {
    return this.placeIn(head).index;
  }

  private beginning({ _id: chain, begins }: HeadDocument): Place {
    const mark = this.marks.get(chain);
    return mark === undefined ? { chain, index: 0, hash: begins } : { chain, index: mark.index, hash: mark.hash };
  }

  /** Reports only the first problem of each chain, because later ones follow from it. */
  private tell(chain: string, index: number, what: string): void {
    if (!this.problems.has(chain)) this.problems.set(chain, { index, what });
  }
}
