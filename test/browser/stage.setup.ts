import type { Browser } from 'puppeteer';
import { startBuilt, type Built } from '../dsl/built';
import { findChromium, launchChromium } from '../dsl/chromium';
import { note } from '../servers/notes';

/** What the suites need to visit the one desk that all of them share. */
export interface BrowserStage {
  readonly url: string;
  readonly password: string;
  readonly browser: string;
}

interface Running {
  readonly server: Built;
  readonly browser: Browser;
}

const running: Running[] = [];

/** One filled demo desk and one Chromium for all suites of the project. Without Chromium, says so, and the suites are skipped. */
export default async function setup(): Promise<void> {
  const browser = await openBrowser();
  if (browser === null) return;
  const server = await startBuilt({ NODE_ENV: 'development', DEMO: 'full' }, /The demo desk is complete/).catch(
    async (error: unknown) => {
      await browser.close();
      throw error;
    },
  );
  running.push({ server, browser });
  const password = /Password of everybody: (\S+)/.exec(server.said)?.[1] ?? '';
  const stage: BrowserStage = { url: server.url, password, browser: browser.wsEndpoint() };
  process.env['BROWSER_STAGE'] = JSON.stringify(stage);
}

export async function teardown(): Promise<void> {
  for (const { server, browser } of running.splice(0)) {
    await browser.close();
    await server.stop();
  }
}

/** Null where there is none, or none that starts: what did not run is said here and at the end of `npm test`. */
async function openBrowser(): Promise<Browser | null> {
  const found = findChromium();
  if ('reason' in found) return missing(found.reason);
  return launchChromium(found.path).catch((error: unknown) =>
    missing(`${found.path} does not start: ${String(error).split('\n')[0] ?? ''}`),
  );
}

function missing(reason: string): null {
  note(`no journeys in a browser were made: ${reason}`);
  process.stderr.write(`\nNo test in a browser is run: ${reason}.\n`);
  return null;
}
