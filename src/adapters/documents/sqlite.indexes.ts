import type { CollectionSpec, Document, Scalar } from '../../projections/kernel/documents.port';
import { entriesOf, notUnique } from './entries';
import type { Entry } from './entries';
import type { IndexTable, TextTable } from './sqlite.catalog';
import type { Connection } from './sqlite.connection';

const no = Buffer.from([0]);
const yes = Buffer.from([1]);

/** Null stands first and may stand in a primary key: minus infinity, which JSON cannot say. */
export const nullText = '-9e999';

/** SQLite sorts numbers, text, blobs: the order of the port, with booleans as blobs. */
export function columnValue(value: Scalar): string | number | Buffer {
  if (value === null) return -Infinity;
  if (typeof value === 'boolean') return value ? yes : no;
  return value;
}

/** Brings an index from one document to the next, touching only the lines that differ. */
export function moveEntries(
  connection: Connection,
  spec: CollectionSpec,
  index: IndexTable,
  before: Document,
  after: Document,
): void {
  const old = entriesOf(spec, index.spec, before);
  const fresh = entriesOf(spec, index.spec, after);
  for (const entry of old) if (!fresh.some((other) => same(entry, other))) removeEntry(connection, index, entry);
  for (const entry of fresh) if (!old.some((other) => same(entry, other))) addEntry(connection, spec, index, entry, after);
}

export function addEntries(connection: Connection, spec: CollectionSpec, index: IndexTable, document: Document): void {
  for (const entry of entriesOf(spec, index.spec, document)) addEntry(connection, spec, index, entry, document);
}

export function removeEntries(connection: Connection, spec: CollectionSpec, index: IndexTable, document: Document): void {
  for (const entry of entriesOf(spec, index.spec, document)) removeEntry(connection, index, entry);
}

function addEntry(
  connection: Connection,
  spec: CollectionSpec,
  { name, spec: index }: IndexTable,
  entry: Entry,
  document: Document,
): void {
  try {
    connection.run(`INSERT INTO ${name} VALUES (${entry.map(() => '?').join(', ')})`, ...entry.map(columnValue));
  } catch (trouble) {
    if ((trouble as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') throw notUnique(spec, index, document);
    throw trouble;
  }
}

function removeEntry(connection: Connection, { name, spec }: IndexTable, entry: Entry): void {
  const columns = [...spec.fields.map((_, i) => `k${i} = ?`), 'id = ?'];
  connection.run(`DELETE FROM ${name} WHERE ${columns.join(' AND ')}`, ...entry.map(columnValue));
}

function same(a: Entry, b: Entry): boolean {
  return a.every((value, i) => value === b[i]);
}

export function moveText(connection: Connection, text: TextTable, seq: number, before: Document, after: Document): void {
  const fresh = textOf(text, after);
  const old = textOf(text, before);
  if (fresh.every((column, i) => column === old[i])) return;
  removeText(connection, text, seq);
  addText(connection, text, seq, after);
}

export function addText(connection: Connection, text: TextTable, seq: number, document: Document): void {
  const columns = textOf(text, document);
  const names = columns.map((_, i) => (i === 0 ? 'words' : `m${i - 1}`));
  connection.run(
    `INSERT INTO ${text.name} (rowid, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})`,
    seq,
    ...columns,
  );
}

export function removeText(connection: Connection, { name }: TextTable, seq: number): void {
  connection.run(`DELETE FROM ${name} WHERE rowid = ?`, seq);
}

function textOf({ lists }: TextTable, document: Document): readonly string[] {
  const values = lists.map((list) => ((document[list] ?? []) as readonly string[]).map(token).join(' '));
  return [(document._words ?? []).join(' '), ...values];
}

/** A value of a list as one word for FTS5, whatever it is made of. */
export function token(value: string): string {
  return `x${Buffer.from(value).toString('hex')}`;
}
