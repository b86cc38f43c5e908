/** One key for one box or file. */
export interface DrawnKey {
  readonly id: string;
  readonly key: Buffer;
  /** SHA-256 of the key, hex: AES-GCM alone does not commit to its key. */
  readonly hash: string;
}

export type Secret = 'command-digest' | 'reservation' | 'import';

/** Keys of boxes and files, drawn from blocks that are durable before use; a destroyed one leaves a tombstone, for ever. */
export interface KeyRing {
  /** A fresh key, never handed out before. */
  draw(): Promise<DrawnKey>;
  /** Destroyed keys map to null; ids never drawn here are missing. */
  open(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;
  /** Idempotent. When it resolves no file holds the key any more. */
  destroy(ids: readonly string[]): Promise<void>;
  /** A 32-byte HMAC secret of this installation, made once. */
  secret(name: Secret): Buffer;
}
