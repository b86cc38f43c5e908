import { mkdirSync, statSync } from 'node:fs';
import { connect, type Browser, type Page } from 'puppeteer';
import { people } from '../dsl/desk-people';
import { addressOf, knownIn, pageExamples, type Known, type PageExample } from '../dsl/page-examples';
import setup, { teardown, type BrowserStage } from './stage.setup';

// `npm run screenshots [-- folder]`: every page of the demo in light, dark and on a phone; and with --readme the pictures of the README.

const looks = {
  light: { width: 1440, height: 900, theme: 'light' },
  dark: { width: 1440, height: 900, theme: 'dark' },
  phone: { width: 375, height: 812, theme: 'light' },
} as const;
type Look = keyof typeof looks;

/** What the README shows, and how it calls them. */
const best: readonly (readonly [picture: string, name: string, look: Look])[] = [
  ['home', 'dashboard', 'light'],
  ['ticket', 'ticket', 'light'],
  ['dark', 'ticket', 'dark'],
  ['dispatch', 'dispatch', 'light'],
  ['audit', 'ticket-audit', 'light'],
  ['reports', 'reports', 'light'],
];
const maxBytes = 80_000;

const examples = Object.values(pageExamples).flat();

async function main([first = 'screenshots']: readonly string[]): Promise<void> {
  await setup();
  const stage = JSON.parse(process.env['BROWSER_STAGE'] ?? 'null') as BrowserStage | null;
  if (stage === null) return process.exit(1);
  const browser = await connect({ browserWSEndpoint: stage.browser, defaultViewport: null });
  try {
    await (first === '--readme' ? takeBest(browser, stage) : takeAll(browser, stage, first));
  } finally {
    await browser.disconnect();
    await teardown();
  }
}

async function takeAll(browser: Browser, stage: BrowserStage, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const camera = new Camera(browser, stage);
  const known = await camera.known();
  for (const shown of examples) {
    for (const look of Object.keys(looks) as Look[]) {
      const page = await camera.at(shown, known, look);
      await page.screenshot({ path: `${folder}/${shown.name}-${look}.png`, fullPage: true });
    }
  }
  process.stdout.write(`${examples.length * 3} pictures are in ${folder}.\n`);
}

async function takeBest(browser: Browser, stage: BrowserStage): Promise<void> {
  mkdirSync('docs/pictures', { recursive: true });
  const camera = new Camera(browser, stage);
  const known = await camera.known();
  for (const [picture, name, look] of best) {
    const shown = examples.find((one) => one.name === name);
    if (shown === undefined) throw new Error(`no page is called ${name}`);
    const page = await camera.at(shown, known, look);
    const path = `docs/pictures/${picture}.webp` as const;
    for (let quality = 90; quality === 90 || statSync(path).size > maxBytes; quality -= 10)
      await page.screenshot({ path, type: 'webp', quality });
  }
}

class Camera {
  private readonly pages = new Map<PageExample['as'], Promise<Page>>();

  constructor(
    private readonly browser: Browser,
    private readonly stage: BrowserStage,
  ) {}

  async known(): Promise<Known> {
    const page = await this.pageOf('paula');
    const goes = async (path: string) => (await page.goto(`${this.stage.url}${path}`))?.status() ?? 0;
    return knownIn({ goes, says: (expression) => page.evaluate(expression) });
  }

  async at(shown: PageExample, known: Known, look: Look): Promise<Page> {
    const page = await this.pageOf(shown.as);
    const { width, height, theme } = looks[look];
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await page.goto(`${this.stage.url}${addressOf(shown, known)}`, { waitUntil: 'load' });
    await page.evaluate('document.fonts.ready.then(() => true)');
    return page;
  }

  private pageOf(who: PageExample['as']): Promise<Page> {
    const known = this.pages.get(who) ?? this.newPage(who);
    this.pages.set(who, known);
    return known;
  }

  private async newPage(who: PageExample['as']): Promise<Page> {
    const page = await (await this.browser.createBrowserContext()).newPage();
    if (who === null) return page;
    await page.goto(`${this.stage.url}/sign-in`);
    await page.type('#email', people[who]);
    await page.type('#password', this.stage.password);
    await Promise.all([page.waitForNavigation(), page.click('main form button.primary')]);
    return page;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
