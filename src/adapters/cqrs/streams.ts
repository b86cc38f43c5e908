import { LRUCache } from 'lru-cache';
import type { AnyAggregate } from '../../domain/aggregates';
import type { Fact } from '../../domain/kernel/event';
import type { CommandId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { FactOfStream } from '../eventstore/codec';
import { FactCorrupted } from '../eventstore/errors';
import type { EventStore, StreamFact } from '../eventstore/event-store.port';
import { readSettlements, settlementOf } from '../eventstore/settlements';
import type { CommandOutcome } from './execute-command';

/** The result of an earlier command, so that its repeat gets the same answer. */
export interface Done {
  readonly digest: string;
  readonly revision: number;
  readonly position: string;
  readonly recorded: readonly string[];
}

/** A stream folded up to `revision`. Immutable; longer versions replace it. */
export interface Folded<State = unknown> {
  readonly stream: string;
  readonly state: State;
  /** −1 for an empty stream. */
  readonly revision: number;
  /** Hash of the newest fact, hex; null before the first. */
  readonly hash: string | null;
  readonly recordedAt: Instant | null;
  readonly position: string | null;
  /** Shared by successive versions, because it only grows, by recorded facts. */
  readonly done: Map<CommandId, Done>;
  /** An event type that this version cannot evolve. The stream then accepts no command. */
  readonly unknownType: string | null;
}

export type Decode = (stored: StreamFact) => FactOfStream;

/** The part of a recorded fact that folding needs. */
export type FoldedFact = Pick<
  Fact,
  'type' | 'data' | 'audience' | 'occurredAt' | 'recordedAt' | 'revision' | 'hash' | 'position' | 'command'
>;

/** The part that identifies the end of a stream, and the command that led there. */
export type Recorded = Pick<FoldedFact, 'type' | 'revision' | 'hash' | 'recordedAt' | 'position' | 'command'>;

/**
 * Folded state of recently used streams. Loading 20 facts for each command is 6 times the work. A stale state does no harm,
 * because an append expects an exact revision.
 */
export class Streams {
  private readonly recent: LRUCache<string, Folded>;
  private readonly listeners: ((stream: string) => void)[] = [];

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly decode: Decode,
    maxStreams = 20_000,
  ) {
    this.recent = new LRUCache({ max: maxStreams });
  }

  /** Called with every stream that has a new fact, so that answers made from it can be invalidated. */
  onChange(listener: (stream: string) => void): void {
    this.listeners.push(listener);
  }

  /** Loads a stream, from the cache if possible. `cached` tells which. */
  async load(aggregate: AnyAggregate, stream: string): Promise<{ readonly folded: Folded; readonly cached: boolean }> {
    const known = this.recent.get(stream);
    if (known !== undefined) return { folded: known, cached: true };
    return { folded: await this.refresh(aggregate, empty(aggregate, stream)), cached: false };
  }

  /** The stream with the facts recorded since. */
  async refresh(aggregate: AnyAggregate, folded: Folded): Promise<Folded> {
    const tail = await this.store.readStream(folded.stream, { from: folded.revision + 1 });
    const newest = this.keep(await this.foldTail(aggregate, folded, tail));
    // A stream read for the first time has not changed.
    if (folded.revision >= 0 && newest.revision > folded.revision) this.tell(newest.stream);
    return newest;
  }

  /** @throws {FactCorrupted} a fact that cannot be read, and that no operator settled */
  private async foldTail(aggregate: AnyAggregate, start: Folded, tail: readonly StreamFact[]): Promise<Folded> {
    let folded = start;
    for (const stored of tail) {
      const fact = decodedOrWhy(this.decode, stored);
      folded = fact instanceof FactCorrupted ? await this.passOver(folded, stored, fact) : advance(aggregate, folded, fact);
    }
    return folded;
  }

  private async passOver(folded: Folded, stored: StreamFact, why: FactCorrupted): Promise<Folded> {
    const settlement = settlementOf(await readSettlements(this.store), stored);
    if (settlement === null) throw why;
    const { revision, position } = stored;
    return { ...folded, revision, position, hash: settlement.hash ?? folded.hash };
  }

  /** Called when any process has recorded a fact. Drops a shorter cached version. */
  heardOf(stream: string, revision: number): void {
    if ((this.recent.peek(stream)?.revision ?? -1) < revision) this.recent.delete(stream);
    // Even if the cache is up to date: answers may have been made before it was refreshed.
    this.tell(stream);
  }

  /** Caches a stream just recorded here. */
  recorded(folded: Folded): void {
    this.keep(folded);
    this.tell(folded.stream);
  }

  /** Caches the stream, unless a longer version is cached. */
  private keep(folded: Folded): Folded {
    const known = this.recent.get(folded.stream);
    if (known !== undefined && known.revision >= folded.revision) return known;
    if (folded.revision >= 0) this.recent.set(folded.stream, folded);
    return folded;
  }

  private tell(stream: string): void {
    for (const listener of this.listeners) listener(stream);
  }
}

function decodedOrWhy(decode: Decode, stored: StreamFact): FactOfStream | FactCorrupted {
  try {
    return decode(stored);
  } catch (error) {
    if (error instanceof FactCorrupted) return error;
    throw error;
  }
}

function empty(aggregate: AnyAggregate, stream: string): Folded {
  return {
    stream,
    state: aggregate.initial as unknown,
    revision: -1,
    hash: null,
    recordedAt: null,
    position: null,
    done: new Map(),
    unknownType: null,
  };
}

export function advance(aggregate: AnyAggregate, folded: Folded, fact: FoldedFact): Folded {
  const known = aggregate.eventTypes.includes(fact.type);
  remember(folded.done, fact);
  return {
    ...folded,
    state: known ? (aggregate.evolve(folded.state, fact) as unknown) : folded.state,
    revision: fact.revision,
    hash: fact.hash,
    recordedAt: fact.recordedAt,
    position: fact.position,
    unknownType: known ? folded.unknownType : fact.type,
  };
}

/** The stream after facts just recorded, whose state is known from the decision. */
export function advanceTo(state: unknown, folded: Folded, facts: readonly Recorded[]): Folded {
  for (const fact of facts) remember(folded.done, fact);
  const { revision, hash, recordedAt, position } = facts.at(-1) ?? folded;
  return { ...folded, state, revision, hash, recordedAt, position };
}

/** The outcome when nothing was recorded. */
export function unchanged({ stream, revision, position }: Folded): CommandOutcome {
  return { stream, revision, position, recorded: [], repeated: false };
}

/** Two readers may fold the same tail into the shared map. The second changes nothing. */
function remember(done: Map<CommandId, Done>, fact: Omit<Recorded, 'hash' | 'recordedAt'>): void {
  const earlier = done.get(fact.command.id);
  if (earlier !== undefined && earlier.revision >= fact.revision) return;
  const recorded = [...(earlier?.recorded ?? []), fact.type];
  done.set(fact.command.id, { digest: fact.command.digest, revision: fact.revision, position: fact.position, recorded });
}
