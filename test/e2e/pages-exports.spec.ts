import { parse } from 'csv-parse/sync';
import { request } from 'node:http';
import { Api } from '../dsl/api';
import { textOf } from '../dsl/browser';
import { until } from '../dsl/until';
import { issue, visits } from '../dsl/visits';

// Lists as files, over the started server: what stands in them, who gets them, and that they are recorded.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as, open } = visits(() => api);

async function csvFor(name: string, path: string): Promise<readonly (readonly string[])[]> {
  const answer = await (await as(name)).request('GET', path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
  return parse(await answer.text(), { relax_column_count: true });
}

describe('the ticket list as a file (S4.2)', () => {
  it('has the filters, the order and the columns on screen, in the language and the zone of the reader', async () => {
    const [low, high] = [
      await open('Ben', { ...issue, title: '=Export me, "softly"', priority: 'low' }),
      await open('Ben', { ...issue, title: 'Export me loudly', priority: 'high' }),
    ];
    await open('Ben', { ...issue, title: 'Leave me here' });
    const anja = await as('Anja');
    const rows = await csvFor('Anja', '/tickets/export?scope=all&q=export+me&sort=priority');
    expect(rows[0]).toEqual(['Number', 'Title', 'Status', 'Priority', 'Customer', 'Technician', 'Updated (UTC)']);
    expect(rows.slice(1).map(([number, title]) => [number, title])).toEqual([
      [high, 'Export me loudly'],
      [low, '\'=Export me, "softly"'],
    ]);
    await anja.send('/look', { language: 'fi', zone: 'Europe/Helsinki' });
    const finnish = await csvFor('Anja', '/tickets/export?scope=all&q=export+me&sort=priority');
    expect(finnish[0]?.at(-1)).toMatch(/\(Europe\/Helsinki\)$/);
    expect(finnish[1]?.at(-1)).toMatch(/^\d\d\.\d\d\.\d{4} \d\d\.\d\d\.\d\d$/);
    await anja.send('/look', { language: 'en', zone: 'UTC' });
  });

  it('is offered by a form that works without scripts and carries the filters', async () => {
    const { html } = await (await as('Anja')).open('/tickets?scope=all&priority=low&q=export');
    const form =
      /<form class="menu-body columns-body export-body" action="\/tickets\/export">([^]*?)<\/form>/.exec(html)?.[1] ?? '';
    const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="(\w+)"/g)].map(([, name, value]) => [name, value]);
    expect(hidden).toEqual([
      ['scope', 'all'],
      ['q', 'export'],
      ['priority', 'low'],
    ]);
    expect(form.match(/name="format" value="[\w-]+"/g)).toHaveLength(4);
  });

  it('comes as XLSX with a readable name', async () => {
    const answer = await (await as('Anja')).request('GET', '/tickets/export?scope=all&format=xlsx');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Tickets \d{4}-\d\d-\d\d\.xlsx"/);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('contains every row that its reader may see, and none of a colleague', async () => {
    const numbers: string[] = [];
    for (let i = 0; i < 3; i++) numbers.push(await open('Ben', { ...issue, title: `Row ${i} of many` }));
    const own = await csvFor('Ben', '/tickets/export?scope=my&state=all');
    expect(own.map(([number]) => number)).toEqual(expect.arrayContaining(numbers));
    const listed = new Set((await csvFor('Anja', '/tickets/export?scope=all&state=all')).map(([number]) => number));
    expect(own.slice(1).filter(([number]) => !listed.has(number))).toEqual([]);
    const foreign = await csvFor('Chlo', '/tickets/export?scope=all&state=all');
    expect(foreign.filter(([number]) => numbers.includes(number ?? ''))).toEqual([]);
  });

  it('is recorded in the access log', async () => {
    await csvFor('Anja', '/tickets/export?scope=all');
    const log = async (): Promise<string> => textOf((await (await as('Administrator')).open('/access-log?kind=exported')).html);
    await until(async () => /Anja[^]*Tickets/.test(await log()), 'the export in the access log');
  });

  it('ends quietly when its reader goes away', async () => {
    const { hostname, port } = new URL(api.url);
    const cookie = (await as('Anja')).cookieHeader();
    await new Promise<void>((resolve) => {
      const asked = request({ hostname, port, path: '/tickets/export?scope=all&state=all', headers: { cookie } }, (answer) => {
        answer.destroy();
        resolve();
      });
      asked.on('error', () => resolve()).end();
    });
    expect((await (await as('Anja')).open('/tickets')).status).toBe(200);
  });
});

describe('every other list as a file', () => {
  it.each([
    ['Paula', '/organisations', 'Harbour'],
    ['Paula', '/users', 'anja@harbour.example'],
    ['Anja', '/contacts', 'Name'],
    ['Paula', '/roles', 'technician'],
    ['Otto', '/audit', 'Opened'],
    ['Otto', '/access-log', 'Signed in'],
    ['Marie', '/reports', 'Opened'],
  ])('%s exports %s, by the menu of its page', async (name, path, expected) => {
    const page = await (await as(name)).open(path);
    expect(page.html).toContain(`action="${path}/export"`);
    const rows = await csvFor(name, `${path}/export`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows).toLowerCase()).toContain(expected.toLowerCase());
  });

  it('goes past the first page of a list', async () => {
    const rows = await csvFor('Otto', '/audit/export');
    expect(new Set(rows.map((row) => row.at(-1))).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(100);
  });

  it.each(['/users/export', '/audit/export', '/access-log/export', '/reports/export'])(
    'refuses %s with 403 and who may, where the page is refused',
    async (path) => {
      const shown = await (await as('Ben')).open(path);
      expect(shown.status).toBe(403);
      expect(shown.headers.get('content-disposition')).toBeNull();
      expect(textOf(shown.html)).toMatch(/administrator|permission/i);
    },
  );

  it('of the access log stands in the access log as an export, and not as a view alone', async () => {
    await csvFor('Otto', '/access-log/export');
    await until(
      async () => (await csvFor('Otto', '/access-log/export?kind=exported')).some(([, who]) => who?.startsWith('Otto')),
      'the export of the access log in the access log',
    );
  });
});
