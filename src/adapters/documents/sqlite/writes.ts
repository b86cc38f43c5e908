import type { Document, Positioned, Write } from '../../../projections/kernel/documents.port';
import { documentOf } from './body';
import type { Written } from './body';
import type { Connection } from './connection';
import { entryMovers, textMover } from './indexes';
import type { MoveEntries, MoveText } from './indexes';
import type { Table } from './tables';

export interface Row extends Written {
  readonly seq: number;
  readonly pos: string | null;
  readonly version: number;
}

/** Writes one collection: the document, then each index from what stood there to what stands there now. */
export interface TableWriter {
  write(write: Write, position: string | null): void;
  /** Puts a document over what was read in the same transaction. */
  put(document: Document, over: Row | undefined, version: number): void;
}

export function tableWriter(
  connection: Connection,
  { name, indexes, text }: Table,
  bodyOf: (document: Document) => string,
): TableWriter {
  const selection = `SELECT * FROM ${name} WHERE id = ?`;
  const insertion = `INSERT INTO ${name} (id, pos, version, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
  const overwriting = `UPDATE ${name} SET pos = ?, body = ? WHERE id = ? AND pos = ?`;
  const update = `UPDATE ${name} SET pos = ?, version = ?, body = ? WHERE seq = ?`;
  const deletion = `DELETE FROM ${name} WHERE seq = ?`;
  const move = mover(entryMovers(connection, indexes), text === null ? null : textMover(connection, text));
  const insert = (document: Document, position: string | null, version = 0): boolean => {
    const seq = connection.insert(insertion, document._id, position, version, bodyOf(document));
    if (seq > 0) move(null, document, () => seq);
    return seq > 0;
  };
  /** False: what stands there is not what the writer thought. */
  const overwrite = (document: Document, over: Positioned<Document>, position: string): boolean => {
    if (over.document === null || over.position === null || over.position > position) return false;
    const changed = connection.run(overwriting, position, bodyOf(document), document._id, over.position) === 1;
    if (changed) move(over.document, document, () => connection.get<Row>(selection, document._id)?.seq ?? 0);
    return changed;
  };
  const replace = (document: Document, row: Row, { pos, version }: Pick<Row, 'pos' | 'version'>): void => {
    const body = bodyOf(document);
    connection.run(update, pos, version, body, row.seq);
    if (body !== row.body) move(documentOf(row), document, () => row.seq);
  };
  const guess = (document: Document, over: Positioned<Document> | null, position: string | null): boolean => {
    if (over === null) return insert(document, position);
    return position !== null && overwrite(document, over, position);
  };

  const remove = (row: Row): void => {
    connection.run(deletion, row.seq);
    move(documentOf(row), null, () => row.seq);
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
  };
}

function mover(entries: readonly MoveEntries[], words: MoveText | null) {
  return (before: Document | null, after: Document | null, seq: () => number): void => {
    for (const moveEntries of entries) moveEntries(before, after);
    words?.(before, after, seq);
  };
}

function isNewer({ pos }: Row, position: string | null): boolean {
  return pos !== null && position !== null && pos > position;
}
