import { Browser, unescaped, type Shown } from '../dsl/browser';
import { startBuilt, type Built } from '../dsl/built';
import { people } from '../dsl/desk-people';
import { hostileTexts, strangersIn } from '../dsl/hostile-texts';
import { describeInBrowser, Visitor } from '../dsl/visitor';

// Thirty texts that are markup elsewhere, in every free text of the desk, and what Chromium makes of the pages that show them.

let desk: Built;
let password: string;

async function entered(email: string): Promise<Browser> {
  const browser = new Browser(desk.url);
  expect((await browser.signIn(email, password)).path).toBe('/');
  return browser;
}

type Values = Readonly<Record<string, string>>;

/** Sends the form of a page. A text that is no name, as for a telephone number, may be refused, but comes back as text. */
async function sent(browser: Browser, page: string, values: Values, action = page): Promise<Shown> {
  await browser.open(page);
  const shown = await browser.send(action, values);
  expect([page, shown.status]).toEqual([page, 200]);
  return shown;
}

const all = hostileTexts.join('\n\n');
const userIn = ({ html }: Shown, name: string): string =>
  new RegExp(`value="([0-9a-f-]{36})"(?:(?!value=)[^])*?${name}`).exec(html)?.[1] ?? '';

/** A ticket with all thirty in each of its longer texts, closed. */
async function livedThrough(): Promise<string> {
  const [ben, dieter, tomas, kofi] = await Promise.all([people.ben, people.dieter, people.tomas, people.kofi].map(entered));
  if (!ben || !dieter || !tomas || !kofi) throw new Error('nobody came');
  const at = (await sent(ben, '/tickets/new', { kind: 'issue', title: hostileTexts[0] ?? '', description: all })).path;
  await sent(ben, `${at}/do/reply`, { body: all, audience: 'everyone' });
  const form = await dieter.open(`${at}/do/assign`);
  await sent(dieter, `${at}/do/assign`, { technician: userIn(form, 'Tomáš') });
  await sent(dieter, `${at}/do/reply`, { body: all, audience: 'staff' });
  await sent(tomas, `${at}/do/start-work`, {});
  const [short = ''] = hostileTexts;
  await sent(tomas, `${at}/do/change-sub-status`, { waitingFor: 'thirdParty', reason: short });
  await sent(tomas, `${at}/do/record-work`, { minutes: '5', item: short, description: all });
  await sent(tomas, `${at}/do/record-found-fault`, { code: short, description: all });
  await sent(tomas, `${at}/do/enter-solution`, { solution: all, code: short, actualDamage: all });
  await sent(tomas, `${at}/do/solve`, {});
  await sent(kofi, `${at}/do/close`, { summary: all });
  return at;
}

/** One thing of each kind for each of the thirty; answers the pages that show them. */
async function named(text: string, browsers: Readonly<Record<'anja' | 'paula', Browser>>): Promise<readonly string[]> {
  const { anja, paula } = browsers;
  const details = Object.fromEntries(
    ['category', 'serialNumber', 'branch', 'location', 'postalCode'].map((name) => [`details.${name}`, text]),
  );
  const values = { kind: 'issue', title: text, description: text, ...details };
  const made = [
    await sent(anja, '/tickets/new', values),
    await sent(anja, '/contacts/new', { name: text, phones: '+358 40 1' }),
    await sent(paula, '/roles/new', { name: text, permissions: 'ticket.work' }),
    await sent(paula, '/organisations/new', { kind: 'customer', name: text }),
  ];
  await sent(paula, '/users/new', { name: text, email: `x${hostileTexts.indexOf(text)}@example.org` });
  await sent(anja, '/tickets/views/new?scope=all', { name: text.slice(0, 60) }, '/tickets/views');
  await sent(anja, '/answers/new', { name: text, text: all });
  await sent(paula, `${made[3]?.path ?? ''}/do/add-team`, { name: text });
  return made.map(({ path }) => unescaped(path));
}

/** Looked at as Chromium drew it: what stands there that is not ours, and whether the text itself can be read. */
async function strangers(visitor: Visitor, path: string): Promise<readonly string[]> {
  await visitor.page.goto(`${desk.url}${path}`, { waitUntil: 'domcontentloaded' });
  const found = (await visitor.says(strangersIn)) as readonly string[];
  return [...found, ...visitor.troubles.splice(0)].map((what) => `${path}: ${what}`);
}

const lists = [
  '/',
  '/tickets?scope=all&state=all',
  '/contacts',
  '/roles',
  '/organisations',
  '/users',
  '/tickets/views',
  '/answers',
];
const others = ['/dispatch', '/tickets/new', '/tickets/filter?scope=all', '/find?q=hit', '/contacts/new', '/reports/tickets'];

describeInBrowser('a text that would be markup elsewhere', () => {
  beforeAll(async () => {
    desk = await startBuilt({ NODE_ENV: 'development', DEMO: 'small' });
    password = /Password of everybody: (\S+)/.exec(desk.said)?.[1] ?? '';
  });
  afterAll(() => desk.stop());

  it('stays text in every field and on every page, including the DOM', async () => {
    const lived = await livedThrough();
    const browsers = { anja: await entered(people.anja), paula: await entered(people.paula) };
    const pages: string[] = [];
    for (const text of hostileTexts) pages.push(...(await named(text, browsers)));
    const tabs = ['', '/overview', '/contact', '/merged', '/attachments', '/logs', '/audit'].map((tab) => `${lived}${tab}`);
    const echoes = hostileTexts.map((text) => encodeURIComponent(text));
    const asked = echoes.flatMap((text) => [`/find?q=${text}`, `/tickets?scope=all&q=${text}&priority=${text}`]);

    const found: string[] = [];
    const own = new Map([
      [people.paula, [...pages, ...asked]],
      [people.anja, pages.slice(0, 8)],
      [people.otto, ['/audit', '/access-log', '/operations']],
    ]);
    for (const [email, more] of own) {
      const visitor = await Visitor.entering(email, password, { at: desk.url });
      await visitor.page.evaluateOnNewDocument('window.hit = (what) => (window.hits ??= []).push(String(what))');
      for (const path of [...lists, ...others, ...tabs, ...more]) found.push(...(await strangers(visitor, path)));
    }
    expect(found).toEqual([]);

    const paula = await Visitor.entering(people.paula, password, { at: desk.url });
    await paula.goes(`${lived}/activity`);
    await paula.sees(...hostileTexts.filter((one) => !/\][(:]/.test(one)).map((text) => text.replace(/\s+/g, ' ')));
  });
});
