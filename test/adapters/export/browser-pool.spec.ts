import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserPool, type BrowserPoolOptions } from '../../../src/adapters/export/browser-pool';
import { findChromium, type FoundChromium } from '../../../src/adapters/export/chromium';
import { PrintFailed, type PdfRenderer, type PrintJob } from '../../../src/adapters/export/pdf-renderer.port';
import { readPdf } from '../../dsl/pdf';
import { alive, childrenOf } from '../../dsl/processes';
import { until } from '../../dsl/until';

const at = '2026-11-30T12:00:00.000Z';
const page = (body: string): string =>
  `<!doctype html><html lang="fi"><head><title>Kansio</title></head><body>${body}</body></html>`;
const job = (body: string, wish: Partial<PrintJob> = {}): PrintJob => ({ html: page(body), owner: 'one', at, ...wish });

const chromium = findChromium();
const withChromium = chromium.from === null ? describe.skip : describe;
const pools: PdfRenderer[] = [];
const pool = (options: BrowserPoolOptions = {}, found: FoundChromium = chromium): PdfRenderer => {
  const made = browserPool(found, options);
  pools.push(made);
  return made;
};
const closeAll = () => Promise.all(pools.splice(0).map((one) => one.close()));
afterEach(closeAll);
const textOf = (pdf: Uint8Array | null): string =>
  readPdf(pdf ?? new Uint8Array())
    .pages.map(({ text }) => text)
    .join('\n');

withChromium('the browser that prints', () => {
  it('prints a tagged document with its title and language, at the time of the document, and equal pages as equal bytes', async () => {
    const one = pool();
    const html =
      '<nav><a href="#there">There <b data-page-of="there"></b></a></nav><h1>Yksi</h1><h2 id="there" style="break-before:page">Kaksi</h2>';
    const [first, second] = [await one.print(job(html)), await one.print(job(html))];
    const read = readPdf(first ?? new Uint8Array());
    expect(read.info).toMatchObject({ Title: 'Kansio', CreationDate: "D:20261130120000+00'00'" });
    expect([read.isTagged, read.pages.length, read.outline]).toEqual([true, 2, ['Yksi', 'Kaksi']]);
    expect(read.pages[0]?.text).toContain('There 2');
    expect(Buffer.from(first ?? []).equals(Buffer.from(second ?? []))).toBe(true);
  });

  it('runs no script of a page, and lets it reach neither the network nor files', async () => {
    const asked: (string | undefined)[] = [];
    const server: Server = createServer((request, reply) => {
      asked.push(request.url);
      reply.end('SECRET');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ways = [
      `<script>document.body.append('SCRIPT')</script><iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object>`,
      `<img src="${origin}/img" onerror="document.body.append('SCRIPT')"><link rel="stylesheet" href="${origin}/css">`,
      `<meta http-equiv="refresh" content="0;url=${origin}/go"><iframe src="${origin}/frame"></iframe><p>Here</p>`,
    ];
    const text = textOf(await pool().print(job(ways.join(''))));
    expect([asked, text.includes('Here'), /SCRIPT|SECRET|root:/.test(text)]).toEqual([[], true, false]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('prints every script of the world with fonts of ours', async () => {
    const words = ['Ελληνικά', 'Кириллица', 'İstanbul, Şişli', 'Äänekoski', '漢字とかな', '简体中文', 'שלום', '🔧'];
    const text = textOf(
      await pool().print(
        job(
          `<link rel="stylesheet" href="http://dossier.invalid/fonts.css"><style>body{font-family:'Inter Variable','Noto Sans Hebrew Variable','Noto Sans JP Variable','Noto Sans SC Variable','Noto Emoji'}</style>${words.map((word) => `<p>${word}</p>`).join('')}`,
        ),
      ),
    );
    expect(words.filter((word) => !text.normalize('NFKC').includes(word))).toEqual([]);
  });

  it('goes on after the browser was killed from outside, and tells what cannot be printed', async () => {
    const one = pool();
    await one.print(job('<p>Before</p>'));
    for (const child of childrenOf(process.pid)) process.kill(child, 'SIGKILL');
    expect(textOf(await one.print(job('<p>After</p>')))).toContain('After');
  });

  it('kills a browser that hangs, and fails after the second', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docket-chromium-'));
    const path = join(folder, 'chromium');
    writeFileSync(path, '#!/bin/sh\nexit 1\n');
    chmodSync(path, 0o700);
    const broken: FoundChromium = { from: 'environment', description: path, path: () => Promise.resolve(path) };
    await expect(pool({}, broken).print(job('<p>Never</p>'))).rejects.toBeInstanceOf(PrintFailed);
    await expect(pool({ timeoutMs: 1 }).print(job('<p>Late</p>'))).rejects.toBeInstanceOf(PrintFailed);
    rmSync(folder, { recursive: true });
  });

  it('goes on where the browser is killed in the middle of a document', async () => {
    const one = pool();
    await one.print(job('<p>Before</p>'));
    const printing = one.print(job('<p>A long one</p>'.repeat(2_000)));
    for (const child of childrenOf(process.pid)) process.kill(child, 'SIGKILL');
    expect(textOf(await printing)).toContain('A long one');
  });

  it('gives up one that never starts, and leaves nothing of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docket-chromium-'));
    const path = join(folder, 'chromium');
    writeFileSync(path, '#!/bin/sh\nexec sleep 600\n');
    chmodSync(path, 0o700);
    const before = new Set(childrenOf(process.pid));
    const hanging: FoundChromium = { from: 'environment', description: path, path: () => Promise.resolve(path) };
    const failed = expect(pool({ timeoutMs: 300 }, hanging).print(job('<p>Never</p>'))).rejects.toBeInstanceOf(PrintFailed);
    await until(() => childrenOf(process.pid).some((child) => !before.has(child)), 'the start of the browser that hangs');
    await failed;
    await until(() => childrenOf(process.pid).every((child) => before.has(child)), 'the end of what never started');
    rmSync(folder, { recursive: true });
  });

  it('opens no port that others on this machine could use', async () => {
    const before = new Set(childrenOf(process.pid));
    await pool().print(job('<p>Here</p>'));
    const [browser = 0] = childrenOf(process.pid).filter((child) => !before.has(child));
    const flags = readFileSync(`/proc/${browser}/cmdline`, 'utf8').split('\0');
    expect(flags.filter((flag) => flag.startsWith('--remote-debugging'))).toEqual(['--remote-debugging-pipe']);
  });

  it('leaves no process after many documents, whether it was recycled, idle or closed', async () => {
    const before = new Set(childrenOf(process.pid));
    const ours = () => childrenOf(process.pid).filter((child) => !before.has(child));
    const one = pool({ recycleAfter: 3, idleMs: 600_000 });
    const seen = new Set<number>();
    for (let nth = 0; nth < 8; nth += 1) {
      await one.print(job(`<p>${nth}</p>`));
      ours().forEach((child) => seen.add(child));
    }
    await closeAll();
    expect(seen.size).toBeGreaterThanOrEqual(2);
    await until(() => [...seen].every((child) => !alive(child)), 'the end of every browser');
    const resting = pool({ idleMs: 10 });
    await resting.print(job('<p>Idle</p>'));
    await until(() => ours().length === 0, 'the end of an idle browser');
  });

  it('stops at once for whoever cancelled', async () => {
    const ends = new AbortController();
    const printing = pool().print(job('<p>Cancelled</p>', { signal: ends.signal }));
    ends.abort();
    await expect(printing).rejects.toThrow(/abort/i);
  });
});

describe('a machine without a browser', () => {
  it('prints nothing and says why', async () => {
    const none = findChromium({ PUPPETEER_EXECUTABLE_PATH: '/nowhere/chromium' });
    expect(none).toMatchObject({ from: null, description: expect.stringContaining('/nowhere/chromium') as string });
    const one = pool({}, none);
    expect([one.prints, await one.print(job('<p>Nothing</p>'))]).toEqual([false, null]);
  });

  it('takes the browser that is named before the one of the machine', () => {
    expect(findChromium({ PUPPETEER_EXECUTABLE_PATH: process.execPath, PATH: '/usr/bin' })).toMatchObject({
      from: 'environment',
      description: process.execPath,
    });
  });
});
