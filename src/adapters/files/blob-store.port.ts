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
  /** The very bytes, from `start` (default 0) to `end` (inclusive, default the last); null where there is none. */
  get(sha256: string, range?: { readonly start?: number; readonly end?: number }): Promise<Readable | null>;
  size(sha256: string): Promise<number | null>;
  /** Idempotent. */
  remove(sha256: string): Promise<void>;
}
