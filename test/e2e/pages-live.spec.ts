import { connect } from 'node:net';
import { once } from 'node:events';
import { Api } from '../dsl/api';
import { Browser, hiddenFields, textOf, type Shown } from '../dsl/browser';
import { visits } from '../dsl/visits';
import { listen } from '../dsl/listening';
import { until } from '../dsl/until';

// Several people at once, and what goes wrong while somebody types, over the started server.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { enter: as } = visits(() => api);

async function open(browser: Browser): Promise<string> {
  await browser.open('/tickets/new');
  const values = { kind: 'issue', title: 'The lobby screen stays black', description: 'Since this morning.' };
  const { path } = await browser.send('/tickets/new', values);
  expect(path).toMatch(/^\/tickets\/[CP]T-\d{6}$/);
  return path.slice('/tickets/'.length);
}

const formAt = (number: string, verb: string): string => `/tickets/${number}/do/${verb}`;

async function act(browser: Browser, number: string, verb: string, values: Readonly<Record<string, string>>): Promise<Shown> {
  await browser.open(formAt(number, verb));
  return browser.send(formAt(number, verb), values);
}

const times = ({ html }: Shown, text: string): number => textOf(html).split(text).length - 1;

describe('live', () => {
  it("signals that a ticket or a list changed, and the page reloads its regions under its reader's permissions", async () => {
    const [ben, anja] = [await as('Ben'), await as('Anja')];
    const number = await open(ben);
    const page = await ben.open(`/tickets/${number}`);
    const revision = /data-live-revision="(\d+)"/.exec(page.html)?.[1] ?? '';
    const line = await listen(api.url, ben, `/live?ticket=${number}.${revision}&list=1`);
    expect([line.status, line.heard()]).toEqual([200, '']);
    await act(anja, number, 'change-priority', { priority: 'high' });
    await until(() => line.heard().includes('event: changed') && line.heard().includes('event: list'));
    expect(line.heard()).toMatch(new RegExp(`^event: changed\ndata: {"ticket":"${number}","revision":\\d+}\n\n`));
    expect(line.heard()).not.toMatch(/high|Anja|priority/i);
    ben.headers = { ...ben.headers, 'docket-regions': '1' };
    const regions = await ben.open(`/tickets/${number}`);
    expect([regions.html.includes('<html'), regions.html.includes('id="region-side" aria-label')]).toEqual([false, true]);
    line.close();
  });

  it('signals at once what changed between the page and its connection', async () => {
    const [ben, anja] = [await as('Ben'), await as('Anja')];
    const number = await open(ben);
    await act(anja, number, 'change-priority', { priority: 'high' });
    const line = await listen(api.url, ben, `/live?ticket=${number}.0`);
    await until(() => line.heard() !== '');
    expect(line.heard()).toContain('event: changed');
    line.close();
  });

  it('gives 404 for a hidden ticket, hides staff notes from customers, and never redirects to sign-in (S4.35)', async () => {
    const [ben, anja] = [await as('Ben'), await as('Anja')];
    const number = await open(ben);
    expect((await listen(api.url, ben, '/live?ticket=CT-999999.1')).status).toBe(404);
    expect((await listen(api.url, ben, '/live')).status).toBe(404);
    expect((await listen(api.url, new Browser(api.url), `/live?ticket=${number}.1`)).status).toBe(401);
    for (const name of ['Chlo', 'Fatima'])
      expect([name, (await listen(api.url, await as(name), `/live?ticket=${number}.1`)).status]).toEqual([name, 404]);
    await ben.open(`/tickets/${number}`);
    const lines = [
      await listen(api.url, ben, `/live?ticket=${number}&list=1`),
      await listen(api.url, anja, `/live?ticket=${number}`),
    ];
    await act(anja, number, 'reply', { body: 'Only between us.', audience: 'staff' });
    await until(() => lines[1]?.heard().includes('changed') === true);
    expect(lines[0]?.heard()).not.toContain('event: changed');
    expect((await ben.open(`/live/since?ticket=${number}&revision=0&verb=reply`)).html).not.toContain('Only between us');
    for (const line of lines) line.close();
  });

  it('ends when the session does', async () => {
    const ben = await as('Ben');
    const number = await open(ben);
    const line = await listen(api.url, ben, `/live?ticket=${number}`);
    await ben.open('/account');
    await ben.send('/sign-out');
    await until(() => line.isOver());
    expect(line.status).toBe(200);
  });

  it('shows other viewers, staff only to staff (S4.35)', async () => {
    const [ben, anja, dieter] = [await as('Ben'), await as('Anja'), await as('Dieter')];
    const number = await open(ben);
    const lines = await Promise.all([ben, anja, dieter].map((one) => listen(api.url, one, `/live?ticket=${number}`)));
    await until(() => lines.every((line) => line.heard().includes('event: here')));
    const here = async (browser: Browser) => textOf((await browser.open(`/live/here?ticket=${number}`)).html);
    expect([await here(anja), await here(ben)]).toEqual([
      expect.stringContaining('Dieter Maas'),
      expect.not.stringMatching(/Anja|Dieter/),
    ]);
    lines[2]?.close();
    await until(async () => !(await here(anja)).includes('Dieter'));
    for (const line of lines) line.close();
  });

  it('is not blocked by clients that never read, and does not delay a shutdown', async () => {
    const desk = await Api.start();
    const anja = new Browser(desk.url);
    await anja.signIn(desk.demo.find(({ user }) => user.startsWith('Anja'))?.email ?? '', desk.password);
    const lines = await Promise.all(Array.from({ length: 10 }, () => listen(desk.url, anja, '/live?list=1')));
    const { port } = new URL(desk.url);
    const deaf = connect(Number(port), 'localhost', () =>
      deaf.write(`GET /live?list=1 HTTP/1.1\r\nHost: x\r\nCookie: ${anja.cookieHeader()}\r\n\r\n`),
    );
    deaf.pause().on('error', () => undefined);
    await once(deaf, 'connect');
    await desk.stop();
    await until(() => lines.every((line) => line.isOver()));
    deaf.destroy();
  });
});

describe('two people at once', () => {
  it("see each other's changes above the form, keep their input, and can still send it", async () => {
    const [anja, dieter] = [await as('Anja'), await as('Dieter')];
    const number = await open(await as('Ben'));
    const action = formAt(number, 'reply');
    await anja.open(action);
    await act(dieter, number, 'change-priority', { priority: 'high' });
    const text = 'We come tomorrow at nine.';
    const held = await anja.send(action, { body: text, audience: 'everyone' });
    expect([held.status, times(held, text), /class="conflict" role="alert"/.test(held.html)]).toEqual([409, 1, true]);
    expect(textOf(held.html)).toMatch(/Dieter Maas changed the priority.*Send anyway/);
    expect(times(await dieter.open(`/tickets/${number}`), text)).toBe(0);
    const sent = await anja.send(action, { body: text, audience: 'everyone' });
    expect([sent.status, times(sent, text)]).toEqual([200, 1]);
  });

  it('keep the Idempotency-Key of a delayed form, so that it is recorded once (rule 6)', async () => {
    const [anja, dieter] = [await as('Anja'), await as('Dieter')];
    const number = await open(await as('Ben'));
    const action = formAt(number, 'reply');
    const { html } = await anja.open(action);
    const fields = hiddenFields(html, action);
    const typed = [
      ['body', 'Sent into the dark.'],
      ['audience', 'everyone'],
    ] as const;
    await anja.post(action, [...fields, ...typed]);
    await act(dieter, number, 'change-priority', { priority: 'low' });
    // The answer was lost on the way, so the browser sends the same form again.
    const held = await anja.post(action, [...fields, ...typed]);
    expect(held.status).toBe(409);
    await anja.send(action, Object.fromEntries(typed));
    expect(times(await anja.open(`/tickets/${number}`), 'Sent into the dark.')).toBe(1);
  });

  it('see neither their own changes nor, as customers, staff facts (S4.35)', async () => {
    const [anja, ben] = [await as('Anja'), await as('Ben')];
    const number = await open(ben);
    const action = formAt(number, 'reply');
    await ben.open(action);
    await act(anja, number, 'reply', { body: 'Only between us.', audience: 'staff' });
    expect((await ben.send(action, { body: 'Any news?', audience: 'everyone' })).status).toBe(200);
    await anja.open(action);
    const drawn = anja.shown;
    await act(anja, number, 'change-priority', { priority: 'high' });
    const fields = hiddenFields(drawn.html, action);
    expect((await anja.post(action, [...fields, ['body', 'From my other tab.'], ['audience', 'everyone']])).status).toBe(200);
  });

  it('never overwrite each other: a stale form of details is held back even for the same user', async () => {
    const anja = await as('Anja');
    const number = await open(await as('Ben'));
    const action = formAt(number, 'revise-details');
    const old = (await anja.open(action)).html;
    await act(anja, number, 'change-priority', { priority: 'high' });
    const fields = hiddenFields(old, action);
    const held = await anja.post(action, [...fields, ['title', 'A new title'], ['description', 'Since this morning.']]);
    expect([held.status, held.html.includes('value="A new title"')]).toEqual([409, true]);
    const sent = await anja.send(action, { title: 'A new title', description: 'Since this morning.' });
    expect([sent.status, textOf(sent.html).includes('A new title')]).toEqual([200, true]);
  });
});

describe('input is never lost', () => {
  it('when the session expired meanwhile: the form is kept during sign-in, and sent with one press', async () => {
    const ben = await as('Ben');
    const number = await open(ben);
    const action = formAt(number, 'reply');
    await ben.open(action);
    const form = ben.shown.html;
    const elsewhere = new Browser(api.url);
    for (const [name, value] of ben.cookies) elsewhere.cookies.set(name, value);
    await elsewhere.open('/account');
    await elsewhere.send('/sign-out');
    const hidden = hiddenFields(form, action);
    const late = await ben.post(action, [...hidden, ['body', 'Half an hour of typing.'], ['audience', 'everyone']]);
    expect([late.status, textOf(late.html)]).toEqual([401, expect.stringContaining('It is still here')]);
    const email = api.demo.find(({ user }) => user.startsWith('Ben'))?.email ?? '';
    const wrong = await ben.send('/sign-in', { email, password: 'not the password' });
    expect(wrong.status).toBe(422);
    const again = await ben.send('/sign-in', { email, password: api.password });
    expect([again.status, textOf(again.html)]).toEqual([200, expect.stringContaining('Half an hour of typing.')]);
    const sent = await ben.send(action);
    expect([sent.path, times(sent, 'Half an hour of typing.')]).toEqual([`/tickets/${number}`, 1]);
  });

  it('unless its session did not make the form', async () => {
    const ben = await as('Ben');
    const number = await open(ben);
    ben.cookies.set('docket', `dks_${'a'.repeat(43)}`);
    const late = await ben.post(formAt(number, 'reply'), [
      ['form-token', 'x.y'],
      ['body', 'Not mine.'],
    ]);
    expect([late.path.startsWith('/sign-in'), late.html.includes('Not mine')]).toEqual([true, false]);
  });

  it('after going back to a sent form: a repeat is recorded once, and changed text is a new command (rule 6)', async () => {
    const ben = await as('Ben');
    const number = await open(ben);
    const action = formAt(number, 'reply');
    const { html } = await ben.open(action);
    const hidden = hiddenFields(html, action);
    for (let press = 0; press < 2; press += 1)
      await ben.post(action, [...hidden, ['body', 'Pressed twice.'], ['audience', 'everyone']]);
    expect(times(await ben.open(`/tickets/${number}`), 'Pressed twice.')).toBe(1);
    const other = await ben.post(action, [...hidden, ['body', 'With other words.'], ['audience', 'everyone']]);
    expect([other.status, times(other, 'With other words.')]).toEqual([422, 1]);
    await ben.send(action, { body: 'With other words.', audience: 'everyone' });
    expect(times(await ben.open(`/tickets/${number}`), 'With other words.')).toBe(1);
  });
});

describe('errors are explained', () => {
  it('with the people who may do it, to readers who may look people up', async () => {
    const number = await open(await as('Ben'));
    const refused = await (await as('Anja')).open(`/tickets/${number}/logs`);
    expect([refused.status, textOf(refused.html)]).toEqual([403, expect.stringMatching(/Paula Ortega.*Read the log/)]);
  });

  it.each([
    ['fi', 'Lomakkeen lähetti toisen sivuston sivu'],
    ['tr', 'Bu formu başka bir sitenin sayfası gönderdi'],
    ['de', 'von der Seite einer anderen Website'],
  ])('in %s', async (language, words) => {
    const ben = await as('Ben');
    ben.headers = { accept: 'text/html', 'accept-language': language, 'sec-fetch-site': 'cross-site' };
    const refused = await ben.post('/look', []);
    expect([refused.status, textOf(refused.html)]).toEqual([403, expect.stringContaining(words)]);
    expect(refused.headers.get('docket-reason')).toBe('other-site');
  });
});
