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
  const text = (cell: Cell, kind: Column['kind']): string => {
    if (cell === null) return '';
    if (typeof cell === 'number') return numbers.format(cell);
    return harmless(kind === 'moment' ? style.times.text(cell) : cell);
  };
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => quoted(cell, style.separator)).join(style.separator) + lineEnd;
  yield (style.hasMark ? '\uFEFF' : '') + line(columns.map(({ header }) => harmless(header)));
  for await (const rows of pages) {
    const lines = rows.map((row) => line(row.map((cell, at) => text(cell, columns[at]?.kind ?? 'text'))));
    if (lines.length > 0) yield lines.join('');
  }
}

/** Spreadsheets calculate what begins like a formula, so it gets an apostrophe (OWASP, CSV injection). */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string, separator: string): string {
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
}
