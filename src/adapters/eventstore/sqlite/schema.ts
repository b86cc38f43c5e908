/** Storage format. Never change a released version; add the next one with a migration. */
export const formatVersion = 1;

/** FULL makes commits durable: better-sqlite3 opens WAL databases with NORMAL, which loses acknowledged facts on power loss. */
export const connectionPragmas = ['synchronous = FULL', 'busy_timeout = 5000'] as const;

/**
 * WAL lets readers continue beside the writer. A checkpoint every 16 MiB writes hot index pages to the file once instead of many times.
 */
export const writerPragmas = [...connectionPragmas, 'journal_mode = WAL', 'wal_autocheckpoint = 4000'] as const;

/** AUTOINCREMENT never assigns a position twice, even after the newest rows are lost. */
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

/** A negative LIMIT means no limit. */
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
