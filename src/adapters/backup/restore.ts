import type { Instant } from '../../domain/kernel/instant';
import { openArchive } from './archive-reader';
import { BackupRefused, type Contents } from './contents.port';
import { contentsOfArchives } from './contents-of-archives';

export interface RestoreOrder {
  /** Absolute paths. */
  readonly file: string;
  readonly keys: string;
  /** Take keys although they have expired. */
  readonly force: boolean;
  readonly now: Instant;
  readonly signal: AbortSignal;
}

export interface OpenBackup {
  readonly contents: Contents;
  readonly madeAt: Instant;
  /** As it was when the backup was made. */
  readonly proof: string;
  close(): void;
}

/**
 * Both archives, read from the first byte to the last before anything else is done.
 * @throws {BackupRefused} damaged, of two logs, or with expired keys
 */
export async function openBackup({ file, keys: keysFile, force, now, signal }: RestoreOrder): Promise<OpenBackup> {
  const log = await openArchive(file, 'docket-backup');
  try {
    const keys = await openArchive(keysFile, 'docket-keys');
    const close = (): void => [log, keys].forEach((archive) => archive.close());
    try {
      if (keys.manifest.logId !== log.manifest.logId) throw ofTwoLogs(file, keysFile);
      if (keys.manifest.expiresAt <= now && !force) throw expired(keysFile, keys.manifest.expiresAt);
      await log.prove(signal);
      await keys.prove(signal);
      return { contents: contentsOfArchives(log, keys), madeAt: log.manifest.madeAt, proof: log.manifest.proof, close };
    } catch (error) {
      keys.close();
      throw error;
    }
  } catch (error) {
    log.close();
    throw error;
  }
}

function ofTwoLogs(file: string, keysFile: string): BackupRefused {
  return new BackupRefused(
    `${keysFile} holds the keys of another log than ${file} holds the facts of. Take two of one installation.`,
  );
}

function expired(keysFile: string, at: Instant): BackupRefused {
  return new BackupRefused(
    `The keys in ${keysFile} expired at ${at}: whoever was erased since then was promised that they are gone. Take a newer one. If there is ` +
      'none, --force takes these; every erasure that the log knows is carried out again.',
  );
}
