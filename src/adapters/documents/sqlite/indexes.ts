import type { Document, IndexSpec, Scalar } from '../../../projections/kernel/documents.port';
import type { Value } from '../../../domain/kernel/value';
import { entriesOf, notUnique } from '../entries';
import type { Entry } from '../entries';
import type { Connection } from './connection';
import type { IndexTable, TextTable } from './tables';
import { numbering, termsOf } from './terms';

const no = Buffer.from([0]);
const yes = Buffer.from([1]);

/** Null stands first and may stand in a primary key: minus infinity, which JSON cannot say. */
export const nullText = '-9e999';

export type ColumnValue = string | number | Buffer;

/** SQLite sorts numbers, text, blobs: the order of the port, with booleans as blobs. */
export function columnValue(value: Scalar): ColumnValue {
  if (value === null) return -Infinity;
  if (typeof value === 'boolean') return value ? yes : no;
  return value;
}

/** Brings an index from one document (null: none) to the next, touching only the lines that differ. */
export type MoveEntries = (before: Document | null, after: Document | null) => void;

/** For all indexes of one collection: they share what they know of its terms. */
export function entryMovers(connection: Connection, indexes: readonly IndexTable[]): readonly MoveEntries[] {
  const [terms] = termsOf(indexes);
  const numberOf = terms === undefined ? null : numbering(connection, terms);
  return indexes.map((index) => entryMover(connection, index, index.terms === undefined ? null : numberOf));
}

function entryMover(
  connection: Connection,
  { name, spec, collection }: IndexTable,
  numberOf: ((value: string) => number) | null,
): MoveEntries {
  const places = [...spec.fields, '_id'].map(() => '?').join(', ');
  const insertion = `INSERT INTO ${name} VALUES (${places})`;
  const deletion = `DELETE FROM ${name} WHERE ${[...spec.fields.map((_, i) => `k${i} = ?`), 'id = ?'].join(' AND ')}`;
  const columnsOf = (entry: Entry): readonly ColumnValue[] =>
    entry.map((value, i) => (numberOf !== null && i === 0 ? numberOf(value as string) : columnValue(value)));
  const linesOf = (document: Document | null): readonly Entry[] =>
    document === null ? [] : entriesOf(collection, spec, document);
  const add = (columns: readonly ColumnValue[], id: string): void => {
    try {
      connection.run(insertion, ...columns);
    } catch (trouble) {
      if ((trouble as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') throw notUnique(collection, spec, id);
      throw trouble;
    }
  };
  return (before, after) => {
    if (isUnmoved(spec, before, after)) return;
    const old = linesOf(before);
    const fresh = linesOf(after);
    for (const entry of old) if (!fresh.some((other) => same(entry, other))) connection.run(deletion, ...columnsOf(entry));
    for (const entry of fresh) if (!old.some((other) => same(entry, other))) add(columnsOf(entry), String(entry.at(-1)));
  };
}

/** What most writes find of most indexes, and so worth asking before any line is made. */
function isUnmoved({ fields }: IndexSpec, before: Document | null, after: Document | null): boolean {
  return before !== null && after !== null && fields.every(({ field }) => isSameValue(before[field], after[field]));
}

function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => value === b[i]);
}

function same(a: Entry, b: Entry): boolean {
  return a.every((value, i) => value === b[i]);
}

/** As `MoveEntries`, for the words, which go by the number of the document's row: asked for when they differ. */
export type MoveText = (before: Document | null, after: Document | null, seq: () => number) => void;

export function textMover(connection: Connection, text: TextTable): MoveText {
  const fields = ['_words', ...text.lists];
  const columns = ['words', ...text.lists.map((_, i) => `m${i}`)].join(', ');
  const insertion = `INSERT INTO ${text.name} (rowid, ${columns}) VALUES (?, ${fields.map(() => '?').join(', ')})`;
  const deletion = `DELETE FROM ${text.name} WHERE rowid = ?`;
  return (before, after, seq) => {
    if (before !== null && after !== null && fields.every((field) => isSameValue(before[field], after[field]))) return;
    if (before !== null) connection.run(deletion, seq());
    if (after !== null) connection.run(insertion, seq(), ...textOf(text, after));
  };
}

function textOf({ lists }: TextTable, document: Document): readonly string[] {
  const values = lists.map((list) => ((document[list] ?? []) as readonly string[]).map(token).join(' '));
  return [(document._words ?? []).join(' '), ...values];
}

/** A value of a list as one word for FTS5, whatever it is made of. */
export function token(value: string): string {
  return `x${Buffer.from(value).toString('hex')}`;
}
