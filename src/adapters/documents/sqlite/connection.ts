import Database from 'better-sqlite3';

export interface SqliteDocumentsOptions {
  readonly file: string;
  /**
   * `full`: a write resolves when it is on disk (ops, keys). `normal`: a power cut may lose the newest writes, but keeps their
   * order (read).
   */
  readonly durability: 'full' | 'normal';
  /** Overwrites deleted content. The write-ahead log still needs `compact`. */
  readonly secureDelete: boolean;
}

type Value = string | number | Buffer | null;

/** A connection with its statements, each prepared once. */
export interface Connection {
  all<Row>(sql: string, ...values: readonly Value[]): Row[];
  /** Each row as a list of columns, read lazily. */
  rows(sql: string, ...values: readonly Value[]): IterableIterator<readonly unknown[]>;
  get<Row>(sql: string, ...values: readonly Value[]): Row | undefined;
  /** Number of rows changed. */
  run(sql: string, ...values: readonly Value[]): number;
  /** Number of the new row, from 1. 0 if none was inserted. */
  insert(sql: string, ...values: readonly Value[]): number;
  exec(sql: string): void;
  /**
   * BEGIN IMMEDIATE, so that a transaction that reads before it writes is never refused
   * (https://github.com/WiseLibs/better-sqlite3/issues/836).
   */
  immediately<T>(work: () => T): T;
  /** Number of transactions. Values read in one hold until the next. */
  turn(): number;
  /** Drops prepared statements on tables with this prefix. */
  forget(table: string): void;
  close(): void;
}

export function connect({ file, durability, secureDelete }: SqliteDocumentsOptions): Connection {
  const database = new Database(file, { timeout: 5_000 });
  // For documents of about 1 KiB, pages of twice the default size save a tenth of a rebuild. Affects new files only.
  if (durability === 'normal') database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  // better-sqlite3 defaults to NORMAL for WAL databases.
  database.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
  database.pragma(`secure_delete = ${secureDelete ? 'ON' : 'OFF'}`);
  // Every 8 MiB. A checkpoint of 64 MiB kept the disk busy for 30 ms, once a second at 1,000 commands/s, and every append of the log waited.
  if (durability === 'normal') database.pragma('wal_autocheckpoint = 1024');
  database.pragma('cache_size = -32768');
  database.pragma('temp_store = MEMORY');
  let turn = 0;
  const statements = new Map<string, Database.Statement>();
  const prepared = (sql: string, asLists = false): Database.Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const fresh = asLists ? database.prepare(sql).raw() : database.prepare(sql);
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    all: <Row>(sql: string, ...values: readonly Value[]) => prepared(sql).all(...values) as Row[],
    rows: (sql, ...values) => prepared(sql, true).iterate(...values) as IterableIterator<readonly unknown[]>,
    get: <Row>(sql: string, ...values: readonly Value[]) => prepared(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => prepared(sql).run(...values).changes,
    insert: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...values);
      return changes === 0 ? 0 : Number(lastInsertRowid);
    },
    exec: (sql) => void database.exec(sql),
    immediately: <T>(work: () => T) => {
      turn += 1;
      return database.transaction(work).immediate();
    },
    turn: () => turn,
    forget: (table) => {
      for (const sql of statements.keys()) if (sql.includes(table)) statements.delete(sql);
    },
    close: () => void database.close(),
  };
}
