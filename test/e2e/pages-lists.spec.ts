import { Api } from '../dsl/api';
import { textOf, unescaped, type Shown } from '../dsl/browser';
import { issue, visits } from '../dsl/visits';

// Lists in the browser, over the started server: filters, saved views, several tickets at once, and what is never shown.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as, open: openWith } = visits(() => api);

const open = (name: string, title: string, values: Readonly<Record<string, string>> = {}): Promise<string> =>
  openWith(name, { ...issue, title, ...values });

const numbersIn = ({ html }: Shown): readonly string[] =>
  [...new Set(html.match(/href="\/tickets\/[A-Z]T-\d{6}"/g) ?? [])].map((link) => link.slice(15, -1));
const idIn = ({ html }: Shown): string => /action="\/tickets\/views\/([^"/]+)"/.exec(html)?.[1] ?? '';
const tokenIn = ({ html }: Shown): [string, string] => ['form-token', /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? ''];
const userId = async (name: string): Promise<string> => (await api.as(name).get('me')).body.id ?? '';

/** The form of several tickets, with one hidden field for each of them. */
async function sendBulk(name: string, verb: string, numbers: readonly string[], values: Readonly<Record<string, string>>) {
  const browser = await as(name);
  const query = numbers.map((number) => `ticket=${number}`).join('&');
  const form = await browser.open(`/tickets/bulk?do=${verb}&list=scope%3Dall&${query}`);
  expect(form.status).toBe(200);
  return browser.send(`/tickets/bulk/${verb}`, values);
}

describe('the list', () => {
  it('combines filters in any order, and shows each as a removable chip (S0.8, S4.4)', async () => {
    const [low, high] = [
      await open('Ben', 'Filter me softly', { priority: 'low' }),
      await open('Ben', 'Filter me loudly', { priority: 'high' }),
    ];
    const anja = await as('Anja');
    const both = await anja.open('/tickets?scope=all&q=filter+me&kind=issue&priority=high,low&assignee=none&sort=priority');
    expect(numbersIn(both)).toEqual([high, low]);
    expect(both.html.match(/class="chip"/g)).toHaveLength(5);
    const chip = [...both.html.matchAll(/class="chip" href="([^"]+)">[^]*?<\/span>([^<]+)/g)].find(([, , label]) =>
      label?.startsWith('Priority: High'),
    );
    expect(numbersIn(await anja.open(unescaped(chip?.[1] ?? '')))).toEqual([low]);
    const form = await anja.open('/tickets/filter?scope=all&priority=low');
    expect(form.html).toMatch(/name="priority" value="low" checked/);
    const sent = await anja.open('/tickets?scope=all&q=&priority=low&priority=high&category=&openedFrom=');
    expect(sent.path).toBe('/tickets?scope=all&priority=low,high');
  });

  it('stands in a menu with the counters of its tiles (S4.1)', async () => {
    await open('Ben', 'Counted in the menu');
    const html = unescaped((await (await as('Anja')).open('/')).html);
    const tile = (href: string): string => new RegExp(`href="${href}"[^]*?<b[^>]*>([\\d,]+)<`).exec(html)?.[1] ?? 'no tile';
    const entry = (href: string): string =>
      new RegExp(`class="nav" href="${href}"[^]*?count num">([\\d,]+)<`).exec(html)?.[1] ?? '';
    expect(entry('/tickets')).toBe(tile('/tickets\\?scope=all'));
    expect(Number(entry('/tickets'))).toBeGreaterThan(0);
  });

  it.each([
    'priority=%3Cscript%3E&openedFrom=never&customer=1',
    'after=nonsense',
    'after=eyJzIjoiLXVwZGF0ZWRBdCxfaWQiLCJ2IjpbMSwyXX0&sort=number&trail=..x',
    'scope=all&scope=my&kind[a]=b',
    `q=${'%20a'.repeat(300)}`,
    `assignee=${'00000000-0000-4000-8000-000000000001,'.repeat(200)}`,
  ])('answers nonsense in the address with a list and never fails: %#', async (query) => {
    for (const path of ['/', '/tickets', '/tickets/filter', '/tickets/news', '/tickets/views/new'])
      expect([path, (await (await as('Anja')).open(`${path}?${query}`)).status]).toEqual([path, 200]);
  });

  it('names the parameters that it ignores', async () => {
    const shown = await (await as('Anja')).open('/tickets?phase=99&scope=all');
    expect(textOf(shown.html)).toContain('was left out: phase.');
    expect(textOf((await (await as('Anja')).open('/tickets?after=old')).html)).toContain('This is the first page.');
  });

  it('is sorted by every column, up and down (S4.4)', async () => {
    const anja = await as('Anja');
    const { html } = await anja.open('/tickets?scope=all&state=all');
    const heads = [...html.matchAll(/<th scope="col"[^>]*><a href="([^"]+)"/g)].map(([, href = '']) => unescaped(href));
    expect(heads).toHaveLength(7);
    for (const href of heads) {
      const sorted = await anja.open(href);
      expect([href, sorted.status, sorted.html.match(/aria-sort="(as|des)cending"/g)?.length]).toEqual([href, 200, 1]);
    }
  });

  it('shows the chosen columns, and remembers them', async () => {
    const dieter = await as('Dieter');
    await open('Ben', 'Choose my columns');
    await dieter.open('/tickets?scope=all');
    const shown = await dieter.send('/tickets/columns', { column: 'team' });
    expect(shown.path).toBe('/tickets?scope=all');
    const heads = [...shown.html.matchAll(/<th scope="col"[^>]*><a[^>]*>([^<]+)/g)].map(([, words]) => words);
    expect(heads).toEqual(['Number', 'Title', 'Team']);
  });

  it('counts new and changed tickets, without their content', async () => {
    const anja = await as('Anja');
    const shown = await anja.open('/tickets?scope=all');
    const since = /data-since="([^"]+)"/.exec(shown.html)?.[1] ?? '';
    const number = await open('Ben', 'Something new for the desk');
    const before = anja.headers;
    anja.headers = { ...before, 'hx-request': 'true' };
    const news = await anja.open(`/tickets/news?scope=all&since=${since}`);
    anja.headers = before;
    expect(textOf(news.html)).toMatch(/1 ticket is new or changed\s+Show/);
    expect([news.html.includes(number), news.html.includes('Something new')]).toEqual([false, false]);
    const sven = await as('Sven');
    expect((await sven.open(`/tickets/news?scope=all&since=${since}`)).html).not.toContain('new or changed');
  });
});

describe('saved views', () => {
  it('are shown above the list, and shared ones only within the organisation', async () => {
    const marie = await as('Marie');
    await marie.open('/tickets/views/new?scope=all&priority=high,critical&page=2');
    const saved = await marie.send('/tickets/views', { name: 'Urgent ones', shared: 'on' });
    expect(saved.path).toBe('/tickets?scope=all&priority=high,critical');
    expect(saved.html).toMatch(/aria-current="page">[^]*?Urgent ones/);
    expect((await (await as('Dieter')).open('/tickets')).html).toContain('Urgent ones');
    for (const stranger of ['Sven', 'Ben', 'Dana']) {
      const browser = await as(stranger);
      for (const path of ['/', '/tickets', '/tickets/views'])
        expect([stranger, path, (await browser.open(path)).html.includes('Urgent ones')]).toEqual([stranger, path, false]);
    }
  });

  it('are renamed and deleted by users who may share them; others get 403 or 404', async () => {
    const marie = await as('Marie');
    const id = idIn(await marie.open('/tickets/views'));
    const [dieter, sven] = [await as('Dieter'), await as('Sven')];
    const removed = await dieter.post(`/tickets/views/${id}/remove`, [tokenIn(await dieter.open('/tickets/views/new'))]);
    const renamed = await sven.post(`/tickets/views/${id}`, [tokenIn(await sven.open('/tickets/views/new')), ['name', 'Mine']]);
    expect([removed.status, renamed.status]).toEqual([403, 404]);
    await marie.open('/tickets/views');
    expect((await marie.send(`/tickets/views/${id}`, { name: 'Very urgent' })).html).toContain('value="Very urgent"');
    expect((await dieter.open('/tickets')).html).not.toContain('Very urgent');
    await marie.open('/tickets/views');
    expect(textOf((await marie.send(`/tickets/views/${id}/remove`)).html)).toContain('No saved views');
  });

  it('return to the form if the name is missing', async () => {
    const ben = await as('Ben');
    await ben.open('/tickets/views/new?state=closed');
    const refused = await ben.send('/tickets/views', { name: '  ' });
    expect([refused.status, refused.html.includes('aria-invalid="true"')]).toEqual([422, true]);
    expect((await ben.send('/tickets/views', { name: 'Done' })).path).toBe('/tickets?state=closed');
    expect((await ben.open('/tickets/views/new')).html).not.toContain('name="shared"');
  });
});

describe('several tickets at once', () => {
  it('are assigned by one form, each with a result, and only once in a repeat (rule 6)', async () => {
    const numbers = [
      await open('Ben', 'First of three'),
      await open('Ben', 'Second of three'),
      await open('Ben', 'Third of three'),
    ];
    const browser = await as('Dieter');
    const technician = await userId('Tomáš');
    const done = await sendBulk('Dieter', 'assign', [...numbers, 'CT-999999'], { technician });
    expect([done.status, textOf(done.html)]).toEqual([200, expect.stringContaining('3 tickets are changed')]);
    const facts = await api.facts();
    const form = await browser.open(`/tickets/bulk?do=assign&${numbers.map((number) => `ticket=${number}`).join('&')}`);
    const hidden = [...form.html.matchAll(/<input type="hidden" name="(key|list|ticket)" value="([^"]*)"/g)];
    const entries: [string, string][] = [
      ...[tokenIn(form), ['technician', await userId('Tessa')] as [string, string]],
      ...hidden.map(([, name = '', value = '']): [string, string] => [name, unescaped(value)]),
    ];
    const once = await browser.post('/tickets/bulk/assign', entries);
    expect(textOf(once.html)).toMatch(/Taken from Tomáš [^.]+\. Before: Assigned\./);
    const after = await api.facts();
    const twice = await browser.post('/tickets/bulk/assign', entries);
    expect([textOf(once.html), textOf(twice.html)]).toEqual(Array(2).fill(expect.stringContaining('3 tickets are changed')));
    expect([after > facts, await api.facts()]).toEqual([true, after]);
  });

  it('show before and after which of them are refused, and why', async () => {
    const [closed, there] = [await open('Ben', 'Closed in between'), await open('Ben', 'Still there')];
    await sendBulk('Marie', 'reject', [closed], { reason: 'Reported twice.' });
    const marie = await as('Marie');
    const form = await marie.open(`/tickets/bulk?do=change-priority&ticket=${closed}&ticket=${there}`);
    expect(textOf(form.html)).toContain('For 1 of these tickets this is not possible now.');
    const done = await marie.send('/tickets/bulk/change-priority', { priority: 'critical' });
    expect(textOf(done.html)).toMatch(/1 ticket is changed\s+1 was refused/);
    expect(textOf(done.html)).toContain('not possible in the present phase');
    expect(textOf((await marie.open(`/tickets/${there}`)).html)).toContain('Critical');
  });

  it('return the form with its input if it is invalid, and record nothing', async () => {
    const number = await open('Ben', 'Wrongly rejected');
    const facts = await api.facts();
    const refused = await sendBulk('Marie', 'reject', [number], { reason: '   ' });
    expect([refused.status, refused.html.includes('aria-invalid="true"'), await api.facts()]).toEqual([422, true, facts]);
    expect(refused.html).toContain(`name="ticket" value="${number}"`);
  });

  it('never change or name a hidden ticket', async () => {
    const number = await open('Ben', 'Hidden from the bench');
    const facts = await api.facts();
    const sven = await as('Sven');
    const form = await sven.open(`/tickets/bulk?do=reject&ticket=${number}`);
    expect([form.status, form.html.includes('Hidden from')]).toEqual([200, false]);
    const fields: [string, string][] = [tokenIn(form), ['key', 'k'], ['ticket', number], ['reason', 'Because.']];
    const done = await sven.post('/tickets/bulk/reject', fields);
    expect([done.status, done.html.includes('Hidden from'), await api.facts()]).toEqual([200, false, facts]);
    expect(textOf(done.html)).toContain('does not exist, or you may not see it');
    expect((await (await as('Ben')).open(`/tickets/bulk?do=assign&ticket=${number}`)).status).toBe(404);
  });

  it('are refused with a message if they are too many', async () => {
    const marie = await as('Marie');
    const form = await marie.open('/tickets/bulk?do=reject&ticket=CT-000001');
    const many = Array.from({ length: 5_000 }, (_, at): [string, string] => ['ticket', `CT-${100_000 + at}`]);
    const refused = await marie.post('/tickets/bulk/reject', [tokenIn(form), ['key', 'many'], ['reason', 'x'], ...many]);
    expect([refused.status, textOf(refused.html)]).toEqual([422, expect.stringContaining('At most 200 tickets')]);
    expect((await marie.open('/tickets/bulk?do=assign')).path).toBe('/tickets');
  });

  it('can be the whole list', async () => {
    await open('Ben', 'Wholesale one');
    await open('Ben', 'Wholesale two');
    const marie = await as('Marie');
    const form = await marie.open('/tickets/bulk?do=change-priority&all=1&list=scope%3Dall%26q%3Dwholesale');
    expect(form.html.match(/type="hidden" name="ticket"/g)).toHaveLength(2);
  });
});
