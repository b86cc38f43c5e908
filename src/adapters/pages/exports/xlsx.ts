import { PassThrough, Readable, pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { LocalTimes } from './local-times';
import { mostRows, Sheet } from './sheet';
import type { Row, Table } from './table';
import { workbookParts } from './workbook';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A table as XLSX. Rows that do not fit in one sheet follow in another. Reading ends when the file is no longer read. */
export function xlsxOf(table: Table, times: LocalTimes, rowsPerSheet = mostRows): Readable {
  const zip = new ZipFile();
  // A failed sheet rejects `finished`.
  zip.on('error', () => undefined);
  const file = new PassThrough();
  pipeline(zip.outputStream as Readable, file, () => undefined);
  const rows = new Waiting(table.pages);
  file.once('close', () => void rows.close());
  fill(zip, table, { rows, times, rowsPerSheet, file }).catch((error: unknown) => file.destroy(error as Error));
  return file;
}

interface Filling {
  readonly rows: Waiting;
  readonly times: LocalTimes;
  readonly rowsPerSheet: number;
  readonly file: PassThrough;
}

async function fill(zip: ZipFile, { title, columns }: Table, { rows, times, rowsPerSheet, file }: Filling): Promise<void> {
  let sheets = 0;
  do {
    sheets += 1;
    const sheet = Readable.from(sheetOf(rows, new Sheet(columns, times), rowsPerSheet));
    const stop = (): void => void sheet.destroy();
    file.once('close', stop);
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`);
    await finished(sheet);
    file.off('close', stop);
  } while (await rows.hasMore());
  for (const [path, xml] of workbookParts(title, sheets)) zip.addBuffer(Buffer.from(xml), path);
  zip.end();
}

async function* sheetOf(rows: Waiting, sheet: Sheet, most: number): AsyncGenerator<string, void, undefined> {
  yield sheet.begin();
  for (let room = most - 1; room > 0 && (await rows.hasMore());) {
    const next = rows.take(room);
    room -= next.length;
    yield sheet.rows(next);
  }
  yield sheet.end();
}

/** The rows that no sheet has taken yet: at most one page. */
class Waiting {
  private readonly pages: AsyncIterator<readonly Row[]>;
  private waiting: readonly Row[] = [];

  constructor(pages: AsyncIterable<readonly Row[]>) {
    this.pages = pages[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.waiting.length === 0) {
      const next = await this.pages.next();
      if (next.done === true) return false;
      this.waiting = next.value;
    }
    return true;
  }

  take(most: number): readonly Row[] {
    const taken = this.waiting.slice(0, most);
    this.waiting = this.waiting.slice(most);
    return taken;
  }

  async close(): Promise<void> {
    await this.pages.return?.();
  }
}
