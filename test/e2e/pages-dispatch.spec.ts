import { Api } from '../dsl/api';
import { textOf, unescaped, type Shown } from '../dsl/browser';
import { visits } from '../dsl/visits';

// The dispatch board and the help page in the browser, over the started server.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as } = visits(() => api);

const idOf = async (name: string): Promise<string> => (await api.as(name).get('me')).body.id ?? '';

/** Opens an issue of a customer, which waits for a technician at once; answers its number. */
async function waiting(title: string, details: object = {}): Promise<string> {
  const opened = await api.as('Ben').post('tickets', { kind: 'issue', title, description: 'Since this morning.', details });
  expect(opened.status).toBe(201);
  const { body } = await api.as('Ben').get(`tickets/${opened.body.id ?? ''}`);
  return (body as { readonly number?: string }).number ?? '';
}

const choose = async (number: string): Promise<Shown> => (await as('Dieter')).open(`/dispatch?ticket=${number}`);
const assign = async (technician: string): Promise<Shown> => (await as('Dieter')).send('/dispatch/assign', { technician });

describe('the dispatch board (S1.14, S1.15)', () => {
  it('selects by link, assigns by button, and can undo an assignment', async () => {
    const number = await waiting('The boiler drips');
    const dieter = await as('Dieter');
    expect(textOf((await dieter.open('/dispatch')).html)).toContain('The boiler drips');
    const tomas = await idOf('Tomáš');
    const loadIn = ({ html }: Shown): number =>
      Number(new RegExp(`data-person="${tomas}"[^]*?<progress max="\\d+" value="(\\d+)"`).exec(html)?.[1]);
    const chosen = await choose(number);
    expect(chosen.html).toMatch(/class="board has-choice"/);
    const assigned = await assign(tomas);
    expect(textOf(assigned.html)).toContain(`${number} is assigned to Tomáš Dvořák.`);
    expect(assigned.html).not.toContain(`data-number="${number}"`);
    expect(loadIn(assigned)).toBe(loadIn(chosen) + 1);
    const undone = await dieter.send('/dispatch/undo');
    expect([undone.path, textOf(undone.html)]).toEqual([
      `/dispatch?ticket=${number}`,
      expect.stringContaining(`${number} is unassigned again.`),
    ]);
    expect(undone.html).toContain(`data-number="${number}"`);
  });

  it('does not undo an assignment after further changes', async () => {
    const number = await waiting('The lift hums');
    await choose(number);
    await assign(await idOf('Tomáš'));
    const dieter = await as('Dieter');
    await (await as('Tomáš')).open(`/tickets/${number}/do/start-work`);
    expect((await (await as('Tomáš')).send(`/tickets/${number}/do/start-work`)).status).toBe(200);
    const refused = await dieter.send('/dispatch/undo');
    expect(textOf(refused.html)).toContain(`${number} could not be taken back`);
    expect((await choose(number)).html).toMatch(/Tomáš[^]*?href="\/tickets\/[A-Z]+-\d+">[A-Z]+-\d+<\/a> The lift hums/);
  });

  it('refuses a stale selection, and keeps it selected', async () => {
    const number = await waiting('The sign flickers');
    await choose(number);
    const anja = await as('Anja');
    await anja.open(`/tickets/${number}/do/change-priority`);
    expect((await anja.send(`/tickets/${number}/do/change-priority`, { priority: 'high' })).status).toBe(200);
    const refused = await assign(await idOf('Tomáš'));
    expect([refused.status, textOf(refused.html)]).toEqual([
      422,
      expect.stringContaining('Somebody has changed this ticket since you chose it.'),
    ]);
    expect((await assign(await idOf('Tomáš'))).status).toBe(200);
  });

  it('filters by area prefix, and puts other teams last with a label', async () => {
    const number = await waiting('The fridge is warm', { postalCode: '20095', branch: 'Hafen' });
    const dieter = await as('Dieter');
    expect((await dieter.open('/dispatch?area=2009')).html).toContain(`data-number="${number}"`);
    expect(textOf((await dieter.open('/dispatch?area=99999')).html)).toContain('No unassigned ticket matches');
    const team = /<option value="([^"]+)">Workshop/.exec((await dieter.open('/dispatch')).html)?.[1] ?? '';
    const { html } = await dieter.open(`/dispatch?team=${team}`);
    const order = [...html.matchAll(/data-person="[^"]*"[^]*?<strong>([^<]+)/g)].map(([, name]) => name);
    expect(order[0]).toBe('Tessa Okafor');
    expect(textOf(html.slice(html.indexOf('Tomáš')))).toContain('Another team');
  });

  it("shows a workload that equals the technician's list", async () => {
    await choose(await waiting('The clock stopped'));
    const { html } = await assign(await idOf('Tessa'));
    const loads = [...html.matchAll(/href="(\/tickets\?[^"]+)">(\d+) open</g)];
    expect(loads.filter(([, , count]) => count !== '0')).not.toEqual([]);
    for (const [, to = '', count = ''] of loads) {
      const list = await (await as('Dieter')).open(unescaped(to));
      const numbers = new Set(list.html.match(/href="\/tickets\/[A-Z]{2}-\d+"/g));
      expect([to, list.status, numbers.size]).toEqual([to, 200, Number(count)]);
    }
  });

  it("returns only the people's side to its script", async () => {
    const number = await waiting('The tap runs');
    const dieter = await as('Dieter');
    const before = dieter.headers;
    dieter.headers = { ...before, 'hx-request': 'true' };
    const { html } = await choose(number);
    dieter.headers = before;
    expect([html.trimStart().startsWith('<header>'), html.includes('<html'), html.includes(number)]).toEqual([true, false, true]);
  });

  it.each(['team=x', 'ticket=%00', 'ticket=CT-999999', 'area=%EF%BF%BF', 'kind=a&kind=b', 'after=zzz', 'priority=<script>'])(
    'ignores invalid parameters, or explains them: %s',
    async (query) => {
      expect([200, 400]).toContain((await (await as('Dieter')).open(`/dispatch?${query}`)).status);
    },
  );

  it("is only for users who may assign, and shows no other organisation's data", async () => {
    const number = await waiting('The gate squeaks');
    for (const name of ['Ben', 'Ada', 'Tessa', 'Kofi', 'Otto']) {
      const browser = await as(name);
      const { status, html } = await browser.open('/dispatch');
      expect([name, status, html.includes(number)]).toEqual([name, 403, false]);
      expect((await browser.open('/')).html).not.toContain('href="/dispatch"');
    }
    for (const name of ['Sven', 'Fatima', 'Nora']) {
      const browser = await as(name);
      const { status, html } = await browser.open('/dispatch');
      expect([name, status, html.includes(number), html.includes('Dvořák')]).toEqual([name, 200, false, false]);
      const chosen = await browser.open(`/dispatch?ticket=${number}`);
      expect([name, chosen.status, chosen.html.includes('The gate squeaks')]).toEqual([name, 200, false]);
    }
  });

  it('assigns nothing for users without the permission', async () => {
    const number = await waiting('The fan stopped');
    const ben = await as('Ben');
    await ben.open('/');
    const token = /name="form-token" value="([^"]+)"/.exec(ben.shown.html)?.[1] ?? '';
    const refused = await ben.post('/dispatch/assign', [
      ['form-token', token],
      ['ticket', number],
      ['technician', await idOf('Tomáš')],
    ]);
    expect(refused.status).toBe(403);
    expect((await choose(number)).html).toContain(`data-number="${number}"`);
  });
});

describe('the help page', () => {
  it("is linked on every page, and matches its reader's role", async () => {
    for (const [name, words] of [
      ['Ben', 'Open a ticket with New.'],
      ['Dieter', 'Give each ticket to a technician on the dispatch board'],
      ['Tomáš', 'Accept what is assigned to you'],
      ['Otto', 'Verify that no record was altered'],
      ['Paula', 'give each person a role'],
    ] as const) {
      const browser = await as(name);
      expect((await browser.open('/')).html).toContain('href="/help"');
      const { status, html } = await browser.open('/help');
      expect([name, status, textOf(html)]).toEqual([name, 200, expect.stringContaining(words)]);
    }
    expect(unescaped((await (await as('Ben')).open('/help?as=technician')).html)).toContain('Accept what is assigned to you');
  });
});
