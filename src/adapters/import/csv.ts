import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { reject } from '../../domain/kernel/errors';
import type { Source } from './import-format';

/** Row from 1, without the header, as a spreadsheet counts it. */
export interface CsvRow {
  readonly row: number;
  /** By column name, with normalised white space. */
  readonly values: Readonly<Record<string, string>>;
  /** Why the row is unreadable. `values` has the values found. */
  readonly problem: string | null;
}

/** A longer line means that a quote was never closed. */
const longestRow = 1024 * 1024;

/**
 * Reads the rows of a CSV file with a header, and skips empty lines. An unreadable row is reported and reading continues, except after an
 * unclosed quote.
 * @throws {DomainError} invalid: the header is ambiguous
 */
export async function* readCsv({ text, separator }: Pick<Source, 'text' | 'separator'>): AsyncGenerator<CsvRow> {
  const parser = parse({ delimiter: separator, relax_column_count: true, relax_quotes: true, max_record_size: longestRow });
  const input = Readable.from(text, { objectMode: true });
  input.on('error', (error) => parser.destroy(error));
  let header: readonly string[] | null = null;
  let row = 0;
  try {
    for await (const record of input.pipe(parser)) {
      const values = (record as readonly string[]).map(normalised);
      if (header === null) header = headerIn(values);
      else if (values.some((value) => value !== '') || values.length > header.length) yield rowOf(header, values, ++row);
      else row += 1;
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    yield { row: row + 1, values: {}, problem: `nothing can be read from here on: ${error.message}` };
  }
}

/** Null for the line in which Excel declares the separator. */
function headerIn(values: readonly string[]): readonly string[] | null {
  if (values[0]?.startsWith('sep=') === true) return null;
  const twice = values.filter((name, at) => name !== '' && values.indexOf(name) !== at);
  if (twice.length === 0) return values;
  return reject('invalid', `The header has these columns twice: ${twice.join(', ')}. Delete or rename one of each.`, { twice });
}

function rowOf(header: readonly string[], found: readonly string[], row: number): CsvRow {
  const values = Object.fromEntries(header.map((name, at) => [name, found[at] ?? '']));
  const extra = found.slice(header.length).some((value) => value !== '');
  const fits = found.length >= header.length && !extra;
  return { row, values, problem: fits ? null : `it has ${found.length} values, but the header has ${header.length} columns` };
}

/** Names are compared as text, so they are normalised: composed, without invisible characters or unusual spaces. */
function normalised(value: string): string {
  return value
    .normalize('NFC')
    .replace(/[\u200b\u2060\ufeff\u00ad]/gu, '')
    .replace(/[\p{Z}\s]+/gu, ' ')
    .trim();
}

function isCsvError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
}
