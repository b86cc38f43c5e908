import { gzipSync } from 'node:zlib';
import { Api } from '../dsl/api';
import { Browser, textOf, unescaped, type Shown } from '../dsl/browser';
import { visits } from '../dsl/visits';

// Organisations, users, contacts and roles in the browser, finding them, and a whole desk that is set up without ever leaving it.

const password = 'seven tall birches';

/** The id in the path of the page shown. */
const idIn = ({ path }: Shown): string => path.split('?')[0]?.split('/').at(-1) ?? '';
const linkIn = ({ html }: Shown): string => new URL(unescaped(/id="link"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? '')).pathname;

/** Fills in the form of a new thing and sends it. */
async function make(browser: Browser, plural: string, values: Readonly<Record<string, string>>): Promise<Shown> {
  expect((await browser.open(`/${plural}/new`)).status).toBe(200);
  const shown = await browser.send(`/${plural}/new`, values);
  expect([plural, shown.status, textOf(shown.html)]).toEqual([plural, 200, expect.anything()]);
  return shown;
}

async function act(browser: Browser, path: string, values: Readonly<Record<string, string>> = {}): Promise<Shown> {
  expect([path, (await browser.open(path)).status]).toEqual([path, 200]);
  const shown = await browser.send(path, values);
  expect([path, shown.status]).toEqual([path, 200]);
  return shown;
}

/** What a search answers, as options under a field and as a page. */
async function found(browser: Browser, path: string): Promise<string> {
  const { headers } = browser;
  const page = mainOf((await browser.open(path)).html);
  browser.headers = { ...headers, 'hx-request': 'true' };
  const options = (await browser.open(path)).html;
  browser.headers = headers;
  return page + options;
}

const mainOf = (html: string): string => /<main[^]*<\/main>/.exec(html)?.[0] ?? '';

/** Opens the link that was handed over, chooses a password, and is in. */
async function enter(desk: Api, path: string): Promise<Browser> {
  const browser = new Browser(desk.url);
  expect((await browser.open(path)).status).toBe(200);
  const wrong = await browser.send(path, { password, again: 'something else' });
  expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('id="again-error"')]);
  expect((await browser.send(path, { password, again: password })).path).toBe('/');
  return browser;
}

/** The first step of an empty desk. */
async function nameOrganisation(browser: Browser, { html }: Shown): Promise<void> {
  expect(textOf(html)).toMatch(/Set up your desk .*Name your organisation It is called Head Office/);
  const rename = /"(\/organisations\/[\w-]+\/do\/rename)"/.exec(html)?.[1] ?? '';
  await act(browser, rename, { name: 'Pohjola Service' });
  expect(textOf((await browser.open('/')).html)).toContain('Name your organisation Done');
}

describe('an empty desk in production', () => {
  it('is set up entirely in the browser, from the set-up link to the first closed ticket (S4.62, S0.16, C22)', async () => {
    const desk = await Api.start({ NODE_ENV: 'production' });
    const setUp = new URL(desk.setUp ?? '').pathname;
    const aino = new Browser(desk.url);
    await aino.open(setUp);
    const home = await aino.send(setUp, { name: 'Aino Korhonen', email: 'aino@example.org', password, again: password });
    await nameOrganisation(aino, home);
    expect((await aino.open('/roles/new')).html).toContain('<p class="group">Handling</p>');
    expect(textOf((await aino.open('/roles')).html)).toContain('Dispatcher Puts tickets into queues');
    const partner = await make(aino, 'organisations', { kind: 'partner', name: 'Nordic Service' });
    expect(textOf(partner.html)).toContain('The organisation is there.');
    expect(textOf(partner.html)).toContain('Add a user, and hand over the link that you get.');
    const customer = idIn(
      await make(aino, 'organisations', { kind: 'customer', name: 'Lahden Leipomo', 'parent~text': 'Nordic' }),
    );
    expect(textOf((await aino.open(`/organisations/${idIn(partner)}`)).html)).toContain('Lahden Leipomo');
    const role = await make(aino, 'roles', { name: 'Night shift', permissions: 'ticket.work' });
    const made = await make(aino, 'users', { name: 'Pekka Virtanen', email: 'pekka@example.org' });
    expect(textOf(made.html)).toContain('Hand this link to Pekka Virtanen');
    const link = linkIn(made);
    const [, pekka = ''] = /href="\/users\/([0-9a-f-]{36})"/.exec(made.html) ?? [];
    expect(textOf((await aino.open(`/users/${pekka}`)).html)).toContain('Without a role this person may do nothing.');
    const technician = /<option value="([^"]+)"[^>]*>Technician</.exec(
      (await aino.open(`/users/${pekka}/do/grant-role`)).html,
    )?.[1];
    await aino.send(`/users/${pekka}/do/grant-role`, { role: technician ?? '' });
    await act(aino, `/users/${pekka}/do/grant-role`, { role: idIn(role) });
    expect(textOf((await aino.open(`/users/${pekka}`)).html)).toContain('by role: Technician, Night shift');
    const works = await enter(desk, link);
    const again = await new Browser(desk.url).open(link);
    expect([again.status, textOf(again.html)]).toEqual([404, expect.stringContaining('This link does not work any more')]);
    const contact = await make(aino, 'contacts', { name: 'Jari Korhonen', phones: '+358 40 123 4567', organisation: customer });
    expect([made, contact].map(({ html }) => /data-draft-done="([^"]+)"/.exec(html)?.[1])).toEqual([
      ...['user:new:new:', 'contact:new:new:'],
    ]);
    expect(textOf((await aino.open('/')).html)).toContain('Open the first ticket');

    await aino.open('/tickets/new');
    const asked = { kind: 'issue', title: 'Oven stays cold', description: 'Since four o’clock.' };
    const opened = await aino.send('/tickets/new', {
      ...{ ...asked, 'customer~text': 'leipomo', 'requester~text': '040 1234567', technician: pekka },
      watchers: 'boss@leipomo.example',
    });
    expect([opened.status, opened.path]).toEqual([200, expect.stringMatching(/^\/tickets\/AT-\d{6}$/)]);
    const ticket = opened.path;
    expect(textOf(opened.html)).toContain('Lahden Leipomo');
    expect(textOf((await aino.open('/')).html)).not.toContain('Set up your desk');
    for (const [verb, values] of [
      ['start-work', {}],
      ['enter-solution', { solution: 'The fuse had blown.' }],
      ['solve', {}],
    ] as const)
      await act(works, `${ticket}/do/${verb}`, values);
    const closed = await act(aino, `${ticket}/do/close`, { summary: 'Warm again.' });
    expect(textOf(closed.html)).toContain('This ticket is closed.');
    await desk.stop();
  });
});

describe('on a desk with people', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());

  const { as } = visits(() => api);

  const idOf = (name: string): string => api.demo.find(({ user }) => user.startsWith(name))?.id ?? '';

  it('a suspended user is signed out at once, and must sign in again when resumed (S2.4)', async () => {
    const petra = await as('Petra');
    const paula = await as('Paula');
    const path = `/users/${idOf('Petra')}`;
    await act(paula, `${path}/do/suspend`);
    expect((await petra.open('/account')).path).toMatch(/^\/sign-in/);
    await act(paula, `${path}/do/resume`);
    expect((await petra.open('/account')).path).toMatch(/^\/sign-in/);
    expect((await petra.signIn(api.demo.find(({ user }) => user.startsWith('Petra'))?.email ?? '', api.password)).path).toBe('/');
  });

  it('a user with a forgotten password requests a link, and an administrator creates it; a newer one replaces it', async () => {
    const chloe = new Browser(api.url);
    const email = api.demo.find(({ user }) => user.startsWith('Chlo'))?.email ?? '';
    await chloe.open('/forgotten');
    const told = textOf((await chloe.send('/forgotten', { email })).html);
    await chloe.open('/forgotten');
    expect(textOf((await chloe.send('/forgotten', { email: 'nobody@nowhere.example' })).html)).toBe(told);
    const ada = await as('Ada');
    expect(textOf((await ada.open('/users')).html)).toContain('asked for a password');
    const path = `/users/${idOf('Chlo')}`;
    await ada.open(path);
    const shown = await ada.send(`${path}/password-link`);
    expect(shown.path).toBe(`${path}/password-link`);
    const first = linkIn(shown);
    const again = await ada.open(shown.path);
    expect([again.path, textOf(again.html)]).toEqual([path, expect.stringContaining('shown once, and it still works')]);
    expect((await new Browser(api.url).open(first)).status).toBe(200);
    const second = linkIn(
      await (await as('Paula')).open(path).then(async () => (await as('Paula')).send(`${path}/password-link`)),
    );
    expect((await new Browser(api.url).open(first)).status).toBe(404);
    await enter(api, second);
    expect(textOf((await ada.open('/users')).html)).not.toContain('asked for a password');
  });

  it('nobody creates a link for a user with more permissions, nor for users out of reach', async () => {
    const ada = await as('Ada');
    await ada.open('/account');
    for (const [name, status] of [
      ['Anja', 404],
      ['Administrator', 404],
    ] as const) {
      const token = /name="form-token" value="([^"]+)"/.exec(ada.shown.html)?.[1] ?? '';
      const shown = await ada.request('POST', `/users/${idOf(name)}/password-link`, new URLSearchParams({ 'form-token': token }));
      expect([name, shown.status]).toEqual([name, status]);
    }
    const ben = await as('Ben');
    await ben.open('/account');
    const token = /name="form-token" value="([^"]+)"/.exec(ben.shown.html)?.[1] ?? '';
    const shown = await ben.request('POST', `/users/${idOf('Ada')}/password-link`, new URLSearchParams({ 'form-token': token }));
    expect(shown.status).toBe(403);
  });

  it('users see only people and organisations within reach, in lists, pages, search and type-ahead', async () => {
    const hidden = ['Harbour', 'Nordwind', 'Swift', 'Tomáš', 'Anja', 'Nora', 'Sven'];
    const ben = await as('Ben');
    for (const path of ['/users', '/contacts', '/roles', `/users/${idOf('Anja')}`])
      expect([path, (await ben.open(path)).status]).toEqual([path, 403]);
    for (const path of ['/users/new', '/contacts/new', '/organisations/new', '/roles/new'])
      expect([path, (await ben.open(path)).status]).toEqual([path, 403]);
    const ada = await as('Ada');
    for (const path of [`/users/${idOf('Anja')}`, `/users/${idOf('Anja')}/do/suspend`, `/users/${idOf('Anja')}/do/revise`])
      expect([path, (await ada.open(path)).status]).toEqual([path, 404]);
    const asked = ['harbour', 'nordwind', 'swift', 'tomas', 'anja', 'nora', 'sven'];
    const kinds = ['all', 'organisations', 'users', 'people', 'tickets'];
    const addresses = asked.flatMap((q) => kinds.map((what) => `/find?what=${what}&q=${q}`));
    for (const browser of [ben, ada]) {
      for (const path of addresses) {
        const shown = await found(browser, path);
        expect([path, hidden.filter((one) => shown.includes(one))]).toEqual([path, []]);
      }
    }
    const sven = await as('Sven');
    const list = mainOf((await sven.open('/organisations')).html);
    expect(['Swift Bench', 'Lighthouse', 'Nordwind'].map((one) => list.includes(one))).toEqual([true, false, false]);
  });

  it('one search finds tickets, people and organisations, and a complete number opens its ticket (S4.4)', async () => {
    const anja = await as('Anja');
    const found = textOf((await anja.open('/find?q=lighthouse')).html);
    expect(found).toContain('Lighthouse Hotels');
    expect(textOf((await anja.open('/find?q=tom')).html)).toContain('Tomáš Dvořák');
    anja.headers = { ...anja.headers, 'hx-request': 'true' };
    const options = (await anja.open('/find?what=people&q=ben')).html;
    expect(options).toMatch(/role="option"[^>]*data-value="user:[0-9a-f-]{36}"/);
    anja.headers = { accept: 'text/html' };
  });

  it('+ New offers what the user may create, on every page (S0.9)', async () => {
    const offered = async (name: string): Promise<readonly string[]> => {
      const { html } = await (await as(name)).open('/account');
      const top = /<header class="top">[^]*<\/header>/.exec(html)?.[0] ?? '';
      return [...top.matchAll(/href="(\/[a-z]+\/new[^"]*)"/g)].map(([, to = '']) => unescaped(to));
    };
    expect(await offered('Ben')).toEqual(['/tickets/new']);
    const all = ['/tickets/new', '/organisations/new?kind=customer', '/contacts/new', '/users/new'];
    expect(await offered('Paula')).toEqual(all);
    const dieter = await as('Dieter');
    expect([await offered('Dieter'), (await dieter.open('/keys')).status, (await dieter.open('/more')).status]).toEqual([
      [],
      200,
      200,
    ]);
  });

  it('a refusal returns the form with its input, and errors beside the fields', async () => {
    const paula = await as('Paula');
    await paula.open('/users/new');
    const refused = await paula.send('/users/new', { name: 'Ada Two', email: 'no address' });
    expect([refused.status, refused.html.includes('value="Ada Two"')]).toEqual([422, true]);
    // A page of its own answers as a page, never into a dialog that is not open.
    expect(mainOf(refused.html)).not.toContain('hx-post');
    expect(refused.html).toMatch(/name="email"[^>]*aria-invalid="true" aria-describedby="email-error"/);
    await paula.open('/users/new');
    const taken = await paula.send('/users/new', { name: 'Ada Two', email: 'ben@lighthouse.example' });
    expect([taken.status, textOf(taken.html)]).toEqual([422, expect.stringContaining('Somebody else has this address already')]);
    await paula.open('/contacts/new');
    const nobody = await paula.send('/contacts/new', { name: 'Jari', 'organisation~text': 'No such house' });
    expect([nobody.status, textOf(nobody.html)]).toEqual([422, expect.stringContaining('Nothing of this name was found')]);
  });

  it('every page about people costs at most 20 kB compressed', async () => {
    const paula = await as('Paula');
    const user = idOf('Anja');
    for (const path of ['/users', '/organisations', '/roles/new', `/users/${user}`, '/find?q=o', '/tickets/new']) {
      const { html } = await paula.open(path);
      expect([path, gzipSync(html).length < 20_000]).toEqual([path, true]);
    }
  });

  it('a contact can be created while opening a ticket without scripts, and no input is lost', async () => {
    const anja = await as('Anja');
    await anja.open('/tickets/new');
    const typed = { title: 'Lift is stuck', description: 'Third floor.', 'customer~text': 'Lighthouse', kind: 'service' };
    const asked = await anja.send('/tickets/new', { ...typed });
    expect([asked.status, textOf(asked.html)]).toEqual([422, expect.stringContaining('Choose who has the problem there')]);
    const form = (html: string): readonly (readonly [string, string])[] =>
      [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => {
        const attribute = (name: string): string => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? '');
        return [attribute('name'), attribute('value')] as const;
      });
    const main = mainOf(asked.html);
    const page = await anja.post('/tickets/new/contact', [...form(main), ...Object.entries({ ...typed })]);
    expect([page.status, textOf(page.html)]).toEqual([200, expect.stringContaining('comes back with the new contact')]);
    const back = await anja.send('/tickets/new/contact', { 'contact.name': 'Grace Hopper', 'contact.phones': '+49 30 1234567' });
    expect([back.status, back.html]).toEqual([200, expect.stringContaining('value="Grace Hopper"')]);
    for (const text of ['Lift is stuck', 'Third floor.']) expect(textOf(back.html) + back.html).toContain(text);
    const opened = await anja.send('/tickets/new', typed);
    expect([opened.status, textOf(opened.html)]).toEqual([200, expect.stringContaining('Lighthouse Hotels')]);
  });

  it('a ticket can be opened, accepted and solved in one form; likely duplicates are shown', async () => {
    const anja = await as('Anja');
    await anja.open('/tickets/new');
    const solved = await anja.send('/tickets/new', {
      ...{ kind: 'issue', title: 'Elevator button blinks strangely', description: 'Asked how to stop it.' },
      ...{ 'requester~text': 'Ben Calder', solved: 'on', solution: 'Held the button for five seconds.' },
    });
    expect([solved.status, textOf(solved.html)]).toEqual([200, expect.stringContaining('is open and solved')]);
    anja.headers = { ...anja.headers, 'hx-request': 'true' };
    const similar = await anja.open('/tickets/new/similar?title=Elevator+button+broken');
    expect(textOf(similar.html)).toContain('Elevator button blinks strangely');
    anja.headers = { accept: 'text/html' };
    const sven = await as('Sven');
    sven.headers = { ...sven.headers, 'hx-request': 'true' };
    expect((await sven.open('/tickets/new/similar?title=Elevator+button+broken')).html).not.toContain('Elevator');
    sven.headers = { accept: 'text/html' };
  });
});
