import type { Instant } from '../../domain/kernel/instant';
import type { ReaderMark } from './contents.port';

/**
 * A backup is two ZIP files of NDJSON, so that it stays readable without this product. One holds `manifest.json`,
 * `facts/<first log index>.ndjson`, `ops.ndjson` and `files/<sha256>`, the other `keys.ndjson`.
 * The ZIP comment is the SHA-256 of the manifest, which lists the SHA-256 of every entry.
 */
export const archiveVersion = 1;
export const manifestName = 'manifest.json';
export const opsName = 'ops.ndjson';
export const keysName = 'keys.ndjson';
export const factsFolder = 'facts/';
export const filesFolder = 'files/';

export interface EntryInfo {
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

interface ManifestBase {
  readonly version: number;
  readonly madeAt: Instant;
  readonly logId: string;
  /** Number of facts in the log at the time of the backup. */
  readonly facts: number;
  readonly entries: readonly EntryInfo[];
}

export interface LogManifest extends ManifestBase {
  readonly format: 'docket-backup';
  /** SHA-256 over every fact's hash in log order, hex. */
  readonly proof: string;
  readonly readers: readonly ReaderMark[];
}

export interface KeysManifest extends ManifestBase {
  readonly format: 'docket-keys';
  /** After this time the archive may contain keys that an erasure has promised to destroy. */
  readonly expiresAt: Instant;
}

export type Manifest = LogManifest | KeysManifest;
