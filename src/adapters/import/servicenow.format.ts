import { reject } from '../../domain/kernel/errors';
import { readCsv, type CsvRow } from './csv';
import type { ImportFormat, Source, SourceTicket } from './import-format';
import type { Mapping } from './mapping';
import { planIncident } from './servicenow.mapping';
import { columns, optionalColumns, type AuditRow } from './servicenow.rows';

/** ServiceNow's audit log of incidents, one row per update. Layout of doi 10.24432/C57S4H. */
export const servicenow: ImportFormat = {
  name: 'servicenow',
  description: 'ServiceNow incident audit log, .csv or .csv.gz, the rows of each incident together and oldest first',
  read: readIncidents,
};

async function* readIncidents(source: Source): AsyncGenerator<SourceTicket> {
  const seen = new Set<string>();
  let rows: readonly AuditRow[] = [];
  for await (const row of readRows(source)) {
    if (isOfSame(rows, row)) {
      rows = [...rows, row];
      continue;
    }
    if (rows.length > 0) yield ticketOf(rows);
    rows = [seen.has(row.values.number) ? scattered(row) : row];
    seen.add(row.values.number);
  }
  if (rows.length > 0) yield ticketOf(rows);
}

/** Rows without a number belong to no ticket. */
const isOfSame = ([first]: readonly AuditRow[], { values: { number } }: AuditRow): boolean =>
  number !== '' && first?.values.number === number;

/** An unreadable row refuses only its own ticket. */
function ticketOf(rows: readonly AuditRow[]): SourceTicket {
  const [first] = rows;
  const key = first?.values.number ?? '';
  const broken = rows.find(({ problem }) => problem !== null);
  return {
    key: key === '' ? `row ${first?.row ?? 0}` : key,
    rows: rows.length,
    plan: (names) => (broken === undefined ? planIncident(rows, names) : refuse(broken)),
  };
}

function refuse({ row, problem }: AuditRow): never {
  return reject('invalid', `Row ${row}: ${problem ?? ''}.`, { row });
}

async function* readRows(source: Source): AsyncGenerator<AuditRow> {
  const { columns: renamed = {} } = source.mapping;
  let checked = false;
  for await (const read of readCsv(source)) {
    // A row with too few or too many values names the header's columns, too. Only one that cannot be read at all names none.
    const header = Object.keys(read.values);
    if (!checked && header.length > 0) {
      checkHeader(header, renamed);
      checked = true;
    }
    yield auditRow(read, source.mapping);
  }
}

function auditRow({ row, values, problem }: CsvRow, mapping: Mapping): AuditRow {
  const valueOf = (column: string): string => values[mapping.columns?.[column] ?? column] ?? '';
  const named = Object.fromEntries([...columns, ...optionalColumns].map((column) => [column, valueOf(column)]));
  const read = { row, values: named as AuditRow['values'], mapping, problem };
  if (problem !== null || !['', '?'].includes(read.values.number)) return read;
  return { ...read, values: { ...read.values, number: '' }, problem: 'number is missing' };
}

function scattered(row: AuditRow): AuditRow {
  if (row.values.number === '') return row;
  const problem = `the rows of ${row.values.number} are not together. Sort the export by number, keeping the order of the rows within each`;
  return { ...row, problem: row.problem ?? problem };
}

function checkHeader(header: readonly string[], renamed: Readonly<Record<string, string>>): void {
  const missing = columns.filter((column) => !header.includes(renamed[column] ?? column));
  if (missing.length === 0) return;
  reject(
    'invalid',
    `This is not a ServiceNow incident audit log, because its first line lacks the columns ${missing.join(', ')}. If they have other names, give a mapping file (docs/import.md).`,
    { missing },
  );
}
