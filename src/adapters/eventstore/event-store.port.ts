/**
 * The log. Dumb on purpose: facts come and go in storage form (`codec.ts` makes and reads them), so that every adapter keeps the
 * same bytes. Contract: test/contracts/event-store.contract.ts.
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
  /** Hex; chained to the fact before it in the stream. */
  readonly hash: string;
  /** JSON, or null where the aggregate has none. Not hashed. */
  readonly facets: string | null;
}

export interface StoredFact extends EncodedFact {
  /** Opaque, fixed width, compares as bytes in commit order. */
  readonly position: string;
  /** Dense, from 1. */
  readonly logIndex: number;
}

export interface Appended {
  /** Of the last fact written. Not its log index: a store that numbers bytes would have to read the log to know it. */
  readonly position: string;
}

export interface ReadStreamOptions {
  /** First revision to read; default 0 forward, the newest backward. */
  readonly from?: number;
  readonly direction?: 'forward' | 'backward';
  /** Default: all. */
  readonly limit?: number;
}

export type Wanted = (storedType: string) => boolean;

export const noStream = -1;
/** One append holds at most this many bytes of content and facets together, in every adapter. */
export const maxAppendBytes = 512 * 1024;

export interface EventStore {
  /** Adapter and server version, for health and logs. */
  readonly description: string;
  /** Identity of this log; ops, keys and blobs carry it. */
  readonly logId: string;

  /**
   * Durable and atomic: when this resolves, all facts are on disk, or none is. `expectedRevision` is exact (`noStream` = the stream
   * must not exist); `facts` are one or more, of `stream`, with revisions from `expectedRevision + 1`.
   * @throws {WrongExpectedRevision} nothing was written
   * @throws {AppendTooLarge} nothing was written
   * @throws {StoreUnavailable} nothing was written (disk full, read-only, not reachable)
   * @throws {OutcomeUncertain} the answer was lost: read the stream and look for the command id
   */
  append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<Appended>;

  /** A consistent prefix (or suffix, backward). Empty for a stream that does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StoredFact[]>;

  /** Facts after `position` (null: from the beginning) in commit order, at most `limit`; empty at the head. */
  readAll(after: string | null, limit: number): Promise<readonly StoredFact[]>;

  /** At most `limit` facts, the newest first: for a look at the end without knowing a position. */
  readNewest(limit: number): Promise<readonly StoredFact[]>;

  /** Position of the newest fact, null for an empty log. */
  head(): Promise<string | null>;

  /** How many facts stand at or before a position that this store has given out; 0 for null. */
  logIndexOf(position: string | null): number;

  /**
   * Every fact after `after`, each once, in commit order, in batches of at most `batchSize`; then live, for as long as the signal
   * allows. Once, when all that was there has been handed out, a batch without facts: it tells that the log answers, also where nothing
   * is new. Pulled: nothing is read while the consumer is busy. Ends quietly on abort; any trouble is thrown.
   * For a reader of few types: facts that are not `wanted`, by their stored type, may be left out, but for the last of a batch, which
   * tells how far it reached.
   */
  subscribe(after: string | null, batchSize: number, signal: AbortSignal, wanted?: Wanted): AsyncIterable<readonly StoredFact[]>;

  /** Waits for what is under way, then lets go of every thread, file and socket. */
  close(): Promise<void>;
}
