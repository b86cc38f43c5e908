import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printOrigin } from './print-origin.port';

/** The fonts of a printed page, in the order in which a missing sign is looked for. */
const families = [
  { css: '@fontsource-variable/inter/index.css', name: 'Inter Variable' },
  { css: '@fontsource/ibm-plex-mono/400.css', name: 'IBM Plex Mono' },
  { css: '@fontsource-variable/noto-sans-arabic/index.css', name: 'Noto Sans Arabic Variable' },
  { css: '@fontsource-variable/noto-sans-hebrew/index.css', name: 'Noto Sans Hebrew Variable' },
  { css: '@fontsource-variable/noto-sans-jp/index.css', name: 'Noto Sans JP Variable' },
  { css: '@fontsource-variable/noto-sans-sc/index.css', name: 'Noto Sans SC Variable' },
  { css: '@fontsource/noto-emoji/400.css', name: 'Noto Emoji' },
] as const;

const folders = new Map<string, string>();
let faces: string | null = null;

/** The style sheet that names the fonts. A page loads only those whose signs it has. */
function fontFaces(): string {
  faces ??= families.map(({ css }, at) => facesOf(require.resolve(css), String(at))).join('\n');
  return faces;
}

function facesOf(path: string, at: string): string {
  folders.set(at, dirname(path));
  // Printing waits for fonts, so nothing is drawn with another one meanwhile.
  return readFileSync(path, 'utf8')
    .replaceAll('font-display: swap', 'font-display: block')
    .replace(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, '')
    .replace(/url\(\.\/files\/([\w.-]+)\)/g, `url(${printOrigin}/fonts/${at}/$1)`);
}

const fontPath = /^\/fonts\/(\d+)\/([\w-]+\.woff2)$/;

/** A file of ours by its address; null for everything else. */
export function printAsset(url: string): { readonly body: Buffer; readonly type: string } | null {
  if (!url.startsWith(`${printOrigin}/`)) return null;
  const sheet = fontFaces();
  if (url === `${printOrigin}/fonts.css`) return { body: Buffer.from(sheet), type: 'text/css' };
  const [, at = '', file = ''] = fontPath.exec(url.slice(printOrigin.length)) ?? [];
  const folder = folders.get(at);
  if (folder === undefined) return null;
  return { body: readFileSync(join(folder, 'files', file)), type: 'font/woff2' };
}
