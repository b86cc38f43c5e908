import { parse } from 'csv-parse';
import type { Readable } from 'node:stream';
import { reject } from '../../domain/kernel/errors';
import type { ImportFormat, SourceTicket } from './import-format';
import { planIncident } from './servicenow.mapping';
import { columns, type AuditRow } from './servicenow.rows';

/** ServiceNow's audit log of incidents, one row per update. Layout of doi 10.24432/C57S4H. */
export const servicenow: ImportFormat = {
  name: 'servicenow',
  description: 'ServiceNow incident audit log, .csv or .csv.gz, the rows of each incident together and oldest first',
  read: readIncidents,
};

async function* readIncidents(input: Readable): AsyncGenerator<SourceTicket> {
  const seen = new Set<string>();
  let rows: AuditRow[] = [];
  for await (const row of readRows(input)) {
    const { number } = row.values;
    if (rows[0]?.values.number !== number) {
      if (rows.length > 0) yield ticketOf(rows);
      if (seen.has(number)) rejectScatteredRows(row);
      seen.add(number);
      rows = [];
    }
    rows.push(row);
  }
  if (rows.length > 0) yield ticketOf(rows);
}

function ticketOf(rows: readonly AuditRow[]): SourceTicket {
  return { key: rows[0]?.values.number ?? '', rows: rows.length, plan: (names) => planIncident(rows, names) };
}

async function* readRows(input: Readable): AsyncGenerator<AuditRow> {
  const parser = parse({ bom: true, columns: checkedHeader });
  input.on('error', (error) => parser.destroy(error));
  let row = 0;
  try {
    for await (const record of input.pipe(parser)) yield { row: ++row, values: normalizeSpaces(record as AuditRow['values']) };
  } catch (error) {
    if (!isCsvError(error)) throw error;
    reject('invalid', `The file is not valid CSV: ${error.message}.`);
  }
}

/** Names are compared as text, but this source pads some of them (`Opened by  8`). */
function normalizeSpaces(record: AuditRow['values']): AuditRow['values'] {
  return Object.fromEntries(
    columns.map((column) => [column, record[column].trim().replace(/ {2,}/g, ' ')]),
  ) as AuditRow['values'];
}

function checkedHeader(header: readonly string[]): string[] {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length === 0) return [...header];
  return reject(
    'invalid',
    `This is not a ServiceNow incident audit log, because its first line lacks the columns ${missing.join(', ')}.`,
    {
      missing,
    },
  );
}

function rejectScatteredRows(row: AuditRow): never {
  return reject(
    'invalid',
    `Row ${row.row}: the rows of ${row.values.number} are not together. Sort the export by number, keeping the order of the rows within each.`,
    { row: row.row },
  );
}

function isCsvError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
}
