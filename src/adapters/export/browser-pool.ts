import type { Browser, BrowserContext, HTTPRequest, Page } from 'puppeteer-core';
import type { FoundChromium } from './chromium';
import { fairQueue } from './fair-queue';
import { pagesOf, withTime } from './pdf-text';
import { PrintFailed, type PdfRenderer, type PrintJob } from './pdf-renderer.port';
import { printAsset } from './print-assets';
import { printOrigin } from './print-origin.port';

export interface BrowserPoolOptions {
  readonly atOnce?: number;
  /** What takes longer is killed. */
  readonly timeoutMs?: number;
  /** A browser that printed so many is replaced, because one that lives for ever grows without end (puppeteer#5893). */
  readonly recycleAfter?: number;
  /** Closed when nothing was printed for so long. */
  readonly idleMs?: number;
}

interface Running {
  readonly browser: Browser;
  printed: number;
  active: number;
}

const quiet = ['--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-sync'];
const still = ['--disable-component-update', '--disable-extensions', '--mute-audio', '--font-render-hinting=none'];
/** No name is ever looked up: a page that gets past the interception finds nobody. */
const alone = ['--host-resolver-rules=MAP * ~NOTFOUND'];

/** One browser, and for each document a context of its own, without scripts, and without any network but our fonts. */
export function browserPool(found: FoundChromium, options: BrowserPoolOptions = {}): PdfRenderer {
  const { atOnce = 2, timeoutMs = 60_000, recycleAfter = 50, idleMs = 60_000 } = options;
  const queue = fairQueue(atOnce);
  let current: Promise<Running> | null = null;
  let idle: NodeJS.Timeout | undefined;
  const all = new Set<Browser>();

  const start = async (): Promise<Running> => {
    const browser = await launch(found, timeoutMs);
    all.add(browser);
    browser.once('disconnected', () => all.delete(browser));
    return { browser, printed: 0, active: 0 };
  };
  const running = async (): Promise<Running> => {
    const known = current;
    if (known !== null) {
      const one = await known.catch(() => null);
      if (one?.browser.connected === true && one.printed < recycleAfter) return one;
      if (current === known) current = start();
    }
    current ??= start();
    return current;
  };
  const retire = async (one: Running): Promise<void> => {
    if (one.active > 0) return;
    const isCurrent = (await current?.catch(() => null)) === one;
    if (isCurrent && one.printed < recycleAfter) return;
    if (isCurrent) current = null;
    await end(one.browser);
  };
  const endAll = async (): Promise<void> => {
    await current?.catch(() => null);
    current = null;
    await Promise.all([...all].map(end));
  };
  const rest = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => void endAll(), idleMs).unref();
  };

  const once = async (job: PrintJob): Promise<Uint8Array> => {
    clearTimeout(idle);
    const one = await running();
    one.printed += 1;
    one.active += 1;
    try {
      return await within(timeoutMs, one.browser, job.signal, () =>
        inContext(one.browser, (page) => printed(page, job, timeoutMs)),
      );
    } finally {
      one.active -= 1;
      await retire(one);
      rest();
    }
  };

  return {
    prints: found.from !== null,
    description: found.description,
    async print(job) {
      if (found.from === null) return null;
      return queue.run(
        job.owner,
        async () => {
          try {
            return await once(job);
          } catch (first) {
            job.signal?.throwIfAborted();
            // What was killed from outside, or crashed, is tried once more in a new browser.
            return once(job).catch(() => Promise.reject(new PrintFailed(first)));
          }
        },
        job.signal,
      );
    },
    async close() {
      clearTimeout(idle);
      await endAll();
    },
  };
}

/** In its sandbox, but where the machine has none to offer: as root, and in most containers. */
async function launch(found: FoundChromium, timeout: number): Promise<Browser> {
  if (found.from === null) throw new Error(found.description);
  const { launch: begin } = await import('puppeteer-core');
  const executablePath = await found.path();
  const start = (args: readonly string[]): Promise<Browser> =>
    begin({
      ...{
        executablePath,
        headless: true,
        // No port that others on this machine could connect to, and its end is the browser's.
        pipe: true,
        // One that hangs while it starts is given up like one that hangs while it prints.
        timeout,
        protocolTimeout: timeout,
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      },
      args: [...quiet, ...still, ...alone, ...args],
    });
  if (process.getuid?.() === 0) return start(['--no-sandbox']);
  return start([]).catch(() => start(['--no-sandbox']));
}

/** Closes it, and kills what does not close. */
async function end(browser: Browser): Promise<void> {
  const child = browser.process();
  const killed = setTimeout(() => child?.kill('SIGKILL'), 2_000);
  await browser.close().catch(() => child?.kill('SIGKILL'));
  clearTimeout(killed);
}

/** A browser that hangs answers nothing, so its process is killed, and with it every other document in it, which are tried again. */
async function within<T>(ms: number, browser: Browser, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  let stop = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      browser.process()?.kill('SIGKILL');
      reject(new Error(`printing took longer than ${ms} ms`));
    }, ms);
    const abort = (): void => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    stop();
  }
}

async function inContext<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context: BrowserContext = await browser.createBrowserContext();
  try {
    return await work(await context.newPage());
  } finally {
    await context.close().catch(() => undefined);
  }
}

/** Twice where it has contents: only a printed page knows on which page a heading stands. */
async function printed(page: Page, { html, at }: PrintJob, timeoutMs: number): Promise<Uint8Array> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => void answer(request, html).catch(() => undefined));
  await page.goto(`${printOrigin}/`, { waitUntil: 'load', timeout: timeoutMs });
  const print = (): Promise<Uint8Array> =>
    page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true, timeout: timeoutMs });
  const first = await print();
  const numbers = Object.fromEntries(pagesOf(first));
  const isNumbered = await page.$$eval('[data-page-of]', numberContents, numbers);
  return withTime(isNumbered ? await print() : first, at);
}

interface PageElement {
  textContent: string | null;
  getAttribute(name: string): string | null;
}

/** Runs in the page, where it is the only script. */
function numberContents(found: unknown, numbers: Readonly<Record<string, number>>): boolean {
  const entries = found as readonly PageElement[];
  entries.forEach((entry) => {
    entry.textContent = String(numbers[entry.getAttribute('data-page-of') ?? ''] ?? '');
  });
  return entries.length > 0;
}

async function answer(request: HTTPRequest, html: string): Promise<void> {
  const url = request.url();
  if (url === `${printOrigin}/` && request.isNavigationRequest())
    return request.respond({ contentType: 'text/html; charset=utf-8', body: html });
  if (url.startsWith('data:image/')) return request.continue();
  // An empty answer goes nowhere; a refused one would replace the page.
  if (request.isNavigationRequest()) return request.respond({ status: 204 });
  const asset = printAsset(url);
  if (asset === null) return request.abort('blockedbyclient');
  return request.respond({ contentType: asset.type, body: asset.body, headers: { 'access-control-allow-origin': '*' } });
}
