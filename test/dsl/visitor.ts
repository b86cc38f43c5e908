import { connect, type Browser, type BrowserContext, type ElementHandle, type Page } from 'puppeteer';
import type { BrowserStage } from '../browser/stage.setup';
import { until } from './until';

const said = process.env['BROWSER_STAGE'];
export const stage: BrowserStage | null = said === undefined ? null : (JSON.parse(said) as BrowserStage);

/** Suites in a browser: skipped, and listed as skipped, where there is none. */
export const describeInBrowser = stage === null ? describe.skip : describe;

export interface Looks {
  readonly width?: number;
  readonly height?: number;
  readonly scripts?: boolean;
  readonly theme?: 'light' | 'dark';
  readonly language?: string;
  /** Of another desk than the one that all suites share. */
  readonly at?: string;
}

let chromium: Promise<Browser> | null = null;
const contexts: BrowserContext[] = [];
/** Sessions are kept: signing in takes the time that a good hash takes. */
const sessions = new Map<string, Promise<readonly Cookie[]>>();
type Cookie = Awaited<ReturnType<BrowserContext['cookies']>>[number];

afterAll(async () => {
  for (const context of contexts.splice(0)) await context.close();
  if (chromium !== null) void (await chromium).disconnect();
});

const usual = { width: 1440, height: 900, scripts: true, theme: 'light', language: 'en', at: stage?.url ?? '' } as const;

async function newPage({ width, height, scripts, theme, language }: Required<Looks>): Promise<Page> {
  chromium ??= connect({ browserWSEndpoint: stage?.browser ?? '', defaultViewport: null, protocolTimeout: 120_000 });
  const context = await (await chromium).createBrowserContext();
  contexts.push(context);
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(scripts);
  await page.setExtraHTTPHeaders({ 'accept-language': language });
  await preferIn(page, theme);
  return page;
}

/** Without motion, or what is looked at may still be on its way. */
function preferIn(page: Page, theme: 'light' | 'dark'): Promise<void> {
  return page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

/** Somebody before a real browser. What they look for is waited for, as people do. */
export class Visitor {
  /** Errors of scripts, and whatever the Content-Security-Policy refused. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly looks: Required<Looks>,
  ) {
    page.on('pageerror', (error) => this.troubles.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security|Uncaught/.test(message.text())) this.troubles.push(message.text());
    });
  }

  /** Nobody in particular, before the page to sign in. */
  static async stranger(looks: Looks = {}): Promise<Visitor> {
    const all = { ...usual, ...looks };
    return new Visitor(await newPage(all), all);
  }

  static async signedIn(email: string, looks: Looks = {}): Promise<Visitor> {
    const known = sessions.get(email) ?? Visitor.sessionOf(email);
    sessions.set(email, known);
    const visitor = await Visitor.stranger(looks);
    await visitor.page.browserContext().setCookie(...(await known));
    return visitor;
  }

  /** With a session of their own, which may end. */
  static async entering(email: string, password: string, looks: Looks = {}): Promise<Visitor> {
    const visitor = await Visitor.stranger(looks);
    await visitor.goes('/sign-in');
    await visitor.fills({ email, password });
    await visitor.sends('/sign-in');
    return visitor;
  }

  private static async sessionOf(email: string): Promise<readonly Cookie[]> {
    const visitor = await Visitor.entering(email, stage?.password ?? '');
    const cookies = await visitor.page.browserContext().cookies();
    await visitor.leaves();
    return cookies.filter(({ name }) => name.endsWith('docket'));
  }

  /** Of the same browser, with the same session. */
  async anotherTab(): Promise<Visitor> {
    const page = await this.page.browserContext().newPage();
    await page.setViewport({ width: this.looks.width, height: this.looks.height });
    return new Visitor(page, this.looks);
  }

  async leaves(): Promise<void> {
    await this.page.browserContext().close();
    contexts.splice(contexts.indexOf(this.page.browserContext()), 1);
  }

  get path(): string {
    const { pathname, search } = new URL(this.page.url());
    return `${pathname}${search}`;
  }

  /** Of the ticket that is shown. */
  get number(): string {
    return /\/tickets\/([A-Z]T-\d+)/.exec(this.path)?.[1] ?? '';
  }

  prefers(theme: 'light' | 'dark'): Promise<void> {
    return preferIn(this.page, theme);
  }

  async goes(path: string): Promise<number> {
    const answer = await this.page.goto(`${this.looks.at}${path}`, { waitUntil: 'load' });
    return answer?.status() ?? 0;
  }

  async says(expression: string): Promise<unknown> {
    return this.page.evaluate(expression);
  }

  async waits(expression: string, what = expression): Promise<void> {
    await until(async () => Boolean(await this.says(expression).catch(() => false)), `${what} at ${this.path}`);
  }

  async sees(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      const isThere = `document.body.innerText.replace(/\\s+/g, ' ').includes(${JSON.stringify(text)})`;
      await this.waits(isThere, `“${text}”`);
    }
  }

  async seesNot(...texts: readonly string[]): Promise<void> {
    const shown = String(await this.says('document.body.innerText'));
    expect(texts.filter((text) => shown.includes(text))).toEqual([]);
  }

  /** A link or button by what stands on it, where a finger or a mouse would find it. */
  async presses(name: string): Promise<void> {
    await (await this.found(byName(name))).click();
  }

  async clicks(selector: string): Promise<void> {
    await (await this.found(`document.querySelector(${JSON.stringify(selector)})`)).click();
  }

  /** Opens the page or dialog of a command of the ticket that is shown, from wherever it is offered. */
  async opens(verb: string): Promise<void> {
    const link = `[...document.querySelectorAll('main a[href*="/do/${verb}"]')]`;
    await this.waits(`${link}.length > 0`, `an offer to ${verb}`);
    const isHidden = await this.says(`${link}.every((one) => one.offsetParent === null || !one.checkVisibility())`);
    if (isHidden === true) await this.clicks('main details.menu:has(a[href*="/do/' + verb + '"]) > summary');
    await (await this.found(`${link}.find((one) => one.checkVisibility())`)).click();
    await this.waits(
      `document.querySelector('form[action$="/do/${verb}"] button') !== null && (${isReady})`,
      `the form to ${verb}`,
    );
  }

  async acts(verb: string, values: Values = {}): Promise<void> {
    await this.opens(verb);
    await this.fills(values, `form[action$="/do/${verb}"]`);
    await this.sends(`/do/${verb}`);
  }

  /** Fields by their names. Choices by their value, or by what stands on them. */
  async fills(values: Values, form = 'form'): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const [kind, tag] = (await this.kindOf(form, name)) as [string, string];
      const selector = `${form} [name="${name}"]`;
      if (kind === 'radio' || kind === 'checkbox') await this.picks(selector, value);
      else if (kind === 'hidden') await this.seeks(`${form} [name="${name}~text"]`, value);
      else if (tag === 'SELECT') await this.chooses(selector, value);
      else if (kind === 'file') await this.attaches(selector, value);
      else await this.types(selector, value);
    }
  }

  async types(selector: string, text: string): Promise<void> {
    const field = await this.found(`document.querySelector(${JSON.stringify(selector)})`);
    await field.click({ count: 3 });
    await this.page.keyboard.press('Backspace');
    await this.page.keyboard.type(text);
  }

  /** Sends the form to an address that ends so, and waits for what comes back. */
  async sends(action: string): Promise<void> {
    const form = `form[action$="${action}"]`;
    await this.says(`document.querySelector('${form}').dataset.sentOnce = '1'`);
    const buttons = `[...document.querySelectorAll('${form} button:not([type=button])')]`;
    await (await this.found(`${buttons}.find((one) => one.classList.contains('primary')) ?? ${buttons}.at(-1)`)).click();
    await this.waits(`document.querySelector('[data-sent-once]') === null && (${isReady})`, `an answer of ${action}`);
  }

  async picture(path: `${string}.png`): Promise<void> {
    await this.page.screenshot({ path });
  }

  private async kindOf(form: string, name: string): Promise<unknown> {
    const field = `document.querySelector('${form} [name="${name}"]')`;
    await this.waits(`${field} !== null`, `a field ${name}`);
    return this.says(`[${field}.type, ${field}.tagName]`);
  }

  private async chooses(selector: string, wanted: string): Promise<void> {
    const options = `[...document.querySelector(${JSON.stringify(selector)}).options]`;
    const is = `(one) => one.value === ${JSON.stringify(wanted)} || one.text.includes(${JSON.stringify(wanted)})`;
    await this.waits(`${options}.some(${is})`, `a choice ${wanted}`);
    await this.page.select(selector, String(await this.says(`${options}.find(${is}).value`)));
  }

  private async picks(selector: string, wanted: string): Promise<void> {
    const is = `(one) => one.value === ${JSON.stringify(wanted)} || one.closest('label')?.innerText.includes(${JSON.stringify(wanted)})`;
    const button = `[...document.querySelectorAll(${JSON.stringify(selector)})].find(${is})`;
    await (await this.found(`${button}?.closest('label') ?? ${button}`)).click();
  }

  /** A field that finds while somebody types. Without scripts, what was typed is looked up when it is sent. */
  private async seeks(selector: string, text: string): Promise<void> {
    await this.types(selector, text);
    if (!this.looks.scripts) return;
    const options = `[...document.querySelector(${JSON.stringify(selector)}).closest('.finder').querySelectorAll('[role=option]')]`;
    await (await this.found(`${options}.find((one) => one.innerText.includes(${JSON.stringify(text)}))`)).click();
  }

  private async attaches(selector: string, path: string): Promise<void> {
    const field = await this.page.waitForSelector(selector);
    await (field as unknown as { readonly uploadFile: (path: string) => Promise<void> } | null)?.uploadFile(path);
  }

  private async found(expression: string): Promise<ElementHandle> {
    await this.waits(`(${expression})?.checkVisibility() ?? false`, expression);
    // To the middle: at its edges, what stays where it is may lie over the page.
    await this.says(`(${expression}).scrollIntoView({ block: 'center', behavior: 'instant' })`);
    const handle = await this.page.evaluateHandle(expression);
    return handle.asElement() as unknown as ElementHandle;
  }
}

export type Values = Readonly<Record<string, string>>;

const isReady = "document.readyState === 'complete'";

function byName(name: string): string {
  const is = `(one) => one.checkVisibility() && (one.getAttribute('aria-label') ?? one.innerText).replace(/\\s+/g, ' ').trim().startsWith(${JSON.stringify(name)})`;
  return `[...document.querySelectorAll('dialog[open] a, dialog[open] button')].find(${is}) ?? [...document.querySelectorAll('a, button, summary, label')].find(${is})`;
}
