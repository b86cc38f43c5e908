import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { findChromium, launchChromium } from '../dsl/chromium';
import { note } from '../servers/notes';

/** What the suites need to visit the one desk that all of them share. */
export interface BrowserStage {
  readonly url: string;
  readonly password: string;
  readonly browser: string;
}

interface Running {
  readonly folder: string;
  readonly server: ChildProcess;
  readonly browser: Browser;
}

const running: Running[] = [];

/** One filled demo desk and one Chromium for all suites of the project. Without Chromium, says so, and the suites are skipped. */
export default async function setup(): Promise<void> {
  const found = findChromium();
  if ('reason' in found) {
    note(`no journeys in a browser were made: ${found.reason}`);
    process.stderr.write(`\nNo test in a browser is run: ${found.reason}.\n`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'docket-browser-'));
  const settings = { DATA_DIR: folder, PORT: '0', NODE_ENV: 'development', DEMO: 'full', LOG_LEVEL: 'error' };
  const server = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [browser, { url, password }] = await Promise.all([launchChromium(found.path), filled(server)]);
  running.push({ folder, server, browser });
  const stage: BrowserStage = { url, password, browser: browser.wsEndpoint() };
  process.env['BROWSER_STAGE'] = JSON.stringify(stage);
}

export async function teardown(): Promise<void> {
  for (const { folder, server, browser } of running.splice(0)) {
    await browser.close();
    server.kill('SIGKILL');
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Once every ticket of the demo is there. */
async function filled(server: ChildProcess): Promise<{ readonly url: string; readonly password: string }> {
  let said = '';
  server.stdout?.on('data', (text) => (said += String(text)));
  const exit = once(server, 'exit');
  while (!/The demo desk is complete/.test(said)) {
    const ended = await Promise.race([once(server.stdout as NodeJS.ReadableStream, 'data').then(() => null), exit]);
    if (ended !== null) throw new Error(`the server ended before its demo was complete:\n${said}`);
  }
  return { url: /Docket is at (\S+)/.exec(said)?.[1] ?? '', password: /Password of everybody: (\S+)/.exec(said)?.[1] ?? '' };
}
