import Database from 'better-sqlite3';

/**
 * A lock held by the operating system. It ends with the process, so a crash leaves no stale lock, unlike a PID file.
 * @returns a function that releases it
 * @throws a driver error; SQLITE_BUSY if another process has the lock
 */
export function takeLock(file: string): () => void {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = MEMORY');
    // A read-only file cannot be locked and only fails on a write, so write something.
    database.exec('BEGIN EXCLUSIVE; PRAGMA user_version = 1');
  } catch (error) {
    database.close();
    throw error;
  }
  return () => {
    database.close();
  };
}
