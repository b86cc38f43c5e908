import type { Document, Positioned, Write } from '../../../projections/kernel/documents.port';
import { documentOf } from './body';
import type { Written } from './body';
import type { Connection } from './connection';
import { entryMovers } from './indexes';
import { numbersTable, setsWriter } from './sets';
import type { Table } from './tables';
import { numbering } from './terms';

export interface Row extends Written {
  readonly seq: number;
  readonly pos: string | null;
  readonly version: number;
}

/** Writes one collection: the document, then the difference in each index. */
export interface TableWriter {
  write(write: Write, position: string | null): void;
  /** Replaces the row read in the same transaction. */
  put(document: Document, over: Row | undefined, version: number): void;
  /** Writes everything held back until the end of the transaction. */
  flush(): void;
  /** Called at the end of the transaction, committed or not. */
  forget(): void;
}

export function tableWriter(connection: Connection, table: Table, bodyOf: (document: Document) => string): TableWriter {
  const { name, indexes } = table;
  const sets = table.sets === undefined ? null : setsWriter(connection, table, table.sets.name);
  const entries = entryMovers(connection, indexes);
  const numberOf = table.numbered === true ? (sets?.number ?? numbering(connection, numbersTable)) : null;
  const selection = `SELECT * FROM ${name} WHERE id = ?`;
  const insertion = `INSERT INTO ${name} (seq, id, pos, version, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
  const overwriting = `UPDATE ${name} SET pos = ?, body = ? WHERE id = ? AND pos = ?`;
  const update = `UPDATE ${name} SET pos = ?, version = ?, body = ? WHERE seq = ?`;
  const deletion = `DELETE FROM ${name} WHERE seq = ?`;
  const move = (before: Document | null, after: Document | null): void => {
    for (const moveEntries of entries) moveEntries(before, after);
    sets?.move(before, after);
  };
  const insert = (document: Document, position: string | null, version = 0): boolean => {
    const number = numberOf?.(document._id) ?? null;
    const isNew = connection.run(insertion, number, document._id, position, version, bodyOf(document)) === 1;
    if (isNew) move(null, document);
    return isNew;
  };
  /** False if the stored row is not what the writer expected. */
  const overwrite = (document: Document, over: Positioned<Document>, position: string): boolean => {
    if (over.document === null || over.position === null || over.position > position) return false;
    const changed = connection.run(overwriting, position, bodyOf(document), document._id, over.position) === 1;
    if (changed) move(over.document, document);
    return changed;
  };
  const replace = (document: Document, row: Row, { pos, version }: Pick<Row, 'pos' | 'version'>): void => {
    const body = bodyOf(document);
    connection.run(update, pos, version, body, row.seq);
    if (body !== row.body) move(documentOf(row), document);
  };
  const guess = (document: Document, over: Positioned<Document> | null, position: string | null): boolean => {
    if (over === null) return insert(document, position);
    return position !== null && overwrite(document, over, position);
  };

  const remove = (row: Row): void => {
    connection.run(deletion, row.seq);
    move(documentOf(row), null);
  };
  const writeOver = (row: Row | undefined, document: Document | null, position: string | null): void => {
    if (row !== undefined && isNewer(row, position)) return;
    if (document === null) {
      if (row !== undefined) remove(row);
    } else if (row === undefined) insert(document, position);
    else replace(document, row, { pos: position ?? row.pos, version: row.version });
  };

  return {
    write: ({ id, document: wanted, over }, position) => {
      const document = wanted === null || wanted._id === id ? wanted : { ...wanted, _id: id };
      if (document !== null && over !== undefined && guess(document, over, position)) return;
      writeOver(connection.get<Row>(selection, id), document, position);
    },
    put: (document, row, version) => {
      if (row === undefined) insert(document, null, version);
      else replace(document, row, { pos: row.pos, version });
    },
    flush: () => sets?.flush(),
    forget: () => sets?.forget(),
  };
}

function isNewer({ pos }: Row, position: string | null): boolean {
  return pos !== null && position !== null && pos > position;
}
