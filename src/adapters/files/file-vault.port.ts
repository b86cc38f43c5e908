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

/** Encrypts each file with its own key before it is written to disk. */
export interface FileVault {
  /** Durable when it resolves. Stores nothing if the source fails. */
  keep(content: AsyncIterable<Uint8Array>): Promise<KeptFile>;
  /** The plain content, verified before the first byte is returned, or null if it was destroyed. @throws {FileDamaged} */
  open(sha256: string): Promise<Readable | null>;
  /** Removes uploads that no fact attached. */
  discard(files: readonly KeptFile[]): Promise<void>;
}

/** The stored bytes differ from those written. */
export class FileDamaged extends Error {
  constructor(readonly sha256: string) {
    super(`file ${sha256} is damaged`);
    this.name = 'FileDamaged';
  }
}
