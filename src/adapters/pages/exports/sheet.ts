import type { LocalTimes } from './local-times';
import type { Cell, Column, Row } from './table';

/** Rows of a worksheet, with its header. Spreadsheets open no more. */
export const mostRows = 1_048_576;
/** Characters of a cell. */
const longest = 32_767;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Indices of the formats in styles.xml. */
const styles = { text: 0, number: 2, moment: 3 } as const;
const headerStyle = 1;

/** A worksheet: widths, a header that stays in view, then typed cells. */
export class Sheet {
  private row = 0;
  private readonly letters: readonly string[];

  constructor(
    private readonly columns: readonly Column[],
    private readonly times: LocalTimes,
  ) {
    this.letters = columns.map((_, at) => lettersOf(at));
  }

  get room(): number {
    return mostRows - this.row;
  }

  begin(): string {
    const cols = this.columns.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
    const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
    const views = `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
    const headers = this.line(this.columns.map(({ header }, at) => textCell(this.reference(at), header, headerStyle)));
    return `${declaration}<worksheet xmlns="${main}">${views}<cols>${cols.join('')}</cols><sheetData>${headers}`;
  }

  rows(rows: readonly Row[]): string {
    return rows.map((cells) => this.line(cells.map((cell, at) => this.cell(cell, at)))).join('');
  }

  end(): string {
    const all = `A1:${this.letters.at(-1) ?? 'A'}${this.row}`;
    return `</sheetData><autoFilter ref="${all}"/></worksheet>`;
  }

  /** Cells name the row that `row` counts to when they are complete. */
  private line(cells: readonly string[]): string {
    this.row += 1;
    return `<row r="${this.row}">${cells.join('')}</row>`;
  }

  private reference(at: number): string {
    return `${this.letters[at] ?? ''}${this.row + 1}`;
  }

  private cell(cell: Cell, at: number): string {
    if (cell === null) return '';
    const kind = this.columns[at]?.kind ?? 'text';
    if (typeof cell === 'number') return `<c r="${this.reference(at)}" s="${styles.number}"><v>${cell}</v></c>`;
    if (kind === 'moment') return `<c r="${this.reference(at)}" s="${styles.moment}"><v>${this.times.serial(cell)}</v></c>`;
    return textCell(this.reference(at), cell, styles.text);
  }
}

function textCell(reference: string, text: string, style: number): string {
  return `<c r="${reference}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no control characters, and spreadsheets read `_x0041_` as an escaped character. */
export function escaped(text: string): string {
  return text
    .slice(0, longest)
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Surrogate}\uFFFE\uFFFF]|(?![\t\n])\p{Cc}/gu, '\uFFFD')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[&<>"]/g, (one) => entities[one] ?? one);
}

function lettersOf(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : lettersOf(Math.floor(at / 26) - 1) + letter;
}
