import { Api } from '../dsl/api';
import { textOf, unescaped } from '../dsl/browser';
import { issue, visits } from '../dsl/visits';

// Tickets in the browser, over the started server: lists, a ticket from its opening to its closing, refusals, and hidden data.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as, open, act } = visits(() => api);

const idOf = async (number: string): Promise<string> => (await api.as('Marie').get(`tickets/${number}`)).body.id ?? '';
const tomas = async (): Promise<string> => (await api.as('Tomáš').get('me')).body.id ?? '';

describe('the dashboard and the list', () => {
  it('show my open tickets by default, and four tiles with links to lists (S4.1, S4.5, S4.6)', async () => {
    const number = await open('Ben', { ...issue, title: 'A kettle that whistles' });
    const ben = await as('Ben');
    const home = await ben.open('/');
    expect(home.html).toContain('A kettle that whistles');
    expect(home.html.match(/class="card tile"/g)).toHaveLength(4);
    const tomas = await as('Tomáš');
    expect((await tomas.open('/')).html).toContain('You have no open tickets');
    const tiles = [...(await ben.open('/')).html.matchAll(/class="card tile" href="([^"]+)"[^]*?>(\d+)</g)];
    for (const [, to = '', count = ''] of tiles) {
      const list = await ben.open(unescaped(to));
      const numbers = new Set(list.html.match(/\/tickets\/[CP]T-\d{6}/g));
      expect([to, list.status, numbers.size]).toEqual([to, 200, Number(count)]);
    }
    expect(tiles).toHaveLength(4);
    expect((await ben.open('/tickets?state=closed')).html).not.toContain(number);
  });

  it('find words of the title, open a ticket by its number, and give advice when nothing is found (S4.4)', async () => {
    const number = await open('Ben', { ...issue, title: 'Zanzibar umbrella stand' });
    const anja = await as('Anja');
    const found = await anja.open('/tickets?scope=all&q=zanzibar');
    expect([found.html.includes('Zanzibar'), found.html.includes('class="chip"')]).toEqual([true, true]);
    expect((await anja.open(`/tickets?scope=all&q=${number.toLowerCase()}`)).path).toBe(`/tickets/${number}`);
    expect(textOf((await anja.open('/tickets?scope=all&q=nothingofthisname')).html)).toContain('No ticket matches');
  });

  it.each(['scope=nonsense', 'sort=-secret', 'priority=%3Cscript%3E', 'phase=99&kind=x', 'q=%00', 'scope=all&scope=my'])(
    'ignore invalid parameters: %s',
    async (query) => {
      expect((await (await as('Anja')).open(`/tickets?${query}`)).status).toBe(200);
    },
  );

  it('sort by columns both ways, and keep a filter as a removable chip (S4.7)', async () => {
    const anja = await as('Anja');
    const { html } = await anja.open('/tickets?scope=all&sort=number');
    expect(unescaped(html)).toContain('<th scope="col" aria-sort="ascending"><a href="/tickets?scope=all&sort=-number"');
    const filtered = await anja.open('/tickets?scope=all&priority=high');
    expect(textOf(filtered.html)).toContain('Priority: High');
  });
});

describe('a ticket from its opening to its closing', () => {
  it('is handled with forms alone: opened, assigned, worked on, solved and closed, each step offered to the right user', async () => {
    const number = await open('Ben');
    expect(textOf((await (await as('Ben')).open(`/tickets/${number}`)).html)).toContain('The handler assigns a technician next.');
    const dispatcher = await (await as('Dieter')).open(`/tickets/${number}`);
    expect(dispatcher.html).toMatch(new RegExp(`class="btn primary" href="/tickets/${number}/do/assign"`));
    const assigned = await act('Dieter', number, 'assign', { technician: await tomas() });
    expect(textOf(assigned.html)).toContain('The technician is assigned.');
    expect(textOf(assigned.html)).toContain('Dieter Maas assigned Tomáš Dvořák');
    for (const [verb, values] of [
      ['start-work', {}],
      ['change-sub-status', { waitingFor: 'customer' }],
      ['change-sub-status', { waitingFor: '' }],
      ['report-progress', { percent: '80' }],
      ['enter-solution', { solution: 'A fuse was replaced.' }],
      ['solve', {}],
    ] as const)
      expect([verb, (await act('Tomáš', number, verb, values)).status]).toEqual([verb, 200]);
    const closed = await act('Kofi', number, 'close', { summary: 'It works again.' });
    expect(textOf(closed.html)).toContain('This ticket is closed.');
    for (const tab of ['overview', 'contact', 'activity', 'merged', 'attachments'])
      expect([tab, (await (await as('Ben')).open(`/tickets/${number}/${tab}`)).status]).toEqual([tab, 200]);
    expect((await (await as('Administrator')).open(`/tickets/${number}/logs`)).html).toContain('TicketClosed');
  });

  it('somebody who may not read the ticket after a command is told on their list that it is done (S1.21)', async () => {
    const number = await open('Ben');
    await act('Dieter', number, 'assign', { technician: await tomas() });
    const form = await (await as('Tomáš')).open(`/tickets/${number}/do/decline`);
    expect(form.html).toMatch(/name="audience" value="staff" checked/);
    const declined = await act('Tomáš', number, 'decline', { reason: 'Not my field.' });
    expect([declined.status, declined.path, textOf(declined.html)]).toEqual([
      ...[200, '/tickets'],
      expect.stringContaining('You have declined the ticket.'),
    ]);
  });

  it('shows the item of recorded work', async () => {
    const number = await open('Ben');
    await act('Dieter', number, 'assign', { technician: await tomas() });
    await act('Tomáš', number, 'start-work');
    await act('Tomáš', number, 'record-work', { minutes: '12', item: 'SPARE-77', description: 'Changed it.' });
    expect((await (await as('Ben')).open(`/tickets/${number}/overview`)).html).toContain('Item code <code>SPARE-77</code>');
  });

  it('returns the form after a refusal, with its input and with errors beside the fields (S4.19)', async () => {
    const number = await open('Ben');
    await act('Dieter', number, 'assign', { technician: await tomas() });
    await act('Tomáš', number, 'start-work');
    const refused = await act('Tomáš', number, 'record-work', { minutes: '-5', description: 'Looked at it twice.' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('Looked at it twice.');
    expect(refused.html).toMatch(/name="minutes"[^>]*value="-5"[^>]*aria-invalid="true" aria-describedby="minutes-error"/);
    expect(refused.html).toMatch(/id="minutes-error">.*Enter a whole number from 1/s);
    const early = await act('Tomáš', number, 'solve');
    expect([early.status, textOf(early.html)]).toEqual([422, expect.stringContaining('A solution must be entered first.')]);
  });

  it('takes messages for everyone or for staff, and a form sent twice is one message (rule 6)', async () => {
    const number = await open('Ben');
    const anja = await as('Anja');
    await anja.open(`/tickets/${number}`);
    expect(anja.shown.html).toMatch(/type="radio" name="audience" value="staff"/);
    const page = anja.shown.html;
    const action = `/tickets/${number}/do/reply`;
    await anja.send(action, { body: 'Only between us.', audience: 'staff' });
    const [token = '', key = ''] = ['form-token', 'key'].map(
      (name) => new RegExp(`action="${action}"[^]*?name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '',
    );
    const again = [
      ['form-token', token],
      ['key', key],
      ['body', 'Only between us.'],
      ['audience', 'staff'],
    ] as const;
    await anja.post(action, again);
    expect((await anja.open(`/tickets/${number}`)).html.match(/Only between us\./g)).toHaveLength(1);
    const ben = await as('Ben');
    expect((await ben.open(`/tickets/${number}`)).html).not.toContain('name="audience" value="staff"');
  });

  it('takes files with a message, and serves them to permitted readers as downloads only', async () => {
    const number = await open('Ben');
    const ben = await as('Ben');
    await ben.open(`/tickets/${number}`);
    const form = new FormData();
    for (const name of ['form-token', 'key'])
      form.set(name, new RegExp(`do/reply"[^]*?name="${name}" value="([^"]+)"`).exec(ben.shown.html)?.[1] ?? '');
    form.set('body', 'See the picture.');
    form.set('audience', 'everyone');
    form.append('files', new Blob(['<script>alert(1)</script>'], { type: 'text/html' }), 'panel.html');
    expect((await ben.request('POST', `/tickets/${number}/do/reply`, form)).status).toBe(303);
    const { html } = await ben.open(`/tickets/${number}/attachments`);
    const path = /href="(\/tickets\/[^"]+\/files\/[^"]+)"/.exec(html)?.[1] ?? '';
    const file = await ben.request('GET', path);
    expect([file.status, file.headers.get('content-disposition')]).toEqual([200, "attachment; filename*=UTF-8''panel.html"]);
    expect((await (await as('Sven')).request('GET', path)).status).toBe(404);
  });

  it('answers a dialog with the form alone, and its script with a redirect', async () => {
    const number = await open('Ben');
    const dieter = await as('Dieter');
    await dieter.open('/');
    const before = dieter.headers;
    dieter.headers = { ...before, 'hx-request': 'true' };
    const dialog = await dieter.open(`/tickets/${number}/do/assign`);
    expect([dialog.html.trimStart().startsWith('<form'), dialog.html.includes('<html')]).toEqual([true, false]);
    const done = await dieter.send(`/tickets/${number}/do/assign`, { technician: await tomas() });
    expect([done.status, done.headers.get('hx-redirect')]).toEqual([200, `/tickets/${number}`]);
    dieter.headers = before;
  });
});

describe('hidden data', () => {
  it('a hidden ticket gives 404 on all of its pages', async () => {
    const number = await open('Ben');
    const sven = await as('Sven');
    for (const path of ['', '/overview', '/activity', '/attachments', '/do/reply', '/do/assign'])
      expect([path, (await sven.open(`/tickets/${number}${path}`)).status]).toEqual([path, 404]);
    expect((await sven.open('/tickets/CT-999999')).status).toBe(404);
  });

  it("a customer's pages contain no staff facts (S4.35, S4.36)", async () => {
    const number = await open('Ben', { ...issue, kind: 'claim' });
    const secret = 'Between-us-alone';
    await act('Anja', number, 'record-acknowledgement', { by: 'phone' });
    await act('Anja', number, 'start-qualification');
    await act('Anja', number, 'list-affected-items', { 'items.0.kind': 'order', 'items.0.reference': `${secret}-1` });
    await act('Marie', number, 'waive-gate', { gate: 'acknowledgement', reason: `${secret}-2` });
    await act('Anja', number, 'reply', { body: `${secret}-3`, audience: 'staff' });
    await act('Anja', number, 'add-watcher', { email: `${secret.toLowerCase()}@example.org`, kinds: 'reply' });
    const pages = ['', '/overview', '/contact', '/activity', '/merged', '/attachments'].map((tab) => `/tickets/${number}${tab}`);
    const seenBy = async (name: string): Promise<string> => {
      const shown = await Promise.all(
        [...pages, '/', '/tickets?scope=all'].map(async (path) => (await as(name)).request('GET', path)),
      );
      return (await Promise.all(shown.map((one) => one.text()))).join('').toLowerCase();
    };
    expect((await seenBy('Anja')).split(secret.toLowerCase()).length).toBeGreaterThan(3);
    expect(await seenBy('Ben')).not.toContain(secret.toLowerCase());
    expect(await seenBy('Ben')).not.toMatch(/class="(msg staff|staff-line)"/);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    '</textarea><svg onload=alert(1)>',
    '{{constructor.constructor("alert(1)")()}}',
    '<a href="javascript:alert(1)">x</a>',
    '</title><script>alert(1)</script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('what somebody typed is text wherever it stands: %s', async (payload) => {
    const number = await open('Ben', {
      ...issue,
      title: payload,
      description: payload,
      'details.category': payload,
      'details.branch': payload,
    });
    await act('Ben', number, 'reply', { body: payload, audience: 'everyone' });
    const anja = await as('Anja');
    const paths = ['', '/overview', '/contact', '/do/revise-details'].map((tab) => `/tickets/${number}${tab}`);
    for (const path of [...paths, `/tickets?scope=all&q=${encodeURIComponent(payload)}`, '/?scope=all']) {
      const { status, html } = await anja.open(path);
      expect([path, status]).toEqual([path, 200]);
      expect(html).not.toMatch(/<script>|<img|<svg onload|onerror=alert|<a href="javascript/);
      expect(html).not.toContain("' onfocus='");
    }
    expect(textOf((await anja.open(`/tickets/${number}`)).html)).toContain(payload.replace(/\s+/g, ' '));
  });
});

describe('a long form', () => {
  it('shows the fields that have a value or were refused, and the empty rest behind one line (S3.22)', async () => {
    const number = await open('Ben', { ...issue, title: 'Long form', 'details.branch': 'North' });
    const anja = await as('Anja');
    const folded = ({ html }: { readonly html: string }): string =>
      /<details class="more-fields">[^]*?<\/details>/.exec(html)?.[0] ?? '';
    const form = await anja.open(`/tickets/${number}/do/revise-details`);
    expect(form.html).toContain('name="details.branch"');
    expect(folded(form)).toContain('name="details.symptom"');
    expect(folded(form)).not.toContain('name="details.branch"');
    const refused = await anja.send(`/tickets/${number}/do/revise-details`, { 'details.symptom': 'x'.repeat(101) });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('name="details.symptom"');
    expect(folded(refused)).not.toContain('name="details.symptom"');
  });
});

describe('bytes', () => {
  it('the next page costs at most 20 kB compressed', async () => {
    const number = await open('Ben');
    const anja = await as('Anja');
    for (const path of ['/', '/tickets?scope=all', `/tickets/${number}`, '/tickets/new']) {
      const answer = await anja.request('GET', path);
      expect([path, answer.headers.get('content-encoding')]).toEqual([path, 'gzip']);
      const { gzipSync } = await import('node:zlib');
      expect([path, gzipSync(await answer.text()).length < 20_000]).toEqual([path, true]);
    }
  });
});

describe('a closed duplicate', () => {
  it('names its primary, says why it cannot be reopened, and so do the activity and the audit (S4.31, S4.41)', async () => {
    const [primary, duplicate] = [await open('Ben', issue), await open('Ben', { ...issue, title: 'The same again' })];
    const merged = await api.as('Marie').post(`tickets/${duplicate}/merge-into`, { primary: await idOf(primary) });
    expect(merged.status).toBeLessThan(202);
    const marie = await as('Marie');
    const { html } = await marie.open(`/tickets/${duplicate}`);
    expect(textOf(html)).toContain(`This ticket is a duplicate of ${primary}`);
    expect(textOf(html)).toContain(`Unlink it from its primary ticket first. ${primary}`);
    expect(html).toContain(`href="/tickets/${primary}/merged"`);
    expect(textOf(html)).not.toContain('Reopening is for');
    expect(textOf((await marie.open(`/tickets/${primary}`)).html)).toContain(`merged the duplicate ${duplicate} into it`);
    expect(textOf((await (await as('Paula')).open(`/tickets/${primary}/audit`)).html)).toMatch(
      new RegExp(`Duplicate\\W+${duplicate}`),
    );
  });
});

it('the contact of a ticket has the e-mail address of its requester for readers who may look people up', async () => {
  const number = await open('Ben', issue);
  expect((await (await as('Marie')).open(`/tickets/${number}/contact`)).html).toMatch(/href="mailto:ben[^"]*"/);
});
