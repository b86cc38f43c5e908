import type { Instant } from '../../domain/kernel/instant';
import { openArchive } from './archive-reader';
import { BackupRefused, type Contents } from './contents.port';
import { contentsOfArchives } from './contents-of-archives';

export interface RestoreOptions {
  /** Absolute paths. */
  readonly file: string;
  readonly keys: string;
  /** Accepts expired keys. */
  readonly force: boolean;
  readonly now: Instant;
  readonly signal: AbortSignal;
}

export interface OpenBackup {
  readonly contents: Contents;
  readonly madeAt: Instant;
  /** Proof of the log at the time of the backup. */
  readonly proof: string;
  close(): void;
}

/**
 * Opens both archives and reads them completely before anything else.
 * @throws {BackupRefused} an archive is damaged, they belong to two logs, or the keys have expired
 */
export async function openBackup({ file, keys: keysFile, force, now, signal }: RestoreOptions): Promise<OpenBackup> {
  const log = await openArchive(file, 'docket-backup');
  try {
    const keys = await openArchive(keysFile, 'docket-keys');
    const close = (): void => [log, keys].forEach((archive) => archive.close());
    try {
      if (keys.manifest.logId !== log.manifest.logId) throw differentLogs(file, keysFile);
      if (keys.manifest.expiresAt <= now && !force) throw expiredKeys(keysFile, keys.manifest.expiresAt);
      await log.verify(signal);
      await keys.verify(signal);
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

function differentLogs(file: string, keysFile: string): BackupRefused {
  return new BackupRefused(
    `${keysFile} has the keys of one log, but ${file} has the facts of another. Use two archives of the same installation.`,
  );
}

function expiredKeys(keysFile: string, at: Instant): BackupRefused {
  return new BackupRefused(
    `The keys in ${keysFile} expired at ${at} and may include keys that erasures have destroyed since. Use a newer backup, or --force to ` +
      'accept these keys and repeat every erasure that the log records.',
  );
}
