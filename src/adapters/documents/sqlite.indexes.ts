import type { Document, Scalar } from '../../projections/kernel/documents.port';
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

/** Brings an index from one document (null: none) to the next, touching only the lines that differ. */
export function moveEntries(connection: Connection, index: IndexTable, before: Document | null, after: Document | null): void {
  const old = before === null ? [] : entriesOf(index.collection, index.spec, before);
  const fresh = after === null ? [] : entriesOf(index.collection, index.spec, after);
  for (const entry of old) if (!fresh.some((other) => same(entry, other))) removeEntry(connection, index, entry);
  for (const entry of fresh) if (!old.some((other) => same(entry, other))) addEntry(connection, index, entry);
}

function addEntry(connection: Connection, { name, spec, collection }: IndexTable, entry: Entry): void {
  try {
    connection.run(`INSERT INTO ${name} VALUES (${entry.map(() => '?').join(', ')})`, ...entry.map(columnValue));
  } catch (trouble) {
    if ((trouble as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE')
      throw notUnique(collection, spec, String(entry.at(-1)));
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

/** As `moveEntries`, for the words. */
export function moveText(connection: Connection, text: TextTable, before: Document | null, after: Numbered): void {
  const old = before === null ? null : textOf(text, before);
  const fresh = after.document === null ? null : textOf(text, after.document);
  if (JSON.stringify(old) === JSON.stringify(fresh)) return;
  if (old !== null) connection.run(`DELETE FROM ${text.name} WHERE rowid = ?`, after.seq);
  if (fresh === null) return;
  const names = fresh.map((_, i) => (i === 0 ? 'words' : `m${i - 1}`));
  const places = names.map(() => '?').join(', ');
  connection.run(`INSERT INTO ${text.name} (rowid, ${names.join(', ')}) VALUES (?, ${places})`, after.seq, ...fresh);
}

/** A document and the number of its row; null: it goes. */
export interface Numbered {
  readonly seq: number;
  readonly document: Document | null;
}

function textOf({ lists }: TextTable, document: Document): readonly string[] {
  const values = lists.map((list) => ((document[list] ?? []) as readonly string[]).map(token).join(' '));
  return [(document._words ?? []).join(' '), ...values];
}

/** A value of a list as one word for FTS5, whatever it is made of. */
export function token(value: string): string {
  return `x${Buffer.from(value).toString('hex')}`;
}
