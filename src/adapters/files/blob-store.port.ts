import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** Of the stored bytes, hex: the blob's name for ever. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Keeps bytes by their hash and knows nothing of what they are. Contract: test/contracts/blob-store.contract.ts. */
export interface BlobStore {
  readonly description: string;
  /** When it resolves the bytes are durable; when the source fails, nothing is kept. The same bytes twice are one blob. */
  put(content: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** The very bytes, from `start` (default 0) to `end` (inclusive, default the last) as far as there are any; null where there is no blob. */
  get(sha256: string, range?: { readonly start?: number; readonly end?: number }): Promise<Readable | null>;
  size(sha256: string): Promise<number | null>;
  /** Idempotent. */
  remove(sha256: string): Promise<void>;
  /**
   * Removes the pieces that killed uploads left. For whoever holds the data folder, before it takes files; where several servers share the
   * store, an upload of another one may take a day.
   */
  clearAbandoned(): Promise<void>;
  /** The log that these blobs go with; null where none was named yet. */
  boundTo(): Promise<string | null>;
  /** Ties them to a log unless they are tied; durable. Answers the log they are tied to from now on. */
  bind(logId: string): Promise<string>;
  close(): Promise<void>;
}

/** A name comes from a fact, but nothing must ever be looked up by anything else than a hash. */
export function mustBeHash(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`not a SHA-256: ${sha256.slice(0, 80)}`);
}
