import { UnknownCollection } from '../../projections/kernel/documents.port';
import type { CollectionSpec, Document, IndexSpec } from '../../projections/kernel/documents.port';
import { physicalFields } from '../../projections/kernel/served-by';
import { checkSpec } from './entries';
import type { Connection } from './sqlite.connection';
import { addEntries, addText, nullText } from './sqlite.indexes';

/** A collection is a table `d<n>_`, each of its indexes a table `d<n>_i<m>`, its words `d<n>_text`. Numbers are never used twice. */
export interface Table {
  readonly spec: CollectionSpec;
  readonly name: string;
  readonly indexes: readonly IndexTable[];
  /** Null: keeps no words. */
  readonly text: TextTable | null;
}
export interface IndexTable {
  readonly spec: IndexSpec;
  readonly name: string;
}
export interface TextTable {
  readonly name: string;
  /** Indexed lists, searchable with the words. */
  readonly lists: readonly string[];
}

export interface Catalog {
  /** @throws {UnknownCollection} */
  open(name: string): Table;
  names(): readonly string[];
  tables(): Iterable<Table>;
  prepare(spec: CollectionSpec): void;
  drop(name: string): void;
}

export function openCatalog(connection: Connection): Catalog {
  connection.exec(`
    CREATE TABLE IF NOT EXISTS collections (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, layout TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS checkpoints (name TEXT PRIMARY KEY, position TEXT NOT NULL, token INTEGER) STRICT, WITHOUT ROWID;`);
  const tables = new Map<string, Table>();
  for (const { name, layout } of connection.all<{ name: string; layout: string }>('SELECT name, layout FROM collections')) {
    tables.set(name, JSON.parse(layout) as Table);
  }
  const open = (name: string): Table => {
    const table = tables.get(name);
    if (table === undefined) throw new UnknownCollection(name);
    return table;
  };
  return {
    open,
    names: () => [...tables.keys()].sort(),
    tables: () => tables.values(),
    prepare: (spec) => {
      checkSpec(spec);
      const table = connection.immediately(() => prepare(connection, tables.get(spec.name), spec));
      tables.set(spec.name, table);
    },
    drop: (name) => {
      const table = tables.get(name);
      if (table === undefined) return;
      connection.forget(table.name);
      connection.immediately(() => {
        for (const gone of [table.text, ...table.indexes, table]) if (gone !== null) connection.exec(`DROP TABLE ${gone.name}`);
        connection.run('DELETE FROM collections WHERE name = ?', name);
      });
      tables.delete(name);
    },
  };
}

function prepare(connection: Connection, before: Table | undefined, spec: CollectionSpec): Table {
  if (before !== undefined && JSON.stringify(before.spec) === JSON.stringify(spec)) return before;
  const name = before?.name ?? createTable(connection, spec.name);
  const indexes = chooseIndexes(before?.indexes ?? [], spec, name);
  const text = spec.text === true ? { name: `${name}text`, lists: listsOf(spec) } : null;
  const table: Table = { spec, name, indexes, text };
  const kept = before?.indexes.filter((one) => indexes.includes(one)) ?? [];
  const sameText = JSON.stringify(before?.text ?? null) === JSON.stringify(text);
  connection.forget(name);
  for (const gone of before?.indexes ?? []) if (!kept.includes(gone)) connection.exec(`DROP TABLE ${gone.name}`);
  if (!sameText && before?.text) connection.exec(`DROP TABLE ${before.text.name}`);
  const added = indexes.filter((one) => !kept.includes(one));
  added.forEach((index) => createIndex(connection, index));
  if (!sameText && text !== null) createText(connection, text);
  fill(connection, { ...table, indexes: added, text: sameText ? null : text });
  connection.run('UPDATE collections SET layout = ? WHERE name = ?', JSON.stringify(table), spec.name);
  return table;
}

function createTable(connection: Connection, collection: string): string {
  connection.run("INSERT INTO collections (name, layout) VALUES (?, '')", collection);
  const row = connection.get<{ number: number }>('SELECT number FROM collections WHERE name = ?', collection);
  const name = `d${row?.number ?? 0}_`;
  connection.exec(`CREATE TABLE ${name} (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pos TEXT, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT`);
  return name;
}

function chooseIndexes(before: readonly IndexTable[], spec: CollectionSpec, table: string): readonly IndexTable[] {
  let number = Math.max(-1, ...before.map(({ name }) => Number(name.slice(`${table}i`.length))));
  return spec.indexes.map((wanted) => {
    const same = before.find((one) => JSON.stringify(one.spec) === JSON.stringify(wanted));
    return same ?? { spec: wanted, name: `${table}i${++number}` };
  });
}

function listsOf(spec: CollectionSpec): readonly string[] {
  return [...new Set(spec.indexes.flatMap(({ fields }) => fields.filter(({ many }) => many).map(({ field }) => field)))];
}

/** Columns k0, k1 … and id in the order of the index: the table is the index. */
function createIndex(connection: Connection, { name, spec }: IndexTable): void {
  const columns = spec.fields.map((_, i) => `k${i}`);
  const order = physicalFields(spec).map(({ descending }, i) => `${columns[i] ?? 'id'}${descending === true ? ' DESC' : ''}`);
  connection.exec(`CREATE TABLE ${name} (${[...columns, 'id'].join(', ')}, PRIMARY KEY (${order.join(', ')})) WITHOUT ROWID`);
  if (spec.unique === true) {
    const allThere = columns.map((column) => `${column} > ${nullText}`).join(' AND ');
    connection.exec(`CREATE UNIQUE INDEX ${name}u ON ${name} (${columns.join(', ')}) WHERE ${allThere}`);
  }
}

/** Words come folded and cut (words.ts): the ascii tokenizer leaves every letter beyond ASCII as it is. */
function createText(connection: Connection, { name, lists }: TextTable): void {
  const columns = ['words', ...lists.map((_, i) => `m${i}`)].join(', ');
  connection.exec(
    `CREATE VIRTUAL TABLE ${name} USING fts5(${columns}, content='', contentless_delete=1, tokenize='ascii', detail=column, prefix='2 3')`,
  );
}

function fill(connection: Connection, table: Table): void {
  if (table.indexes.length === 0 && table.text === null) return;
  const page = `SELECT seq, body FROM ${table.name} WHERE seq > ? ORDER BY seq LIMIT 1000`;
  let rows = connection.all<{ seq: number; body: string }>(page, -1);
  while (rows.length > 0) {
    for (const { seq, body } of rows) {
      const document = JSON.parse(body) as Document;
      for (const index of table.indexes) addEntries(connection, table.spec, index, document);
      if (table.text !== null) addText(connection, table.text, seq, document);
    }
    rows = connection.all(page, rows.at(-1)?.seq ?? 0);
  }
}
