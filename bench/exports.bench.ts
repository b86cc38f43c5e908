import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { csvOf } from '../src/adapters/pages/exports/csv';
import { localTimes } from '../src/adapters/pages/exports/local-times';
import { column, type Row as TableRow, type Table } from '../src/adapters/pages/exports/table';
import { xlsxOf } from '../src/adapters/pages/exports/xlsx';
import { perSecond, type Row } from './measure';

const perPage = 200;
const firstMs = Date.UTC(2024, 0, 1);
const columns = [
  ...['Number', 'Title', 'Status', 'Priority', 'Customer', 'Technician'].map((header) => column(header)),
  ...['Opened', 'Updated'].map((header) => column(header, 'moment')),
];

interface Written {
  readonly rowsPerSecond: number;
  /** Resident memory above that at the start, at most. */
  readonly peakMiB: number;
}

/** Writes a ticket list of eight columns as a file, without the questions behind it (their time stands in `list`). */
export async function exportsBench(rows: number): Promise<readonly Row[]> {
  const times = localTimes('Europe/Helsinki', 'en-GB');
  const style = { separator: ',', hasMark: true, times, locale: 'en-GB' };
  const lines = await written(rows, (table) => Readable.from(jsonOf(table)));
  const csv = await written(rows, (table) => Readable.from(csvOf(table, style)));
  const xlsx = await written(rows, (table) => xlsxOf(table, times));
  return [line('CSV', rows, csv, lines), line('XLSX', rows, xlsx, lines)];
}

function line(format: string, rows: number, ours: Written, peer: Written): Row {
  return {
    work: `${rows.toLocaleString('en')} rows of 8 cells as ${format}`,
    ours: `${perSecond(ours.rowsPerSecond)}, +${Math.round(ours.peakMiB)} MiB`,
    peer: `${perSecond(peer.rowsPerSecond)}, +${Math.round(peer.peakMiB)} MiB lines of JSON`,
    ratio: ours.rowsPerSecond / peer.rowsPerSecond,
    goal: 'bounded memory',
  };
}

async function written(rows: number, write: (table: Table) => Readable): Promise<Written> {
  const before = process.memoryUsage.rss();
  const started = performance.now();
  let peak = before;
  const file = write({ title: 'Tickets', columns, pages: pagesOf(rows) });
  file.on('data', () => (peak = Math.max(peak, process.memoryUsage.rss())));
  await finished(file);
  return { rowsPerSecond: (rows * 1000) / (performance.now() - started), peakMiB: (peak - before) / 2 ** 20 };
}

async function* pagesOf(rows: number): AsyncGenerator<readonly TableRow[], void, undefined> {
  for (let from = 0; from < rows; from += perPage) {
    await Promise.resolve();
    yield Array.from({ length: Math.min(perPage, rows - from) }, (_, at) => rowOf(from + at));
  }
}

function rowOf(n: number): TableRow {
  const at = (hours: number): string => new Date(firstMs + (n * 61 + hours * 3_600) * 1000).toISOString();
  return [
    `CT-${n}`,
    `Payment kiosk ${n}, car park: "display" was cracked`,
    'In progress',
    'High',
    'Lighthouse Hotels',
    null,
    at(0),
    at(5),
  ];
}

async function* jsonOf({ pages }: Table): AsyncGenerator<string, void, undefined> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
