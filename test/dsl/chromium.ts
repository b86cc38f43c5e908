import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { launch, type Browser } from 'puppeteer';

export type Found = { readonly path: string } | { readonly reason: string };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The one that is named, else the machine's own, else the one that npm installed. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): Found {
  const { PUPPETEER_EXECUTABLE_PATH: named, PATH = '' } = environment;
  if (named !== undefined && named !== '') {
    return existsSync(named) ? { path: named } : { reason: `PUPPETEER_EXECUTABLE_PATH names ${named}, which is not there` };
  }
  const paths = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  const own = paths.find((path) => existsSync(path));
  return own === undefined ? fromNpm() : { path: own };
}

/** Its package is a module of another kind, which jest cannot load; it unpacks the browser when it is asked for its path. */
function fromNpm(): Found {
  const ask = "import('@sparticuz/chromium').then(async ({ default: it }) => process.stdout.write(await it.executablePath()))";
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' });
  const path = stdout.trim();
  if (path !== '' && existsSync(path)) return { path };
  const why = stderr.trim().split('\n').at(-1) ?? '';
  return { reason: `there is no Chromium: set PUPPETEER_EXECUTABLE_PATH, install chromium, or run npm install (${why})` };
}

const quiet = ['--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-sync'];
const still = ['--disable-component-update', '--disable-extensions', '--mute-audio', '--font-render-hinting=none'];

/** In its sandbox, but where the machine has none to offer: as root, and in most containers. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  const start = (args: readonly string[]): Promise<Browser> =>
    launch({ executablePath, headless: true, args: [...quiet, ...still, ...args], protocolTimeout: 120_000 });
  if (process.getuid?.() === 0) return start(['--no-sandbox']);
  return start([]).catch(() => start(['--no-sandbox']));
}
