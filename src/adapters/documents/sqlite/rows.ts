import type { Document } from '../../../projections/kernel/documents.port';
import { documentOf, type Written } from './body';
import type { Connection } from './connection';
import type { Table } from './tables';

/** The documents with these numbers. Unused numbers are skipped. */
export function documentsAt(
  connection: Connection,
  { name }: Table,
  numbers: readonly number[],
): readonly { readonly number: number; readonly document: Document }[] {
  if (numbers.length === 0) return [];
  const sql = `SELECT d.seq, d.id, d.body FROM json_each(?) asked CROSS JOIN ${name} d ON d.seq = asked.value`;
  return connection
    .all<Written & { readonly seq: number }>(sql, JSON.stringify(numbers))
    .map((row) => ({ number: row.seq, document: documentOf(row) }));
}
