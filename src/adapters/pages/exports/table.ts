/** A cell. Moments are instants, null is an empty cell. */
export type Cell = string | number | null;
export type Row = readonly Cell[];

export interface Column {
  readonly header: string;
  readonly kind: 'text' | 'number' | 'moment';
  /** In characters. */
  readonly width: number;
}

/** A list as a file: what every list of the product hands to the writers of CSV and XLSX. */
export interface Table {
  /** Names the file and the sheet, in the reader's language. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** One page in memory at a time. */
  readonly pages: AsyncIterable<readonly Row[]>;
}

const widths = { text: 24, number: 12, moment: 22 } as const;

export function column(header: string, kind: Column['kind'] = 'text', width: number = widths[kind]): Column {
  return { header, kind, width };
}
