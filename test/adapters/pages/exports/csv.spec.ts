import { parse } from 'csv-parse/sync';
import { allPages, onePage } from '../../../../src/adapters/pages/exports/all-pages';
import { csvOf, type CsvStyle } from '../../../../src/adapters/pages/exports/csv';
import { saved } from '../../../../src/adapters/pages/exports/exporting';
import { localTimes } from '../../../../src/adapters/pages/exports/local-times';
import { column, type Row } from '../../../../src/adapters/pages/exports/table';

const noon = '2026-07-01T10:00:00.000Z';
const columns = [column('Title'), column('Count', 'number'), column('Opened', 'moment')];

async function csv(rows: readonly Row[], style: Partial<CsvStyle> = {}): Promise<string> {
  const times = localTimes('Europe/Helsinki', 'en-GB');
  const parts = csvOf(
    { title: 'List', columns, pages: onePage(rows) },
    { separator: ',', hasMark: false, times, locale: 'en-GB', ...style },
  );
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

const cells = async (text: string): Promise<string> => (await csv([[text, 1, noon]])).split('\r\n').slice(1).join('\r\n');

describe('a list as CSV (S4.2)', () => {
  it('has a header, and CRLF at the end of every line', async () => {
    expect(await csv([['A', 2, noon]])).toBe('Title,Count,Opened\r\nA,2,01/07/2026 13:00:00\r\n');
  });

  it('leaves cells without a value empty', async () => {
    expect(await csv([[null, null, null]])).toBe('Title,Count,Opened\r\n,,\r\n');
  });

  it.each([',', ';', '\t'])(
    'quotes cells with the separator %j, quotes and line breaks, so that a reader gets them back',
    async (separator) => {
      const texts = ['plain', `a${separator}b`, 'say "no"', 'two\r\nlines', 'Ünï 🙂', ''];
      const text = await csv(
        texts.map((one) => [one, 1, noon]),
        { separator },
      );
      const read: string[][] = parse(text, { delimiter: separator });
      expect(read.slice(1).map(([first]) => first)).toEqual(texts);
    },
  );

  it('begins with a byte order mark only where one is wished', async () => {
    expect((await csv([], { hasMark: true })).codePointAt(0)).toBe(0xfeff);
    expect((await csv([])).startsWith('Title')).toBe(true);
  });

  it.each(['=1+1', '+49 30 1', '-cmd', '@SUM(A1)', '\tx', '\rx'])(
    'disarms a cell that begins like a formula: %j',
    async (text) => {
      expect((await cells(text)).replace(/^"/, '').startsWith(`'${text.slice(0, 1)}`)).toBe(true);
    },
  );

  it.each(['x;=1+cmd', 'x,=1+cmd', 'x\t=1+cmd', 'x\n=1+cmd', 'x; \t @SUM(A1)', 'x";"=1+cmd', ';+1', ' =1', 'x;"-1'])(
    'disarms a formula that begins where another separator divides the cell: %j',
    async (text) => {
      for (const separator of [',', ';', '\t']) {
        const times = localTimes('Europe/Helsinki', 'en-GB');
        const columns = [column('First'), column('Second')];
        const parts = csvOf(
          { title: 'List', columns, pages: onePage([[text, text]]) },
          { separator, hasMark: false, times, locale: 'en-GB' },
        );
        let file = '';
        for await (const part of parts) file += part;
        for (const field of file.split(/[;,\t\r\n]/)) expect(field).not.toMatch(/^[\s"]*[=+\-@]/);
      }
    },
  );

  it('quotes a text with any separator, so that it stays one cell where it can', async () => {
    expect(await cells('x;y')).toMatch(/^"x;y",/);
    expect((await csv([['x,y', 1234.5, noon]], { locale: 'de-DE', separator: ';' })).split('\r\n')[1]).toMatch(/^"x,y";1234,5;/);
  });

  it('leaves negative numbers numbers, and writes fractions as the language does', async () => {
    expect(await csv([['A', -3, noon]])).toContain('A,-3,');
    expect(await csv([['A', 1234.5, noon]], { locale: 'de-DE', separator: ';' })).toContain('A;1234,5;');
  });

  it.each([
    ['Europe/Helsinki', 'fi-FI', '2026-07-01T10:00:00.000Z', '01.07.2026 13.00.00'],
    ['Europe/Berlin', 'de-DE', '2026-01-01T23:30:00.000Z', '02.01.2026 00:30:00'],
    ['Europe/Istanbul', 'tr-TR', '2026-07-01T10:00:00.000Z', '01.07.2026 13:00:00'],
    ['Asia/Kathmandu', 'en-GB', '2026-07-01T10:00:00.000Z', '01/07/2026 15:45:00'],
  ])('writes times on the clocks of %s as %s does', (zone, locale, instant, text) => {
    expect(localTimes(zone, locale).text(instant)).toBe(text);
  });

  it('follows the change to summer time within an hour', () => {
    const { text } = localTimes('Europe/Berlin', 'de-DE');
    expect([text('2026-03-29T00:59:59.000Z'), text('2026-03-29T01:00:00.000Z')]).toEqual([
      '29.03.2026 01:59:59',
      '29.03.2026 03:00:00',
    ]);
  });

  it('reads a page of 10,000 rows only when the page before was taken, so that memory does not grow with the list', async () => {
    let read = 0;
    const pages = await allPages(() => {
      read += 1;
      const rows = Array.from({ length: 200 }, (_, at): Row => [`row ${at}`, at, noon]);
      return Promise.resolve({ rows, next: read < 50 ? 'on' : null });
    });
    const times = localTimes('UTC', 'en-GB');
    const ahead: number[] = [];
    let lines = 0;
    for await (const part of csvOf(
      { title: 'List', columns, pages },
      { separator: ',', hasMark: false, times, locale: 'en-GB' },
    )) {
      lines += part.split('\r\n').length - 1;
      ahead.push(read - Math.ceil((lines - 1) / 200));
    }
    expect(lines).toBe(10_001);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(1);
  });

  it('names the file for browsers old and new', () => {
    expect(saved('Henkilöt / roolit 2026', 'csv')).toBe(
      'attachment; filename="Henkilot roolit 2026.csv"; filename*=UTF-8\'\'Henkil%C3%B6t%20roolit%202026.csv',
    );
  });
});
