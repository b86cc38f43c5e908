import { UnknownCollection } from '../../../projections/kernel/documents.port';
import type { CollectionSpec, Document } from '../../../projections/kernel/documents.port';
import { physicalFields } from '../../../projections/kernel/served-by';
import { checkSpec } from '../entries';
import { documentOf } from './body';
import type { Written } from './body';
import type { Connection } from './connection';
import { entryMovers, nullText } from './indexes';
import { createNumbers, createSets, numbersTable, setsWriter } from './sets';
import type { IndexTable, SetsTable, Table } from './tables';
import { createTerms, termsOf } from './terms';

export interface Catalog {
  /** Picks up collections that another connection created or dropped. */
  refresh(): void;
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
  let known = -1;
  const refresh = (): void => {
    const schema = connection.get<{ schema_version: number }>('PRAGMA schema_version')?.schema_version ?? 0;
    if (schema === known) return;
    known = schema;
    tables.clear();
    for (const { name, layout } of connection.all<{ name: string; layout: string }>('SELECT name, layout FROM collections')) {
      tables.set(name, JSON.parse(layout) as Table);
    }
  };
  refresh();
  const open = (name: string): Table => {
    const table = tables.get(name);
    if (table === undefined) throw new UnknownCollection(name);
    return table;
  };
  return {
    refresh,
    open,
    names: () => [...tables.keys()].sort(),
    tables: () => tables.values(),
    prepare: (spec) => {
      checkSpec(spec);
      if (sameAs(tables.get(spec.name)?.spec, spec)) return;
      const table = connection.immediately(() => prepare(connection, tables.get(spec.name), spec));
      tables.set(spec.name, table);
    },
    drop: (name) => {
      const table = tables.get(name);
      if (table === undefined) return;
      connection.forget(table.name);
      connection.immediately(() => {
        for (const gone of [...partsOf(table), table.name]) connection.exec(`DROP TABLE ${gone}`);
        connection.run('DELETE FROM collections WHERE name = ?', name);
      });
      tables.delete(name);
    },
  };
}

function prepare(connection: Connection, known: Table | undefined, spec: CollectionSpec): Table {
  if (known !== undefined && sameAs(known.spec, spec)) return known;
  const before: Table = known ?? { indexes: [], spec, name: createTable(connection, spec.name) };
  const indexes = chooseIndexes(before.indexes, spec, before.name);
  const sets = chooseSets(before.sets, spec, before.name);
  connection.forget(before.name);
  const isNumbered = before.numbered ?? (isFoundBySets(spec) && numberRows(connection, before.name));
  const table: Table = {
    ...{ spec, name: before.name, indexes },
    ...(sets === undefined ? {} : { sets }),
    ...(isNumbered ? { numbered: true } : {}),
  };
  dropParts(connection, before, table);
  addParts(connection, before, table);
  connection.run('UPDATE collections SET layout = ? WHERE name = ?', JSON.stringify(table), spec.name);
  return table;
}

function partsOf({ indexes, sets, text }: Table): readonly string[] {
  const others = [sets, text].flatMap((one) => one?.name ?? []);
  return [...indexes.map(({ name }) => name), ...termsOf(indexes), ...others];
}

function dropParts(connection: Connection, before: Table, after: Table): void {
  const kept = partsOf(after);
  // Sets with other facets have the same name.
  const gone = partsOf(before).filter(
    (name) => !kept.includes(name) || (name === before.sets?.name && before.sets !== after.sets),
  );
  for (const name of gone) connection.exec(`DROP TABLE ${name}`);
}

function addParts(connection: Connection, before: Table, table: Table): void {
  const indexes = table.indexes.filter((one) => !before.indexes.includes(one));
  const sets = table.sets === before.sets ? undefined : table.sets;
  for (const terms of termsOf(indexes)) if (!termsOf(before.indexes).includes(terms)) createTerms(connection, terms);
  for (const index of indexes) createIndex(connection, index);
  if (sets !== undefined) createSets(connection, sets.name);
  fill(connection, table, { indexes, sets });
}

function sameAs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
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
    const same = before.find((one) => sameAs(one.spec, wanted));
    const terms = wanted.fields[0]?.many === true ? { terms: `${table}terms` } : {};
    return same ?? { spec: wanted, name: `${table}i${++number}`, collection: spec.name, ...terms };
  });
}

function chooseSets(before: SetsTable | undefined, spec: CollectionSpec, table: string): SetsTable | undefined {
  const { facets, text } = spec;
  if (facets === undefined && text === undefined) return undefined;
  const sets = { name: `${table}sets`, of: JSON.stringify({ facets, text }) };
  return sameAs(before, sets) ? before : sets;
}

/** If words are about another thing, that thing has the number. */
function isFoundBySets({ facets, text }: CollectionSpec): boolean {
  return facets !== undefined || (text !== undefined && text.about === undefined);
}

/** Rows of an earlier version have their own numbers. Gives them the numbers shared by all collections. */
function numberRows(connection: Connection, table: string): true {
  createNumbers(connection);
  const columns = 'id, pos, version, body';
  connection.exec(`
    INSERT OR IGNORE INTO ${numbersTable} (value) SELECT id FROM ${table} ORDER BY seq;
    CREATE TEMP TABLE renumbered AS SELECT n.number, ${columns} FROM ${table} CROSS JOIN ${numbersTable} n ON n.value = id;
    DELETE FROM ${table};
    INSERT INTO ${table} (seq, ${columns}) SELECT * FROM renumbered ORDER BY number;
    DROP TABLE renumbered;`);
  return true;
}

/**
 * Columns k0, k1 … and id: the table is the index, read in both directions. It is stored in ascending order of its last field,
 * because inserting before existing rows leaves every page half empty.
 */
function createIndex(connection: Connection, { name, spec, terms }: IndexTable): void {
  const columns = spec.fields.map((_, i) => `k${i}`);
  const turned = spec.fields.at(-1)?.descending === true;
  const order = physicalFields(spec).map(
    ({ descending }, i) => `${columns[i] ?? 'id'}${(descending === true) === turned ? '' : ' DESC'}`,
  );
  // The driver passes every number as a float. For columns without text, a type lets small numbers take one byte.
  const declared = columns.map((column, i) => (i === 0 && terms !== undefined ? `${column} INTEGER` : column));
  connection.exec(`CREATE TABLE ${name} (${[...declared, 'id'].join(', ')}, PRIMARY KEY (${order.join(', ')})) WITHOUT ROWID`);
  if (spec.unique === true) {
    const allThere = columns.map((column) => `${column} > ${nullText}`).join(' AND ');
    connection.exec(`CREATE UNIQUE INDEX ${name}u ON ${name} (${columns.join(', ')}) WHERE ${allThere}`);
  }
}

function fill(
  connection: Connection,
  table: Table,
  { indexes, sets }: { readonly indexes: readonly IndexTable[]; readonly sets: SetsTable | undefined },
): void {
  if (indexes.length === 0 && sets === undefined) return;
  const entries = entryMovers(connection, indexes);
  const writer = sets === undefined ? null : setsWriter(connection, table, sets.name);
  const move = (document: Document): void => {
    for (const moveEntries of entries) moveEntries(null, document);
    writer?.move(null, document);
  };
  const page = `SELECT seq, id, body FROM ${table.name} WHERE seq > ? ORDER BY seq LIMIT 1000`;
  let rows = connection.all<Written & { readonly seq: number }>(page, -1);
  while (rows.length > 0) {
    for (const row of rows) move(documentOf(row));
    writer?.flush();
    rows = connection.all(page, (rows.at(-1) as { seq: number }).seq);
  }
}
