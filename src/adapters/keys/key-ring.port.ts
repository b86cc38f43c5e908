/** A key for one box or file. */
export interface DrawnKey {
  readonly id: string;
  readonly key: Buffer;
  /** SHA-256 of the key, hex, because AES-GCM alone does not commit to its key. */
  readonly hash: string;
}

export type Secret = 'command-digest' | 'reservation' | 'import' | 'access-log';

/** Keys for boxes and files. Blocks of keys are durable before use. A destroyed key leaves a tombstone forever. */
export interface KeyRing {
  /** A fresh key, never handed out before. */
  draw(): Promise<DrawnKey>;
  /** Destroyed keys map to null. Unknown ids are left out. */
  open(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;
  /** Idempotent. When it resolves, no file contains the key. */
  destroy(ids: readonly string[]): Promise<void>;
  /** A 32-byte HMAC secret of this installation, created once. */
  secret(name: Secret): Buffer;
}
