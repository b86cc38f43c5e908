import Database from 'better-sqlite3';

/**
 * A lock the operating system holds for this process: it ends with the process, so a crash leaves nothing to clean up, as a file with a
 * process number would.
 * @returns lets go
 * @throws a driver error, SQLITE_BUSY when another process has it
 */
export function takeLock(file: string): () => void {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = MEMORY');
    // A file that may only be read takes no lock, and says so only when something is written.
    database.exec('BEGIN EXCLUSIVE; PRAGMA user_version = 1');
  } catch (error) {
    database.close();
    throw error;
  }
  return () => {
    database.close();
  };
}
