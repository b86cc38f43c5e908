import { hash as digest } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Aggregate, PureAggregate } from '../../domain/context';
import type { Box, DomainEvent, Fact } from '../../domain/kernel/event';
import { parseStreamName, type Category } from '../../domain/kernel/ids';
import type { KeyRing } from '../keys/key-ring.port';
import { associatedData } from './boxes';
import { canonicalText } from './canonical';
import { chainHash, decodeFact, type Head, type FactOfStream } from './codec';
import { FactCorrupted } from './errors';
import { withLogIndexes, type EventStore, type StoredFact } from './event-store.port';
import { unseal } from './seal';

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
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- folds aggregates with any command, state and event type */
type FacetsSource = Pick<Aggregate<any, any, any>, 'initial' | 'evolve' | 'facets' | 'eventTypes'>;

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
export interface StreamReport extends Omit<VerifyReport, 'streams' | 'problems'> {
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
      const what = await this.check(stored, fact, keys);
      if (what !== null && !this.problems.has(stored.stream)) this.note(problemOf(stored, what), fact);
      this.heads.set(stored.stream, { revision: stored.revision, hash: stored.hash });
    }
    this.after = page.at(-1)?.position ?? this.after;
    return page;
  }

  private note(problem: Problem, fact: Fact | string): void {
    this.problems.set(problem.stream, problem);
    if (!this.isTold(fact)) this.untold.add(problem);
  }

  private isTold(fact: Fact | string): boolean {
    return this.parts.isTold?.(typeof fact === 'string' ? null : fact) ?? true;
  }

  private async read(limit: number): Promise<readonly StoredFact[]> {
    const { store } = this.parts;
    if (this.stream === null) return store.readAll(this.after, limit);
    const from = (this.heads.get(this.stream) ?? noHead).revision + 1;
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

  private chainProblem({ stream, revision, hash, contentHash }: StoredFact): string | null {
    const head = this.heads.get(stream) ?? noHead;
    if (revision !== head.revision + 1) return `it follows revision ${head.revision}: facts are missing in between`;
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
    const state = await this.stateBefore(aggregate, fact);
    const evolved: unknown = evolve(aggregate, state, fact);
    this.states.set(fact.stream, { state: evolved, revision: fact.revision });
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
      .map((stored) => decodeFact(stored))
      .reduce<unknown>((state, fact) => evolve(aggregate, state, fact), aggregate.initial);
  }
}

/** The fact, or the reason why it is unreadable. */
function tryDecode(stored: StoredFact): Fact | string {
  try {
    const fact = decodeFact(stored);
    const { id, type } = JSON.parse(stored.content) as Pick<Fact, 'id' | 'type'>;
    return id === stored.id && type === stored.type ? fact : 'it is stored under another id or type than its content has';
  } catch (error) {
    return error instanceof FactCorrupted ? error.what : `it cannot be read (${String(error)})`;
  }
}

function evolve(aggregate: FacetsSource, state: unknown, fact: FactOfStream): unknown {
  return (aggregate.evolve as PureAggregate<{ readonly type: string }, unknown, DomainEvent>['evolve'])(state, fact);
}

function boxProblem(fact: Fact, box: Box, key: Buffer | undefined): string | null {
  if (key === undefined) return `the key ${box.keyId} of its box is missing, but not destroyed`;
  if (digest('sha256', key, 'hex') !== box.keyHash) return `the key ${box.keyId} is not the key that sealed its box`;
  try {
    unseal(box, key, associatedData(fact));
    return null;
  } catch {
    return `its box for ${box.subject} does not open with its key`;
  }
}

function problemOf({ stream, revision, position }: StoredFact, what: string): Problem {
  return { stream, revision, position, what };
}
