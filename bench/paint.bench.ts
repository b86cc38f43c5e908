import type { Browser as Chromium } from 'puppeteer';
import { startBuilt, type Built } from '../test/dsl/built';
import { Browser } from '../test/dsl/browser';
import { findChromium, launchChromium } from '../test/dsl/chromium';
import { listen } from '../test/dsl/listening';
import { until } from '../test/dsl/until';
import { median, millis, quantile, type Row } from './measure';

const visits = 9;
const perPerson = 12;
const goal = '≤ 500 ms';

/** How soon people see something in Chromium, and how soon two hundred who look at one ticket hear of a change. On a full demo desk. */
export async function paintBench(): Promise<readonly Row[]> {
  const found = findChromium();
  if ('reason' in found) throw new Error(found.reason);
  const desk = await startBuilt({ NODE_ENV: 'development', DEMO: 'full' }, /The demo desk is complete/);
  const chromium = await launchChromium(found.path);
  try {
    const ticket = await watchedTicket(desk);
    const painted = await paints(chromium, desk, ['/', '/tickets?scope=all&state=all', `/tickets/${ticket}`, '/tickets/new']);
    return [...painted, await crowd(desk, ticket)];
  } finally {
    await chromium.close();
    await desk.stop();
  }
}

async function signedIn({ url, said }: Built, email: string): Promise<Browser> {
  const browser = new Browser(url);
  const { path } = await browser.signIn(email, /Password of everybody: (\S+)/.exec(said)?.[1] ?? '');
  if (path !== '/') throw new Error(`${email} could not sign in`);
  return browser;
}

/** One that the whole partner may see. */
async function watchedTicket(desk: Built): Promise<string> {
  const { html } = await (await signedIn(desk, 'anja@harbour.example')).open('/tickets?scope=all&phase=5');
  return /href="\/tickets\/([A-Z]T-\d+)"/.exec(html)?.[1] ?? '';
}

/** Each visit with an empty cache, as on somebody's first day. */
async function paints(chromium: Chromium, desk: Built, paths: readonly string[]): Promise<readonly Row[]> {
  const anja = await signedIn(desk, 'anja@harbour.example');
  const rows: Row[] = [];
  for (const path of paths) {
    const seen: number[] = [];
    for (let visit = 0; visit < visits; visit += 1) seen.push(await firstPaint(chromium, `${desk.url}${path}`, anja));
    const [ours, worst] = [median(seen), quantile(seen, 0.95)];
    const work = `first contentful paint, empty cache, ${path.replace(/[A-Z]T-\d+/, '…')}`;
    rows.push({ work, ours: `${millis(ours)}, p95 ${millis(worst)}`, peer: '', ratio: null, goal });
  }
  return rows;
}

async function firstPaint(chromium: Chromium, address: string, { cookies }: Browser): Promise<number> {
  const context = await chromium.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  const domain = new URL(address).hostname;
  await context.setCookie(...[...cookies].map(([name, value]) => ({ name, value, domain, path: '/' })));
  await page.goto(address, { waitUntil: 'load' });
  const painted = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;
  await page.waitForFunction(`${painted} !== undefined`);
  const at = Number(await page.evaluate(painted));
  await context.close();
  return at;
}

const watchers = ['anja', 'dieter', 'carl', 'paula', 'marie', 'kofi'].map((name) => `${name}@harbour.example`);

async function crowd(desk: Built, ticket: string): Promise<Row> {
  const root = ['nora@root.example', 'otto@root.example', 'administrator@localhost'];
  const browsers = await Promise.all([...watchers, ...root].map((email) => signedIn(desk, email)));
  const lines = await Promise.all(
    browsers.flatMap((browser) => Array.from({ length: perPerson }, () => listen(desk.url, browser, `/live?ticket=${ticket}`))),
  );
  const heard = lines.filter(({ status }) => status === 200);
  const [anja] = browsers;
  await anja?.open(`/tickets/${ticket}/do/reply`);
  const started = performance.now();
  await anja?.send(`/tickets/${ticket}/do/reply`, { body: 'We come tomorrow.', audience: 'everyone' });
  await until(() => heard.every((line) => line.heard().includes('event: changed')));
  const ours = performance.now() - started;
  for (const line of heard) line.close();
  return {
    work: `a reply until all ${heard.length} who look at its ticket hear of it`,
    ours: millis(ours),
    peer: '',
    ratio: null,
    goal,
  };
}
