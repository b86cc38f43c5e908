import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Fact } from '../../domain/kernel/event';
import { parseStreamName, type Category } from '../../domain/kernel/ids';
import type { KeyRing } from '../keys/key-ring.port';
import { canonicalText } from './canonical';
import { chainHash, decodeFact, type Head } from './codec';
import { withLogIndexes, type EventStore, type StoredFact } from './event-store.port';
import { readSettlements, settlementOf, unreadable, type Settlement, type Settlements } from './settlements';
import { boxProblem, evolve, tryDecode, type FacetsSource } from './verify-fact';

export interface Problem {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly what: string;
}

export interface VerifyReport {
  readonly facts: number;
  readonly streams: number;
  readonly boxes: number;
  /** Boxes whose key was destroyed. */
  readonly erased: number;
  /** At most one per stream: the first fact that differs from its record. Later facts of that stream are not checked. */
  readonly problems: readonly Problem[];
  /** Unreadable facts that an operator settled. The chains hold around them. */
  readonly passedOver: readonly Settlement[];
}

export interface VerifyParts {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'countedTo' | 'logIndexOf' | 'damages'>;
  readonly keyRing: Pick<KeyRing, 'open'>;
  /** Recomputes facets. Null for a category that this version does not know. */
  readonly aggregate: (category: Category) => FacetsSource | null;
  /** Default: every fact. Counts the others neither as facts nor by their boxes. */
  readonly isTold?: IsTold;
  readonly progress?: (facts: number) => void;
  /** Checked after each page. */
  readonly signal?: AbortSignal;
  readonly pageSize?: number;
  /** Maximum folded states kept in memory. Evicted streams are folded again from the log. */
  readonly maxStates?: number;
}

/**
 * Reads the whole log once and recomputes content hashes, chains, revisions, log order, boxes and facets.
 * Keeps one page in memory, and a hash and a revision per stream.
 * @throws the reason of the aborted signal
 */
export async function verifyLog(parts: VerifyParts): Promise<VerifyReport> {
  const walk = new LogCheck(parts);
  for (let page = await walk.next(); page.length > 0; page = await walk.next()) {
    parts.progress?.(walk.facts);
    // The embedded log is read synchronously. Without this, requests and Ctrl-C would wait for the last page.
    await nextTurn();
    parts.signal?.throwIfAborted();
  }
  return {
    facts: walk.facts,
    streams: walk.heads.size,
    boxes: walk.boxes,
    erased: walk.erased,
    problems: [...walk.problems.values(), ...takenFrom(parts.store, walk.problems)],
    passedOver: walk.passedOver,
  };
}

/** Streams whose facts are still in the log, but hidden from whoever reads the stream. */
function takenFrom(store: Pick<EventStore, 'damages'>, known: ReadonlyMap<string, Problem>): readonly Problem[] {
  return store
    .damages()
    .flatMap(({ stream, what }) => (known.has(stream) ? [] : { stream, revision: 0, position: '', what: `it ${what}` }));
}

/** Whether a report may tell of a fact; null: of one that cannot be read. */
export type IsTold = (fact: Fact | null) => boolean;

/** Counts only the facts that may be told, and checks all. */
export interface StreamReport extends Omit<VerifyReport, 'streams' | 'problems' | 'passedOver'> {
  /** The first fact that differs from its record. Later ones are not checked. `what` is null if the fact may not be told. */
  readonly problem: { readonly revision: number; readonly what: string | null } | null;
  readonly head: Head;
}

/** The same for one stream: it needs no other, but cannot tell whether facts of others are missing. Aborts as above. */
export async function verifyStream(stream: string, parts: VerifyParts): Promise<StreamReport> {
  const walk = new LogCheck(parts, stream);
  while ((await walk.next()).length > 0) {
    await nextTurn();
    parts.signal?.throwIfAborted();
  }
  const { told: facts, boxes, erased, heads } = walk;
  return { facts, boxes, erased, problem: toldProblem(walk, stream), head: heads.get(stream) ?? noHead };
}

function toldProblem({ problems, untold }: LogCheck, stream: string): StreamReport['problem'] {
  const problem = problems.get(stream);
  if (problem === undefined) return null;
  return { revision: problem.revision, what: untold.has(problem) ? null : problem.what };
}

type Keys = ReadonlyMap<string, Buffer | null>;

const noHead: Head = { revision: -1, hash: null };

class LogCheck {
  facts = 0;
  told = 0;
  boxes = 0;
  erased = 0;
  readonly heads = new Map<string, Head>();
  readonly problems = new Map<string, Problem>();
  readonly untold = new Set<Problem>();
  readonly passedOver: Settlement[] = [];
  private settlements: Settlements | null = null;
  /** Streams whose state lacks a fact that was passed over, so their facets cannot be recomputed. */
  private readonly incomplete = new Set<string>();
  private after: string | null = null;
  private lastIndex = 0;
  private readonly states: LRUCache<string, { readonly state: unknown; readonly revision: number }>;

  constructor(
    private readonly parts: VerifyParts,
    /** Null: the whole log. */
    private readonly stream: string | null = null,
  ) {
    this.states = new LRUCache({ max: parts.maxStates ?? 20_000 });
  }

  async next(): Promise<readonly StoredFact[]> {
    const page = await this.read(this.parts.pageSize ?? (this.stream === null ? 1000 : 200));
    const facts = page.map((stored) => ({ stored, fact: tryDecode(stored) }));
    const keys = await this.parts.keyRing.open(
      facts.flatMap(({ fact }) => (typeof fact === 'string' ? [] : fact.sealed.map((box) => box.keyId))),
    );
    for (const { stored, fact } of facts) {
      const settlement = typeof fact === 'string' ? settlementOf(await this.settled(), stored) : null;
      if (settlement === null) await this.follow(stored, fact, keys);
      else this.passOver(stored, settlement, fact);
    }
    this.after = page.at(-1)?.position ?? this.after;
    return page;
  }

  private async follow(stored: StoredFact, fact: Fact | string, keys: Keys): Promise<void> {
    const { stream, revision, hash } = stored;
    this.note(stored, await this.check(stored, fact, keys), fact);
    this.heads.set(stream, { revision, hash });
  }

  private passOver(stored: StoredFact, settlement: Settlement, fact: Fact | string): void {
    const { stream, revision, facets } = stored;
    this.note(stored, this.placeProblem(stored) ?? this.gapProblem(stored), fact);
    this.lastIndex = stored.logIndex;
    this.facts++;
    this.passedOver.push(settlement);
    const known = this.states.get(stream);
    if (known !== undefined) this.states.set(stream, { state: known.state, revision });
    // An event of others was never folded. A fact of ours was, when the later ones were recorded.
    if (facets) this.incomplete.add(stream);
    this.heads.set(stream, { revision, hash: settlement.hash ?? this.headOf(stream).hash });
  }

  private async settled(): Promise<Settlements> {
    return (this.settlements ??= await readSettlements(this.parts.store));
  }

  private headOf(stream: string): Head {
    return this.heads.get(stream) ?? noHead;
  }

  /** Only the first problem of a stream. */
  private note(stored: StoredFact, what: string | null, fact: Fact | string): void {
    if (what === null || this.problems.has(stored.stream)) return;
    const problem = problemOf(stored, what);
    this.problems.set(problem.stream, problem);
    if (!this.isTold(fact)) this.untold.add(problem);
  }

  private isTold(fact: Fact | string): boolean {
    return this.parts.isTold?.(typeof fact === 'string' ? null : fact) ?? true;
  }

  private async read(limit: number): Promise<readonly StoredFact[]> {
    const { store } = this.parts;
    if (this.stream === null) return store.readAll(this.after, limit);
    const from = this.headOf(this.stream).revision + 1;
    return withLogIndexes(store, await store.readStream(this.stream, { from, limit }));
  }

  /** The problem with this fact, or null. After the first problem of a stream its later facts are skipped. */
  private async check(stored: StoredFact, fact: Fact | string, keys: Keys): Promise<string | null> {
    const misplaced = this.placeProblem(stored);
    this.lastIndex = stored.logIndex;
    this.facts++;
    if (this.isTold(fact)) this.told++;
    if (this.problems.has(stored.stream)) return null;
    if (misplaced !== null) return misplaced;
    if (typeof fact === 'string') return fact;
    return this.chainProblem(stored) ?? this.boxesProblem(fact, keys) ?? (await this.facetsProblem(stored, fact));
  }

  private placeProblem({ logIndex }: StoredFact): string | null {
    const missing = logIndex - this.lastIndex - 1;
    if (this.stream !== null) return missing < 0 ? 'it stands in the log before the fact that it follows' : null;
    return missing === 0 ? null : `${missing} ${missing === 1 ? 'fact is' : 'facts are'} missing from the log before it`;
  }

  private gapProblem({ stream, revision }: StoredFact): string | null {
    const head = this.headOf(stream);
    return revision === head.revision + 1 ? null : `it follows revision ${head.revision}: facts are missing in between`;
  }

  private chainProblem(stored: StoredFact): string | null {
    const { hash, contentHash } = stored;
    const head = this.headOf(stored.stream);
    const gap = this.gapProblem(stored);
    if (gap !== null) return gap;
    return hash === chainHash(head.hash, contentHash) ? null : 'its hash does not continue the chain of its stream';
  }

  private boxesProblem(fact: Fact, keys: Keys): string | null {
    const isTold = this.isTold(fact);
    for (const box of fact.sealed) {
      const key = keys.get(box.keyId);
      if (isTold) this.boxes++;
      if (isTold && key === null) this.erased++;
      const what = key === null ? null : boxProblem(fact, box, key);
      if (what !== null) return what;
    }
    return null;
  }

  private async facetsProblem(stored: StoredFact, fact: Fact): Promise<string | null> {
    const category = parseStreamName(stored.stream)?.category;
    const aggregate = category === undefined ? null : this.parts.aggregate(category);
    if (!aggregate?.eventTypes.includes(fact.type)) return `this version does not know ${fact.type} in this kind of stream`;
    try {
      return await this.foldedProblem(aggregate, fact);
    } catch (error) {
      return `it cannot be folded (${String(error)})`;
    }
  }

  private async foldedProblem(aggregate: FacetsSource, fact: Fact): Promise<string | null> {
    const state = await this.stateBefore(aggregate, fact);
    const evolved: unknown = evolve(aggregate, state, fact);
    this.states.set(fact.stream, { state: evolved, revision: fact.revision });
    if (this.incomplete.has(fact.stream)) return null;
    const after = aggregate.facets(evolved);
    const expected = after === null ? null : { before: aggregate.facets(state), after };
    return canonicalText(expected) === canonicalText(fact.facets) ? null : 'its facets differ from the fold';
  }

  /** From the cache, or folded again from the log. */
  private async stateBefore(aggregate: FacetsSource, { stream, revision }: Fact): Promise<unknown> {
    const known = this.states.get(stream);
    if (known?.revision === revision - 1) return known.state;
    const earlier = revision === 0 ? [] : await this.parts.store.readStream(stream, { limit: revision });
    return earlier
      .filter((stored) => unreadable(stored) === null)
      .map((stored) => decodeFact(stored))
      .reduce<unknown>((state, fact) => evolve(aggregate, state, fact), aggregate.initial);
  }
}

function problemOf({ stream, revision, position }: StoredFact, what: string): Problem {
  return { stream, revision, position, what };
}
