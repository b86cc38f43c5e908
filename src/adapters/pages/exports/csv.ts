import type { LocalTimes } from './local-times';
import type { Cell, Column, Table } from './table';

export interface CsvStyle {
  readonly separator: string;
  /** Begins with a byte order mark, by which Excel recognises UTF-8. */
  readonly hasMark: boolean;
  readonly times: LocalTimes;
  readonly locale: string;
}

const lineEnd = '\r\n';

/** A table as CSV (RFC 4180), page by page. */
export async function* csvOf({ columns, pages }: Table, style: CsvStyle): AsyncGenerator<string, void, undefined> {
  const numbers = new Intl.NumberFormat(style.locale, { useGrouping: false, maximumFractionDigits: 2 });
  const written = (cell: Cell, kind: Column['kind']): string => {
    if (cell === null) return '';
    if (typeof cell === 'number') return number(numbers.format(cell), style.separator);
    return text(kind === 'moment' ? style.times.text(cell) : cell);
  };
  const line = (cells: readonly string[]): string => cells.join(style.separator) + lineEnd;
  yield (style.hasMark ? '\uFEFF' : '') + line(columns.map(({ header }) => text(header)));
  for await (const rows of pages) {
    const lines = rows.map((row) => line(row.map((cell, at) => written(cell, columns[at]?.kind ?? 'text'))));
    if (lines.length > 0) yield lines.join('');
  }
}

const number = (digits: string, separator: string): string => (digits.includes(separator) ? quoted(digits) : digits);

/** Quoted for every separator, because a spreadsheet may expect another one than the file has. */
function text(cell: string): string {
  const safe = harmless(cell);
  return /["\r\n;,\t]/.test(safe) ? quoted(safe) : safe;
}

/**
 * Spreadsheets calculate what begins like a formula, so it gets an apostrophe (OWASP, CSV injection). Inside a cell, too: read with
 * another separator than the file's, the cell falls apart there.
 */
function harmless(cell: string): string {
  const inside = cell.replace(/([;,\t\r\n][\s"]*)(?=[=+\-@])/g, "$1'");
  return /^(?:\s*[=+\-@]|[\t\r\n])/.test(inside) ? `'${inside}` : inside;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
