import Database from 'better-sqlite3';

export interface SqliteDocumentsOptions {
  readonly file: string;
  /** `full`: on disk when a write resolves (ops, keys). `normal`: a power cut may take the newest writes, never the order (read). */
  readonly durability: 'full' | 'normal';
  /** Overwrite what is deleted. `compact` is still needed for what the log of the database holds. */
  readonly secureDelete: boolean;
}

type Value = string | number | Buffer | null;

/** One connection with its statements, each prepared once. */
export interface Connection {
  all<Row>(sql: string, ...values: readonly Value[]): Row[];
  /** Each row as a list of its columns; one after the other, for so long as they are asked for. */
  rows(sql: string, ...values: readonly Value[]): IterableIterator<readonly unknown[]>;
  get<Row>(sql: string, ...values: readonly Value[]): Row | undefined;
  /** Number of rows changed. */
  run(sql: string, ...values: readonly Value[]): number;
  /** Number of the new row, from 1; 0: there is none. */
  insert(sql: string, ...values: readonly Value[]): number;
  exec(sql: string): void;
  /** BEGIN IMMEDIATE: a transaction that reads before it writes is never refused for having read (https://github.com/WiseLibs/better-sqlite3/issues/836). */
  immediately<T>(work: () => T): T;
  /** Counts the transactions: what was read in this one holds until the next. */
  turn(): number;
  /** Forgets the statements on tables whose name begins so. */
  forget(table: string): void;
  close(): void;
}

export function connect({ file, durability, secureDelete }: SqliteDocumentsOptions): Connection {
  const database = new Database(file, { timeout: 5_000 });
  // Documents of a kilobyte each: pages twice the usual size take a tenth off a rebuild. Only a new file takes notice.
  if (durability === 'normal') database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  // better-sqlite3 is built with NORMAL as the default of WAL databases.
  database.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
  database.pragma(`secure_delete = ${secureDelete ? 'ON' : 'OFF'}`);
  // Emptying the log of the database waits for the disk: what can be rebuilt does it every 64 MiB, not every 4.
  if (durability === 'normal') database.pragma('wal_autocheckpoint = 8192');
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
