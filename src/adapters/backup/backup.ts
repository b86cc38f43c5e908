import { createHash } from 'node:crypto';
import { plus, toMillis, type Instant } from '../../domain/kernel/instant';
import type { BackupAnswer } from '../control/control.port';
import type { StoredFact } from '../eventstore/event-store.port';
import { archiveVersion, factsFolder, filesFolder, keysName, opsName, type EntryInfo } from './archive';
import { writeArchive, type ArchiveWriter } from './archive-writer';
import type { Contents, BackupProgress, ReaderMark } from './contents.port';
import { attachedFiles } from './attached-files';

export interface BackupOptions {
  /** Absolute path. The keys are written to `<file>.keys`. */
  readonly file: string;
  /** Days until the archive of keys expires. */
  readonly keysDays: number;
  readonly now: Instant;
  readonly onProgress: BackupProgress;
  readonly signal: AbortSignal;
}

const dayMs = 86_400_000;
const factsPerEntry = 10_000;

/**
 * Writes everything to two archives while commands continue. The order of reading makes it consistent (contents.port.ts).
 * @throws {BackupRefused} the file exists or cannot be written; nothing is left behind
 */
export async function backup(from: Contents, options: BackupOptions): Promise<BackupAnswer> {
  const now = new Date(toMillis(options.now));
  const log = await writeArchive(options.file, now);
  let keys: ArchiveWriter | null = null;
  try {
    keys = await writeArchive(`${options.file}.keys`, now);
    const written = await new Backup(from, options).write(log, keys);
    // Keys first: keys without facts are useless but harmless, facts without keys are not a backup.
    await keys.place();
    await log.place();
    return written;
  } finally {
    await log.abandon();
    await keys?.abandon();
  }
}

class Backup {
  private facts = 0;
  private readonly files = new Set<string>();
  private readonly proof = createHash('sha256');

  constructor(
    private readonly from: Contents,
    private readonly options: BackupOptions,
  ) {}

  async write(log: ArchiveWriter, keys: ArchiveWriter): Promise<BackupAnswer> {
    const { from, options } = this;
    const readers = await from.readers();
    await log.add(opsName, ndjson(from.ops()));
    await this.writeFacts(log);
    const files = await this.writeFiles(log);
    await keys.add(keysName, ndjson(from.keys()));
    const proof = this.proof.digest('hex');
    const keysExpireAt = plus(options.now, options.keysDays * dayMs);
    const bytes = await log.end((entries) => ({
      format: 'docket-backup',
      ...this.common(entries),
      proof,
      readers: capped(readers, this.facts),
    }));
    await keys.end((entries) => ({ format: 'docket-keys', ...this.common(entries), expiresAt: keysExpireAt }));
    const { file } = options;
    return { file, keys: `${file}.keys`, keysExpireAt, logId: from.logId, facts: this.facts, files, bytes, proof };
  }

  private common(entries: readonly EntryInfo[]) {
    return {
      version: archiveVersion,
      madeAt: this.options.now,
      logId: this.from.logId,
      facts: this.facts,
      entries: [...entries],
    };
  }

  private async writeFacts(log: ArchiveWriter): Promise<void> {
    const total = await this.from.count();
    let part: StoredFact[] = [];
    const flush = async (): Promise<void> => {
      const name = `${factsFolder}${String(part[0]?.logIndex).padStart(16, '0')}.ndjson`;
      if (part.length > 0) await log.add(name, ndjson([part]));
      part = [];
    };
    for await (const page of this.from.facts()) {
      this.options.signal.throwIfAborted();
      for (const { hash } of page) this.proof.update(hash, 'hex');
      for (const file of attachedFiles(page)) this.files.add(file);
      this.facts += page.length;
      part.push(...page);
      if (part.length >= factsPerEntry) await flush();
      this.options.onProgress(this.facts, total, 'facts');
    }
    await flush();
  }

  private async writeFiles(log: ArchiveWriter): Promise<number> {
    let files = 0;
    for (const sha256 of this.files) {
      this.options.signal.throwIfAborted();
      const content = await this.from.blob(sha256);
      if (content !== null) await log.add(`${filesFolder}${sha256}`, content as AsyncIterable<Uint8Array>, false);
      if (content !== null) files++;
      this.options.onProgress(files, this.files.size, 'files');
    }
    return files;
  }
}

function capped(readers: readonly ReaderMark[], facts: number): readonly ReaderMark[] {
  return readers.map(({ name, logIndex }) => ({ name, logIndex: Math.min(logIndex, facts) }));
}

async function* ndjson(pages: AsyncIterable<readonly object[]> | Iterable<readonly object[]>): AsyncIterable<string> {
  for await (const page of pages) yield page.map((one) => `${JSON.stringify(one)}\n`).join('');
}
