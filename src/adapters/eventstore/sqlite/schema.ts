/** Storage format: what stands here is never changed, only followed by a next version with its migration. */
export const formatVersion = 1;

/**
 * FULL makes a commit wait for the disk: better-sqlite3 opens WAL databases with NORMAL, which loses acknowledged facts on power
 * loss. Set on every connection.
 */
export const connectionPragmas = ['synchronous = FULL', 'busy_timeout = 5000'] as const;

/**
 * Readers go on beside the writer. The write-ahead log may grow to 16 MiB before its pages go home: the same pages of the index stand in it
 * many times, and go home once.
 */
export const writerPragmas = [...connectionPragmas, 'journal_mode = WAL', 'wal_autocheckpoint = 4000'] as const;

/** AUTOINCREMENT: a position is never given twice, whatever happens to the newest rows. */
export const schema = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (
  position     INTEGER PRIMARY KEY AUTOINCREMENT,
  stream       TEXT NOT NULL,
  revision     INTEGER NOT NULL,
  id           TEXT NOT NULL,
  type         TEXT NOT NULL,
  content      TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  hash         TEXT NOT NULL,
  facets       TEXT,
  UNIQUE (stream, revision)
) STRICT;`;

export const statements = {
  setMeta: 'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING',
  getMeta: 'SELECT value FROM meta WHERE name = ?',
  newestRevision: 'SELECT revision FROM facts WHERE stream = ? ORDER BY revision DESC LIMIT 1',
  insert: `INSERT INTO facts (stream, revision, id, type, content, content_hash, hash, facets) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
} as const;

const columns = 'position, stream, revision, id, type, content, content_hash, hash, facets';

/** A negative LIMIT is none. */
export const reads = {
  forward: `SELECT ${columns} FROM facts WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
  backward: `SELECT ${columns} FROM facts WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`,
  after: `SELECT ${columns} FROM facts WHERE position > ? ORDER BY position LIMIT ?`,
  types: 'SELECT position, type FROM facts WHERE position > ? ORDER BY position LIMIT ?',
  one: `SELECT ${columns} FROM facts WHERE position = ?`,
  newest: `SELECT ${columns} FROM facts ORDER BY position DESC LIMIT ?`,
  head: 'SELECT max(position) FROM facts',
} as const;

export type Row = readonly [number, string, number, string, string, string, string, string, string | null];
