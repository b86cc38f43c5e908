import type { Api } from './api';
import { Browser, type Shown } from './browser';

type Values = Readonly<Record<string, string>>;

export const issue: Values = { kind: 'issue', title: 'The lobby screen stays black', description: 'Since this morning.' };

/** People of the demo in browsers without scripts, by the beginning of the name that the demo gives them. */
export function visits(api: () => Api) {
  const people = new Map<string, Browser>();

  /** In a browser of its own. */
  async function enter(name: string): Promise<Browser> {
    const { url, demo, password } = api();
    const browser = new Browser(url);
    const email = demo.find(({ user }) => user.startsWith(name))?.email ?? '';
    expect((await browser.signIn(email, password)).path).toBe('/');
    return browser;
  }

  /** Signed in once. */
  async function as(name: string): Promise<Browser> {
    const known = people.get(name) ?? (await enter(name));
    people.set(name, known);
    return known;
  }

  /** The next `as` of them enters in a new browser; without a name, of everybody. */
  const leave = (...names: readonly string[]): void =>
    (names.length > 0 ? names : [...people.keys()]).forEach((name) => people.delete(name));

  /** Opens a ticket with the form; answers its number. */
  async function open(name: string, values: Values = issue): Promise<string> {
    const browser = await as(name);
    await browser.open('/tickets/new');
    const shown = await browser.send('/tickets/new', values);
    expect([shown.status, shown.path]).toEqual([200, expect.stringMatching(/^\/tickets\/[A-Z]T-\d{6}$/)]);
    return shown.path.slice('/tickets/'.length);
  }

  /** Carries out a command with its form. */
  async function act(name: string, number: string, verb: string, values: Values = {}): Promise<Shown> {
    const browser = await as(name);
    expect((await browser.open(`/tickets/${number}/do/${verb}`)).status).toBe(200);
    return browser.send(`/tickets/${number}/do/${verb}`, values);
  }

  return { enter, as, leave, open, act };
}
