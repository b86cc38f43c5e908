import type { Readable } from 'node:stream';

export interface KeptFile {
  /** SHA-256 of the ciphertext, hex: the file's identity. */
  readonly sha256: string;
  /** Of the plain content. */
  readonly bytes: number;
  readonly keyId: string;
  /** SHA-256 of the plain content, hex; to recognise a repeat, never to be stored. */
  readonly plainSha256: string;
}

/** Files as people gave them; encrypted, each with a key of its own, before they touch a disk. */
export interface FileVault {
  /** Durable when it resolves. When the source fails, nothing is kept. */
  keep(content: AsyncIterable<Uint8Array>): Promise<KeptFile>;
  /** The plain content, checked before the first byte is given out; null when it was destroyed. @throws {FileDamaged} */
  open(sha256: string): Promise<Readable | null>;
  /** For files that no fact came to name. */
  discard(files: readonly KeptFile[]): Promise<void>;
}

/** The stored bytes are not those that were written. */
export class FileDamaged extends Error {
  constructor(readonly sha256: string) {
    super(`file ${sha256} is damaged`);
    this.name = 'FileDamaged';
  }
}
