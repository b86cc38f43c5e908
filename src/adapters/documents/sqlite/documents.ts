import { LeaseLost } from '../../../projections/kernel/documents.port';
import type { Checkpoint, Document, Documents, Page, Positioned, Query } from '../../../projections/kernel/documents.port';
import { answer } from '../answer';
import { documentOf, withoutId } from './body';
import { openCatalog } from './catalog';
import type { Catalog } from './catalog';
import { connect } from './connection';
import type { Connection, SqliteDocumentsOptions } from './connection';
import { count, find } from './query';
import type { Table } from './tables';
import { forgetTerms, termsOf } from './terms';
import { tableWriter } from './writes';
import type { Row, TableWriter } from './writes';

/**
 * A database in one file. Calls run synchronously on the calling thread. Other threads of this process may have their own
 * connection.
 */
export function sqliteDocuments(options: SqliteDocumentsOptions): Documents {
  const connection = connect(options);
  const catalog = openCatalog(connection);
  // Data that cannot be rebuilt keeps the format that every version reads.
  const bodyOf = options.durability === 'normal' ? withoutId : JSON.stringify;
  /** Another connection may drop a collection between `refresh` and the query. Its tables are never created again. */
  const ask = <T>(work: () => T): Promise<T> =>
    answer(() => {
      catalog.refresh();
      try {
        return work();
      } catch (error) {
        if (!isGone(error)) throw error;
        catalog.refresh();
        return work();
      }
    });
  const rowOf = (table: Table, id: string): Row | undefined =>
    connection.get<Row>(`SELECT * FROM ${table.name} WHERE id = ?`, id);
  const rowsOf = (name: string, ids: readonly string[]): readonly Row[] =>
    connection.all<Row>(
      `SELECT d.* FROM json_each(?) asked CROSS JOIN ${catalog.open(name).name} d ON d.id = asked.value`,
      JSON.stringify(ids),
    );
  const writers = new WeakMap<Table, TableWriter>();
  const writing = new Set<TableWriter>();
  const writerOf = (name: string): TableWriter => {
    const table = catalog.open(name);
    const writer = writers.get(table) ?? tableWriter(connection, table, bodyOf);
    writers.set(table, writer);
    writing.add(writer);
    return writer;
  };
  /** Runs one transaction, and writes what writers held back before it ends. */
  const transact = <T>(work: () => T): T => {
    try {
      return connection.immediately(() => {
        const result = work();
        for (const writer of writing) writer.flush();
        return result;
      });
    } finally {
      for (const writer of writing) writer.forget();
      writing.clear();
    }
  };

  return {
    description: descriptionOf(connection, options),
    prepare: (spec) => ask(() => catalog.prepare(spec)),
    get: <D extends Document>(name: string, id: string) =>
      ask(() => {
        const row = rowOf(catalog.open(name), id);
        return row === undefined ? null : documentOf<D>(row);
      }),
    getMany: <D extends Document>(name: string, ids: readonly string[]) =>
      ask(() => new Map(rowsOf(name, ids).map((row) => [row.id, documentOf<D>(row)]))),
    getPositioned: <D extends Document>(name: string, ids: readonly string[]) =>
      ask(() => new Map(rowsOf(name, ids).map((row): [string, Positioned<D>] => [row.id, positioned<D>(row)]))),
    find: <D extends Document>(name: string, query: Query) => ask(() => find(connection, catalog, name, query) as Page<D>),
    count: (name, where) => ask(() => count(connection, catalog.open(name), where)),
    write: (writes, { position = null, checkpoints = [] } = {}) =>
      ask(() =>
        transact(() => {
          for (const one of checkpoints) moveCheckpoint(connection, one);
          for (const write of writes) writerOf(write.collection).write(write, position);
        }),
      ),
    checkpoint: (name) => ask(() => readCheckpoint(connection, name)),
    forgetCheckpoint: (name) => ask(() => void connection.run('DELETE FROM checkpoints WHERE name = ?', name)),
    swap: (name, id, version, document) =>
      ask(() =>
        transact(() => {
          const row = rowOf(catalog.open(name), id);
          if ((row?.version ?? null) !== version) return false;
          writerOf(name).put({ ...document, _id: id }, row, (version ?? 0) + 1);
          return true;
        }),
      ),
    getVersioned: <D extends Document>(name: string, id: string) =>
      ask(() => {
        const row = rowOf(catalog.open(name), id);
        return row === undefined ? null : { document: documentOf<D>(row), version: row.version };
      }),
    drop: (name) => ask(() => catalog.drop(name)),
    collections: () => ask(() => catalog.names()),
    compact: () => ask(() => compact(connection, catalog, options)),
    close: () => answer(() => connection.close()),
  };
}

/** Checks the message, because `instanceof` fails when the native driver was first loaded in another context. */
function isGone(error: unknown): boolean {
  return (error as Partial<Error>).message?.startsWith('no such table: d') === true;
}

function descriptionOf(connection: Connection, { file, durability }: SqliteDocumentsOptions): string {
  const row = connection.get<{ version: string }>('SELECT sqlite_version() AS version');
  return `SQLite ${row?.version ?? ''}, ${file}, durability ${durability}`;
}

function positioned<D extends Document>(row: Row): Positioned<D> {
  return { document: documentOf<D>(row), position: row.pos };
}

function readCheckpoint(connection: Connection, name: string): Checkpoint | null {
  const row = connection.get<{ position: string; token: number | null }>(
    'SELECT position, token FROM checkpoints WHERE name = ?',
    name,
  );
  if (row === undefined) return null;
  return { name, position: row.position, ...(row.token === null ? {} : { token: row.token }) };
}

function moveCheckpoint(connection: Connection, { name, position, token }: Checkpoint): void {
  const stored = readCheckpoint(connection, name);
  if (stored !== null && (stored.token ?? 0) > (token ?? 0)) throw new LeaseLost(name);
  connection.run('INSERT OR REPLACE INTO checkpoints (name, position, token) VALUES (?, ?, ?)', name, position, token ?? null);
}

/** Removes deleted content from the free pages of the file and from the write-ahead log. */
function compact(connection: Connection, catalog: Catalog, { durability, secureDelete }: SqliteDocumentsOptions): void {
  for (const table of catalog.tables()) forgetDeleted(connection, table);
  // Data that can be rebuilt is dropped whole, which overwrites every page. Copying the rest would only save space.
  if (durability === 'full' || !secureDelete || freeShare(connection) > 0.6) connection.exec('VACUUM');
  const [result] = connection.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
  if (result?.busy !== 0)
    throw new Error('the database is in use by another connection: its log still holds deleted content; compact again');
}

function forgetDeleted(connection: Connection, { indexes }: Table): void {
  const numbered = indexes.filter(({ terms }) => terms !== undefined).map(({ name }) => name);
  for (const terms of termsOf(indexes)) forgetTerms(connection, terms, numbered);
}

function freeShare(connection: Connection): number {
  const free = connection.get<{ freelist_count: number }>('PRAGMA freelist_count')?.freelist_count ?? 0;
  const pages = connection.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 1;
  return free / pages;
}
