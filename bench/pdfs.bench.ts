import { performance } from 'node:perf_hooks';
import puppeteer, { type Browser, type HTTPRequest } from 'puppeteer-core';
import { findChromium } from '../src/adapters/export/chromium';
import type { PrintJob } from '../src/adapters/export/pdf-renderer.port';
import { printAsset } from '../src/adapters/export/print-assets';
import { printOrigin } from '../src/adapters/export/print-origin.port';
import { makeDossier, type MakeParts } from '../src/adapters/desk/dossier/make-dossier';
import type { Docket } from '../src/compose/docket';
import type { Actor } from '../src/domain/people/actor';
import { against, millis, type Row } from './measure';
import { openTicket, replyTo } from './tickets';
import { withDocket, worker } from './workbench';

const wish = { sections: ['overview', 'contact', 'activity', 'logs'], language: 'en', timeZone: 'UTC', paper: 'a4' } as const;
/** Makes about five pages. */
const replies = 34;
const atOnce = 4;
const rounds = 9;

/** A warm PDF of about five pages beside Chromium's own printing of the same page, and whole dossiers at four at once. */
export function pdfsBench(dossiers: number): Promise<readonly Row[]> {
  return withDocket(async (docket) => {
    const actor = await worker(docket);
    const ticket = docket.ids.next();
    await openTicket(docket, actor, ticket);
    for (let nth = 0; nth < replies; nth += 1) await replyTo(docket, actor, ticket);
    return [await warm(docket, await jobOf(docket, actor, ticket)), await many(docket, { actor, ticket }, dossiers)];
  });
}

type Renderer = MakeParts['renderer'];

function dossierOf({ dossiers, ids }: Docket, actor: Actor, ticket: string, renderer: Renderer = dossiers.making.renderer) {
  const one = { id: ids.next(), actor, ticket, wish, correlationId: ids.next(), signal: new AbortController().signal };
  return makeDossier({ ...dossiers.making, renderer }, { ...one, onProgress: () => undefined }, async (content) => {
    const reading = content[Symbol.asyncIterator]();
    while ((await reading.next()).done !== true);
    return { sha256OfZip: '0'.repeat(64) };
  });
}

/** What would be printed. */
async function jobOf(docket: Docket, actor: Actor, ticket: string): Promise<PrintJob> {
  const jobs: PrintJob[] = [];
  const print = (job: PrintJob): Promise<Uint8Array> => Promise.resolve(new Uint8Array(jobs.push(job)));
  await dossierOf(docket, actor, ticket, { ...docket.dossiers.making.renderer, print });
  const [job] = jobs;
  if (job === undefined) throw new Error('nothing was printed');
  return { html: job.html, owner: job.owner, at: job.at };
}

async function warm({ dossiers }: Docket, job: PrintJob): Promise<Row> {
  const { renderer } = dossiers.making;
  const pages =
    Buffer.from((await renderer.print(job)) ?? '')
      .toString('latin1')
      .match(/\/Type \/Page\n/g)?.length ?? 0;
  const found = findChromium();
  if (found.from === null) throw new Error(found.description);
  const browser = await puppeteer.launch({ executablePath: await found.path(), pipe: true, args: ['--no-sandbox'] });
  await bare(browser, job.html);
  const result = await against(
    rounds,
    () => timed(() => renderer.print(job)),
    () => timed(() => bare(browser, job.html)),
  );
  await browser.close();
  return {
    ...{ work: `a warm PDF of ${pages} pages`, ours: millis(result.ours), peer: `${millis(result.peer)} bare page.pdf()` },
    ...{ ratio: result.ratio, goal: '≤ 1.3' },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The same page with the same fonts in a tab of its own, printed once. */
async function bare(browser: Browser, html: string): Promise<void> {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => void answer(request, html));
  await page.goto(`${printOrigin}/`, { waitUntil: 'load' });
  await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  await page.close();
}

function answer(request: HTTPRequest, html: string): Promise<void> {
  if (request.isNavigationRequest()) return request.respond({ contentType: 'text/html; charset=utf-8', body: html });
  const asset = printAsset(request.url());
  if (asset === null) return request.continue();
  return request.respond({ contentType: asset.type, body: asset.body, headers: { 'access-control-allow-origin': '*' } });
}

async function many(
  docket: Docket,
  { actor, ticket }: { readonly actor: Actor; readonly ticket: string },
  dossiers: number,
): Promise<Row> {
  let left = dossiers;
  const spent = await timed(() =>
    Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (left-- > 0) await dossierOf(docket, actor, ticket);
      }),
    ),
  );
  const perMinute = Math.round((dossiers * 60_000) / spent);
  return { work: `dossiers, ${atOnce} at once`, ours: `${perMinute}/min`, peer: '', ratio: null, goal: '' };
}
