import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A browser on this machine, or why there is none. `path` of the one from npm unpacks it first. */
export type FoundChromium =
  | { readonly from: 'environment' | 'machine' | 'npm'; readonly description: string; path(): Promise<string> }
  | { readonly from: null; readonly description: string };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ask = "import('@sparticuz/chromium').then(async ({ default: it }) => process.stdout.write(await it.executablePath()))";
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The one that is named, else the machine's own, else the one that came with npm install. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): FoundChromium {
  const { PUPPETEER_EXECUTABLE_PATH: named = '', PATH = '' } = environment;
  if (named !== '') {
    if (existsSync(named)) return at('environment', named);
    return { from: null, description: `PUPPETEER_EXECUTABLE_PATH names ${named}, which is not there` };
  }
  const paths = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  const own = [...paths, ...elsewhere].find((path) => existsSync(path));
  return own === undefined ? fromNpm() : at('machine', own);
}

function fromNpm(): FoundChromium {
  const runsHere = process.platform === 'linux' && process.arch === 'x64';
  if (runsHere && hasPackage())
    return { from: 'npm', description: 'the Chromium that npm installed (@sparticuz/chromium)', path: unpacked };
  return { from: null, description: 'there is no Chromium: install chromium, or set PUPPETEER_EXECUTABLE_PATH' };
}

const at = (from: 'environment' | 'machine', path: string): FoundChromium => ({
  from,
  description: path,
  path: () => Promise.resolve(path),
});

function hasPackage(): boolean {
  try {
    return existsSync(require.resolve('@sparticuz/chromium'));
  } catch {
    return false;
  }
}

/** By a process of its own: the package is a module of another kind, and unpacking it blocks for a second. */
async function unpacked(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', ask], { cwd: __dirname });
  return stdout.trim();
}
