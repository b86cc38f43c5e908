import type { Readable } from 'node:stream';
import type { Document, Documents } from '../../../projections/kernel/documents.port';
import type { FileVault } from '../../files/file-vault.port';
import type { Scanner } from '../../files/scanner.port';
import type { Clock } from '../../system/clock.port';

/** `waiting`: there is a scanner, and no verdict yet. `not-scanned`: there is none. */
export const scanStates = ['not-scanned', 'waiting', 'clean', 'infected'] as const;
export type ScanState = (typeof scanStates)[number];

/** `_id` is the SHA-256 of the stored file. */
interface ScanDocument extends Document {
  readonly threat: string | null;
  readonly scannedAt: string;
}

const collection = 'file-scans';

export interface FileScansParts {
  readonly documents: Documents;
  readonly vault: Pick<FileVault, 'open'>;
  /** Null: files are not scanned. */
  readonly scanner: Scanner | null;
  /** How many are scanned at once. */
  readonly queue: { run<T>(owner: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> };
  readonly clock: Clock;
  readonly onFailure?: ((who: string, error: unknown) => void) | undefined;
}

/**
 * What a scanner found in attached files. A verdict is kept for ever. A file without one is scanned when it is attached, and again when somebody looks
 * at it, so a crash or an outage of the scanner loses nothing.
 */
export class FileScans {
  private readonly running = new Map<string, Promise<void>>();
  private readonly ends = new AbortController();

  private constructor(private readonly parts: FileScansParts) {}

  static async open(parts: FileScansParts): Promise<FileScans> {
    await parts.documents.prepare({ name: collection, indexes: [] });
    return new FileScans(parts);
  }

  /** Files without a verdict are scanned in the background. */
  async statesOf(files: readonly string[]): Promise<ReadonlyMap<string, ScanState>> {
    const known = await this.parts.documents.getMany<ScanDocument>(collection, files);
    return new Map(
      files.map((sha256) => {
        const verdict = known.get(sha256);
        if (verdict !== undefined) return [sha256, verdict.threat === null ? 'clean' : 'infected'];
        this.scan(sha256);
        return [sha256, this.parts.scanner === null ? 'not-scanned' : 'waiting'];
      }),
    );
  }

  /** After the scan, if one is due. */
  async settled(sha256: string): Promise<ScanState> {
    const state = (await this.statesOf([sha256])).get(sha256) ?? 'not-scanned';
    if (state !== 'waiting') return state;
    await this.running.get(sha256);
    return (await this.statesOf([sha256])).get(sha256) ?? state;
  }

  /** The content; null if it was destroyed, is infected, or waits for its scan. */
  async content(sha256: string): Promise<Readable | null> {
    const state = await this.settled(sha256);
    return state === 'clean' || state === 'not-scanned' ? this.parts.vault.open(sha256) : null;
  }

  /** Starts a scan in the background, unless there is no scanner or it runs already. */
  scan(sha256: string): void {
    if (this.parts.scanner === null || this.running.has(sha256)) return;
    const done = this.parts.queue
      .run(sha256, () => this.verdict(sha256), this.ends.signal)
      // It stays without a verdict, and the next look tries again.
      .catch((error: unknown) => {
        if (!this.ends.signal.aborted) this.parts.onFailure?.('scanner', error);
      })
      .finally(() => this.running.delete(sha256));
    this.running.set(sha256, done);
  }

  async close(): Promise<void> {
    this.ends.abort();
    await Promise.all(this.running.values());
  }

  private async verdict(sha256: string): Promise<void> {
    const { documents, vault, scanner, clock } = this.parts;
    const content = await vault.open(sha256);
    if (content === null || scanner === null) return;
    const stop = (): void => void content.destroy();
    this.ends.signal.addEventListener('abort', stop, { once: true });
    const { threat } = await scanner.scan(content as AsyncIterable<Buffer>).finally(() => {
      this.ends.signal.removeEventListener('abort', stop);
      stop();
    });
    const document: ScanDocument = { _id: sha256, threat, scannedAt: clock.now() };
    await documents.write([{ collection, id: sha256, document }]);
  }
}
