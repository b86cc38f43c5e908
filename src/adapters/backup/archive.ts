import type { Instant } from '../../domain/kernel/instant';
import type { ReaderMark } from './contents.port';

/**
 * A backup is a ZIP file of NDJSON, so that it can be read for as long as anything can be read:
 * `manifest.json`, `facts/<number of the first>.ndjson`, `ops.ndjson` and `files/<sha256>` in one archive, `keys.ndjson` in another.
 * The comment of the ZIP file is the SHA-256 of its manifest, which names the SHA-256 of everything else.
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

interface Common {
  readonly version: number;
  readonly madeAt: Instant;
  readonly logId: string;
  /** In the log when it was made. */
  readonly facts: number;
  readonly entries: readonly EntryInfo[];
}

export interface LogManifest extends Common {
  readonly format: 'docket-backup';
  /** SHA-256 over every fact's hash in log order, hex. */
  readonly proof: string;
  readonly readers: readonly ReaderMark[];
}

export interface KeysManifest extends Common {
  readonly format: 'docket-keys';
  /** From then on it may hold keys that an erasure promised to be gone. */
  readonly expiresAt: Instant;
}

export type Manifest = LogManifest | KeysManifest;
