import type { Readable } from 'node:stream';

export interface KeptFile {
  /** SHA-256 of the ciphertext, hex. The identity of the file. */
  readonly sha256: string;
  /** Size of the plain content. */
  readonly bytes: number;
  readonly keyId: string;
  /** SHA-256 of the plain content, hex. For recognising a repeat only; never stored. */
  readonly plainSha256: string;
}

/** `sha256` is null of a file that was perhaps never written to its end. */
export type Discarded = Pick<KeptFile, 'keyId'> & { readonly sha256: string | null };

/** Encrypts each file with its own key before it is written to disk. */
export interface FileVault {
  /**
   * Durable when it resolves. Stores nothing if the source fails. `note` learns the key before anything is written, so that one who
   * writes it down can destroy what a crash left behind.
   */
  keep(content: AsyncIterable<Uint8Array>, note?: (keyId: string) => Promise<void>): Promise<KeptFile>;
  /** The plain content, verified before the first byte is returned, or null if it was destroyed. @throws {FileDamaged} */
  open(sha256: string): Promise<Readable | null>;
  /** Destroys the keys of what no fact attached, and removes it. */
  discard(files: readonly Discarded[]): Promise<void>;
}

/** The stored bytes differ from those written. */
export class FileDamaged extends Error {
  constructor(readonly sha256: string) {
    super(`file ${sha256} is damaged`);
    this.name = 'FileDamaged';
  }
}
