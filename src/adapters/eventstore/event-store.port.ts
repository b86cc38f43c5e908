/**
 * The log. Stores facts in the encoded form of `codec.ts` only, so every adapter keeps the same bytes.
 * Contract: test/contracts/event-store.contract.ts.
 */
export interface EncodedFact {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  /** RFC 8785 text of everything the hash covers. */
  readonly content: string;
  /** Hex. */
  readonly contentHash: string;
  /** Hex. Chained to the previous fact of the stream. */
  readonly hash: string;
  /** JSON, or null if the aggregate has no facets. Not hashed. */
  readonly facets: string | null;
}

/** A fact as a stream holds it. */
export interface StreamFact extends EncodedFact {
  /** Opaque and of fixed width. Sorts in commit order when compared as bytes. */
  readonly position: string;
}

/** A fact as the log holds it. */
export interface StoredFact extends StreamFact {
  /** Starts at 1, without gaps. */
  readonly logIndex: number;
}

export interface Appended {
  /** Position of the last fact written. Not its log index, because a store that numbers bytes would have to read the log for it. */
  readonly position: string;
}

export interface ReadStreamOptions {
  /** First revision to read; default 0 forward, the newest backward. */
  readonly from?: number;
  readonly direction?: 'forward' | 'backward';
  /** Default: all. */
  readonly limit?: number;
}

export interface StreamDamage {
  readonly stream: string;
  /** What was done to it, when, and how it is undone: `was truncated …`. */
  readonly what: string;
  /** The unreadable fact, if an operator can settle it. */
  readonly revision?: number;
}

/** Wakes whoever waits. A notification between a check and the wait is not lost. */
export interface LogNews {
  /** Read this before checking, then pass it to `waitAfter`. */
  readonly seen: number;
  waitAfter(seen: number, signal: AbortSignal): Promise<void>;
}

export type TypeFilter = (storedType: string) => boolean;

export const noStream = -1;
/** Maximum bytes of content and facets in one append, for every adapter. */
export const maxAppendBytes = 512 * 1024;

export interface EventStore {
  /** Adapter and server version, for health and logs. */
  readonly description: string;
  /** Identity of this log. The ops store, the keys and the files carry it too. */
  readonly logId: string;

  /**
   * Durable and atomic: when this resolves, all facts are on disk. `expectedRevision` is exact (`noStream`: the stream must not
   * exist). `facts` are one or more, all of `stream`, with revisions from `expectedRevision + 1`.
   * @throws {WrongExpectedRevision} nothing was written
   * @throws {AppendTooLarge} nothing was written
   * @throws {StoreUnavailable} nothing was written (disk full, read-only, unreachable)
   * @throws {OutcomeUncertain} the answer was lost: read the stream and look for the command id
   */
  append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended>;

  /**
   * A consistent prefix (backward: suffix). Empty if the stream does not exist. Without log indexes, for which a store may have to
   * count (`withLogIndexes`).
   */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StreamFact[]>;

  /** At most `limit` facts after a position (null: from the beginning), in commit order. Empty at the head. */
  readAll(after: string | null, limit: number): Promise<readonly StoredFact[]>;

  /** At most `limit` facts, newest first. */
  readNewest(limit: number): Promise<readonly StoredFact[]>;

  /** Position of the newest fact, or null if the log is empty. */
  head(): Promise<string | null>;

  /** Number of facts at or before a position of this store, as far as they are counted. 0 for null. */
  logIndexOf(position: string | null): number;

  /** Resolves when every fact up to this position is counted. */
  countedTo(position: string | null): Promise<void>;

  /** Streams from which others took facts, as far as that is known. Their reads and appends throw {StoreCorrupted}. */
  damages(): readonly StreamDamage[];

  /** When the log answered last, as far as that is known: milliseconds since 1970. A file always answers. */
  answeredAt(): number;

  /** Notified when the log answers again after an outage, so that whoever backed off tries at once. */
  readonly recovered: LogNews;

  /**
   * Every fact after `after`, once, in commit order, in batches of at most `batchSize`, then live until the signal aborts.
   * - The first empty batch means that the subscription has caught up.
   * - Nothing is read while the consumer is busy. Errors are thrown; an abort ends the iteration.
   * - Facts that `typeFilter` rejects by stored type may be left out, except the last of a batch, which carries the progress.
   */
  subscribe(
    after: string | null,
    batchSize: number,
    signal: AbortSignal,
    typeFilter?: TypeFilter,
  ): AsyncIterable<readonly StoredFact[]>;

  /** Waits for running work, then releases every thread, file and socket. */
  close(): Promise<void>;
}

/** Number of facts at or before a position, once they are counted. */
export async function factsUpTo(store: Pick<EventStore, 'countedTo' | 'logIndexOf'>, position: string | null): Promise<number> {
  await store.countedTo(position);
  return store.logIndexOf(position);
}

/** Facts of streams with their log indexes. Waits until the log is counted up to them, whatever is written meanwhile. */
export async function withLogIndexes(
  store: Pick<EventStore, 'countedTo' | 'logIndexOf'>,
  facts: readonly StreamFact[],
): Promise<readonly StoredFact[]> {
  const positions = facts.map(({ position }) => position).sort();
  await store.countedTo(positions.at(-1) ?? null);
  return facts.map((fact) => ({ ...fact, logIndex: store.logIndexOf(fact.position) }));
}
