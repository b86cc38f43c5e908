import { buffer, text as textOf } from 'node:stream/consumers';
import { fromBuffer, type ZipFile } from 'yauzl';
import { allPages, onePage } from '../../../../src/adapters/pages/exports/all-pages';
import { localTimes } from '../../../../src/adapters/pages/exports/local-times';
import { column, type Row, type Table } from '../../../../src/adapters/pages/exports/table';
import { xlsxOf } from '../../../../src/adapters/pages/exports/xlsx';
import { until } from '../../../dsl/until';

const times = localTimes('Europe/Helsinki', 'en-GB');
const columns = [column('Title', 'text', 40), column('Count', 'number'), column('Opened', 'moment')];
const noon = '2026-07-01T09:00:00.000Z';

async function partsOf(content: Buffer): Promise<ReadonlyMap<string, string>> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(content, { lazyEntries: true }, (error, file) => (error === null ? resolve(file) : reject(error))),
  );
  const parts = new Map<string, string>();
  return new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', () => resolve(parts));
    zip.on('entry', (entry: { readonly fileName: string }) =>
      zip.openReadStream(entry as never, (error, stream) => {
        if (error !== null) {
          reject(error);
          return;
        }
        textOf(stream)
          .then((text) => parts.set(entry.fileName, text))
          .then(() => zip.readEntry(), reject);
      }),
    );
    zip.readEntry();
  });
}

async function xlsx(rows: readonly Row[], rowsPerSheet?: number): Promise<ReadonlyMap<string, string>> {
  return partsOf(await buffer(xlsxOf({ title: 'Tickets: [all]', columns, pages: onePage(rows) }, times, rowsPerSheet)));
}

const sheet = async (...rows: readonly Row[]): Promise<string> => (await xlsx(rows)).get('xl/worksheets/sheet1.xml') ?? '';

describe('a list as XLSX (S4.2)', () => {
  it('has every part that a workbook needs', async () => {
    const parts = await xlsx([]);
    expect([...parts.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    expect(parts.get('xl/workbook.xml')).toContain('<sheet name="Tickets   all" sheetId="1"');
  });

  it('types its cells: text, numbers, and times on the clocks of the zone', async () => {
    const xml = await sheet(['A', 2, noon]);
    expect(xml).toContain('<c r="A2" t="inlineStr" s="0"><is><t xml:space="preserve">A</t></is></c>');
    expect(xml).toContain('<c r="B2" s="2"><v>2</v></c>');
    // 2026-07-01 is day 46204; noon in Helsinki is its half.
    expect(xml).toContain('<c r="C2" s="3"><v>46204.5</v></c>');
  });

  it('keeps its header in view, filters by it, and gives columns their widths', async () => {
    const xml = await sheet(['A', 1, noon], ['B', 2, null]);
    expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(xml).toContain('<autoFilter ref="A1:C3"/>');
    expect(xml).toContain('<col min="1" max="1" width="40" customWidth="1"/>');
  });

  it('writes text that begins like a formula as text, and hostile text as harmless XML', async () => {
    const xml = await sheet(['=1+1', 1, noon], ['<b>&"\u0000\ud800_x0041_', 1, noon]);
    expect(xml).toContain('>=1+1</t>');
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('&lt;b&gt;&amp;&quot;\ufffd\ufffd_x005F_x0041_');
  });

  it('goes on in another sheet where one is full, and loses no row', async () => {
    const parts = await xlsx(
      Array.from({ length: 5 }, (_, at) => [`row ${at}`, at, null]),
      3,
    );
    const found = [1, 2, 3].map((n) => (parts.get(`xl/worksheets/sheet${n}.xml`) ?? '').match(/row \d/g));
    expect(found).toEqual([['row 0', 'row 1'], ['row 2', 'row 3'], ['row 4']]);
    expect(parts.get('xl/workbook.xml')).toContain('sheetId="3"');
  });

  it('reads on only as the file is read, and stops when nobody reads it any more', async () => {
    let read = 0;
    const endless: Table = {
      title: 'Endless',
      columns,
      pages: await allPages(() => {
        read += 1;
        const rows = Array.from({ length: 200 }, (): Row => [`${Math.random()} ${Math.random()}`, read, noon]);
        return Promise.resolve({ rows, next: 'on' });
      }),
    };
    const file = xlsxOf(endless, times);
    let isOver = false;
    file.once('close', () => (isOver = true));
    file.once('readable', () => undefined);
    await until(() => Promise.resolve(file.readableLength > 0));
    const [before] = [read, await new Promise((resolve) => setTimeout(resolve, 100))];
    expect(before).toBeLessThan(200);
    file.destroy();
    await until(() => Promise.resolve(isOver));
    await expect(endless.pages[Symbol.asyncIterator]().next()).resolves.toMatchObject({ done: true });
  });

  it('fails as a whole when a page cannot be read', async () => {
    const pages = await allPages((after) =>
      after === null ? Promise.resolve({ rows: [['A', 1, noon]], next: 'on' }) : Promise.reject(new Error('the disk is gone')),
    );
    await expect(buffer(xlsxOf({ title: 'Broken', columns, pages }, times))).rejects.toThrow('the disk is gone');
  });
});
