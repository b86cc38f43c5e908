import type { Document, IndexSpec, Scalar } from '../../../projections/kernel/documents.port';
import { entriesOf, notUnique } from '../entries';
import type { Entry } from '../entries';
import type { Connection } from './connection';
import { isSame } from './set-terms';
import type { IndexTable } from './tables';
import { numbering, termsOf } from './terms';

const no = Buffer.from([0]);
const yes = Buffer.from([1]);

/** Null sorts first and must fit into a primary key, so it is minus infinity, which JSON cannot express. */
export const nullText = '-9e999';

export type ColumnValue = string | number | Buffer;

/** SQLite sorts numbers, text, blobs. With booleans as blobs this is the order of the port. */
export function columnValue(value: Scalar): ColumnValue {
  if (value === null) return -Infinity;
  if (typeof value === 'boolean') return value ? yes : no;
  return value;
}

/** Moves an index from one document (null: none) to the next, changing only entries that differ. */
export type MoveEntries = (before: Document | null, after: Document | null) => void;

/** For all indexes of one collection, because they share the numbers of terms. */
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
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') throw notUnique(collection, spec, id);
      throw error;
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

/** True for most writes and indexes, so this is checked before any entry is built. */
function isUnmoved({ fields }: IndexSpec, before: Document | null, after: Document | null): boolean {
  return before !== null && after !== null && fields.every(({ field }) => isSame(before[field] ?? null, after[field] ?? null));
}

function same(a: Entry, b: Entry): boolean {
  return a.every((value, i) => value === b[i]);
}
