import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** SHA-256 of the stored bytes, hex. The permanent name of the blob. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface BlobTotals {
  readonly count: number;
  /** As stored. */
  readonly bytes: number;
}

/** Stores bytes by their hash. Contract: test/contracts/blob-store.contract.ts. */
export interface BlobStore {
  readonly description: string;
  /** Durable when it resolves. Stores nothing if the source fails. Equal bytes are one blob. */
  put(content: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** The bytes from `start` (default 0) to `end` (inclusive, default the last), or null if there is no such blob. */
  get(sha256: string, range?: { readonly start?: number; readonly end?: number }): Promise<Readable | null>;
  size(sha256: string): Promise<number | null>;
  /** Of all complete blobs. The first call may read the whole store; later ones read what changed. */
  totals(): Promise<BlobTotals>;
  /** Idempotent. */
  remove(sha256: string): Promise<void>;
  /**
   * Removes the remains of interrupted uploads. Call this at start-up, before files are accepted. In a store shared by several servers,
   * only remains older than a day are removed.
   */
  clearAbandoned(): Promise<void>;
  /** The log that the blobs belong to, or null. */
  boundTo(): Promise<string | null>;
  /** Binds the blobs to a log, durably, unless they are bound already. Returns the log they are bound to. */
  bind(logId: string): Promise<string>;
  close(): Promise<void>;
}

/** Blobs are looked up by hash only, whatever a fact contains. */
export function checkHash(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`not a SHA-256: ${sha256.slice(0, 80)}`);
}
