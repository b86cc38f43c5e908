import { ticketVerbs } from '../../src/adapters/desk/tickets/ticket-desk';
import { Api } from './api';
import { Browser } from './browser';
import { leaksIn, leakWorld, quentin, wordIn, type Ids, type outOfReach } from './leak-world';
import { filledIn, pageRoutes } from './page-routes';

// The same as leaks.spec.ts of every page and partial, from Fastify's own table of routes: each reader, each ticket, each tab and command,
// each search.

/** Walks every page as each of these readers, and once as somebody who may, so that a leak would be found. */
export function nothingLeaksTo(readers: typeof outOfReach): void {
  let api: Api;
  let ids: Ids;
  let values: Readonly<Record<string, readonly string[]>>;
  const browsers = new Map<string, Promise<Browser>>();

  beforeAll(async () => {
    api = await Api.start();
    ids = await leakWorld(api);
    await api.docket.signIn.passwords.set(ids['quentin'] ?? '', api.password, null);
    const tickets = ['ben', 'ada', 'rivals', 'partners', 'distributors'].map((name) => ids[name] ?? '');
    const numbers = await Promise.all(tickets.map((id) => numberOf(id)));
    values = {
      number: numbers,
      tab: ['overview', 'contact', 'activity', 'logs', 'merged', 'attachments'],
      verb: [...ticketVerbs.verbs.keys()],
      file: [ids['file'] ?? ''],
      id: Object.values(ids),
      export: [ids['export'] ?? ''],
      secret: ['nothing'],
    };
  });
  afterAll(() => api.stop());

  async function numberOf(ticket: string): Promise<string> {
    const { text } = await api.as('Administrator').get(`tickets/${ticket}`);
    return (JSON.parse(text) as { number: string }).number;
  }

  function as(reader: string): Promise<Browser> {
    const known = browsers.get(reader) ?? signedIn(reader);
    browsers.set(reader, known);
    return known;
  }

  async function signedIn(reader: string): Promise<Browser> {
    const browser = new Browser(api.url);
    // Packed and unpacked thousands of times otherwise.
    browser.headers = { ...browser.headers, 'accept-encoding': 'identity' };
    const email = reader === 'Quentin' ? quentin : (api.demo.find(({ user }) => user.startsWith(reader))?.email ?? '');
    expect([reader, (await browser.signIn(email, api.password)).path]).toEqual([reader, '/']);
    return browser;
  }

  /** What somebody gets, as a page and as the part of one that htmx asks for. */
  async function answers(reader: string, path: string): Promise<readonly { readonly status: number; readonly text: string }[]> {
    const browser = await as(reader);
    const usual = browser.headers;
    const asked = [];
    for (const headers of isForm(path) ? [usual] : [usual, { ...usual, 'hx-request': 'true' }]) {
      browser.headers = headers;
      const answer = await browser.request('GET', path);
      asked.push({ status: answer.status, text: (await answer.text()).toLowerCase() });
    }
    browser.headers = usual;
    return asked;
  }

  /** Of people's pages a few commands stand for all: what one may not see is looked up before the command is. */
  const valuesOf = (route: string): typeof values =>
    route.startsWith('/tickets') ? values : { ...values, verb: ['revise', 'rename', 'grant-role'] };
  /** The form alone is what its page shows without the frame. */
  const isForm = (path: string): boolean => path.includes('/do/');

  const isStream = (route: string): boolean => route === '/live';
  const words = ['Zanzibar', 'Gondola', 'Hyacinth', 'Rosebud', 'Marigold', 'Nautilus'];
  const nonsense = 'Xylophagous';
  const times = (text: string, word: string): number => text.split(word.toLowerCase()).length - 1;

  describe.each(readers)('%s, %s', (reader, _, never) => {
    test('reads nothing out of reach on any page', async () => {
      const found: string[] = [];
      const paths = pageRoutes(api, 'GET')
        .filter((route) => !isStream(route))
        .flatMap((route) => filledIn(route, valuesOf(route)));
      expect(paths.length).toBeGreaterThan(150);
      for (const path of paths) {
        for (const { status, text } of await answers(reader, path)) {
          if (status >= 500) found.push(`${path} answers ${status}`);
          // The address that was asked for may stand in the answer: it tells nothing new.
          const told = path
            .split(/[/?=&]/)
            .filter((part) => part.split('-').length === 5)
            .reduce((left, part) => left.replaceAll(part, ''), text);
          for (const leak of leaksIn(ids, told, never)) found.push(`${path} tells ${leak}`);
        }
      }
      expect(found).toEqual([]);
    });

    test('finds nothing out of reach by searching on any page', async () => {
      const found: string[] = [];
      const routes = pageRoutes(api, 'GET').filter((route) => !route.includes(':') && !isStream(route));
      for (const route of routes) {
        const search = (word: string): string => `${route}?scope=all&state=all&q=${encodeURIComponent(word)}`;
        const [echo] = await answers(reader, search(nonsense));
        for (const word of words.filter((one) => never.includes(one.toLowerCase()))) {
          // The word that was looked for stands in the page as often as one that is nowhere.
          const [answer] = await answers(reader, search(word));
          if (times(answer?.text ?? '', word) > times(echo?.text ?? '', nonsense)) found.push(`${search(word)} finds something`);
        }
      }
      expect(found).toEqual([]);
    });

    test('answers every form about a hidden thing with 404, and records nothing', async () => {
      const foreign = never.filter((word) => word.startsWith('id:') && word !== 'id:file').map((word) => wordIn(ids, word));
      const browser = await as(reader);
      await browser.open('/account');
      const token = /name="form-token" value="([^"]+)"/.exec(browser.shown.html)?.[1] ?? '';
      const before = await api.facts();
      const found: string[] = [];
      const numbers = await Promise.all(foreign.map((id) => numberOf(id)));
      for (const route of pageRoutes(api, 'POST').filter((one) => one.includes(':number'))) {
        for (const path of filledIn(route, { ...values, number: numbers })) {
          const { status, html } = await browser.post(path, [['form-token', token]]);
          if (status !== 404) found.push(`${path} answers ${status}`);
          for (const leak of leaksIn(
            ids,
            html.toLowerCase(),
            never.filter((word) => !word.startsWith('id:')),
          ))
            found.push(`${path} tells ${leak}`);
        }
      }
      expect(found).toEqual([]);
      expect(await api.facts()).toBe(before);
    });
  });

  test('a permitted reader sees the texts, so the test would find a leak', async () => {
    const number = await numberOf(ids['ben'] ?? '');
    const [activity] = await answers('Anja', `/tickets/${number}/activity`);
    expect(leaksIn(ids, activity?.text ?? '', ['zanzibar', 'gondola'])).toEqual(['zanzibar', 'gondola']);
    const [list] = await answers('Anja', '/tickets?scope=all&state=all&q=Gondola');
    expect(times(list?.text ?? '', number)).toBeGreaterThan(0);
  });
}
