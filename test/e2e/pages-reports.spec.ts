import { Api } from '../dsl/api';
import { textOf, unescaped } from '../dsl/browser';
import { visits } from '../dsl/visits';

// The reports in the browser, over the started server: every figure is the length of the list behind it.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
  for (let n = 0; n < 4; n += 1) {
    const opened = await api.as('Ben').post('tickets', {
      ...{ kind: 'issue', title: `Report me ${n}`, description: 'Since this morning.', priority: n === 0 ? 'critical' : 'low' },
      details: { category: n < 3 ? 'Heating' : 'Lifts' },
    });
    expect(opened.status).toBe(201);
    if (n === 0)
      expect((await api.as('Anja').post(`tickets/${opened.body.id ?? ''}/reject`, { reason: 'A test.' })).status).toBe(200);
  }
});
afterAll(() => api.stop());

const { as } = visits(() => api);

const ticketsIn = (html: string): number => new Set(html.match(/href="\/tickets\/[A-Z]{2}-\d+"/g)).size;

describe('the reports', () => {
  it.each(['period=last7&by=day', 'period=last30&by=week', 'period=last12&by=month'])(
    'show figures that equal the number of tickets behind them: %s',
    async (query) => {
      const marie = await as('Marie');
      const { html } = await marie.open(`/reports?${query}`);
      const figures = [...html.matchAll(/href="(\/reports\/tickets\?[^"]+)">([\d,]+)</g)];
      expect(figures.length).toBeGreaterThan(8);
      for (const [, to = '', count = ''] of figures) {
        const list = await marie.open(unescaped(to));
        expect([to, list.status, ticketsIn(list.html)]).toEqual([to, 200, Number(count)]);
        expect(textOf(list.html)).toContain(`${count} ticket`);
      }
    },
  );

  it('are charts with a title, a description and a table of the same numbers, without inline styles', async () => {
    const { html } = await (await as('Marie')).open('/reports');
    const charts = [...html.matchAll(/<svg viewBox="0 0 \d+ 230" role="img" aria-labelledby="(\S+) (\S+)">[^]*?<\/svg>/g)];
    expect(charts).toHaveLength(3);
    for (const [chart, title = '', text = ''] of charts) {
      expect(chart).toContain(`<title id="${title}">`);
      expect(chart).toContain(`<desc id="${text}">`);
      expect(chart).not.toContain('style');
    }
    expect(html.match(/class="scroll numbers"/g)).toHaveLength(3);
  });

  it('show an error beside an invalid field, and still show a report', async () => {
    const marie = await as('Marie');
    const { status, html } = await marie.open('/reports?from=soon&to=2026-01-01&zone=Nowhere');
    expect(status).toBe(200);
    expect(html).toMatch(/name="from"[^>]*aria-invalid="true" aria-describedby="from-error"/);
    expect(html).toMatch(/name="zone"[^>]*aria-invalid="true" aria-describedby="zone-error"/);
    for (const query of ['figure=x&key=y', 'figure=phase', 'figure=closedOnDay&key=%00', 'figure=openedInHour&key=-1&after=x'])
      expect([query, (await marie.open(`/reports/tickets?${query}`)).status]).toEqual([query, 200]);
    expect(textOf((await marie.open('/reports?from=2019-01-01&to=2019-01-31')).html)).toContain('No tickets were opened');
  });

  it('count only visible tickets, and need the permission for reports', async () => {
    const opened = async (name: string): Promise<string> => {
      const { html } = await (await as(name)).open('/reports?period=last7');
      return /Opened<\/span><b>(?:<a[^>]*>)?(\d+)/.exec(html)?.[1] ?? '';
    };
    const from = new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10);
    for (const name of ['Marie', 'Sven', 'Ada', 'Emil']) {
      const { tickets } = (await api.as(name).get(`reports/volume?from=${from}`)).body as { readonly tickets?: number };
      expect([name, Number(await opened(name))]).toEqual([name, tickets]);
    }
    expect(Number(await opened('Ada'))).toBeGreaterThanOrEqual(4);
    for (const name of ['Ben', 'Tomáš', 'Dieter', 'Kofi']) {
      const browser = await as(name);
      for (const path of ['/reports', '/reports/tickets?figure=all&key=all'])
        expect([name, path, (await browser.open(path)).status]).toEqual([name, path, 403]);
      expect((await browser.open('/')).html).not.toContain('href="/reports"');
    }
  });
});
