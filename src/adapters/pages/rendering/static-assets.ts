import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { filesUnder } from './files';

export interface Asset {
  readonly name: string;
  /** Contains the content hash, so that it can be cached forever. */
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  /** Whether the format is already compressed, as fonts are. */
  readonly packed: boolean;
}

export interface Assets {
  /** URL of an asset. @throws {Error} for an unknown name */
  url(name: string): string;
  /** By the last part of its URL. */
  find(fileName: string): Asset | null;
  readonly all: readonly Asset[];
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  svg: 'image/svg+xml; charset=utf-8',
};

/** Comments of sources, which are not sent to clients. */
const comments = /\/\*[^]*?\*\//g;
const indentation = /\n\s+/g;

/**
 * Common fonts are subsets (docs/adr/0010-libraries.md); others and htmx come from their packages. Styles and scripts are concatenated from one
 * file per subject, sorted by name.
 */
export function loadAssets(folder: string): Assets {
  const cut = ['inter-latin.woff2', 'inter-latin-a.woff2'].map((name) =>
    assetOf(name, readFileSync(join(folder, 'fonts', name))),
  );
  const whole = ['latin-ext', 'greek', 'cyrillic'].map((script) => {
    const file = require.resolve(`@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`);
    return assetOf(`inter-${script}.woff2`, readFileSync(file));
  });
  const fonts = [...cut, ...whole];
  const scripts = [
    assetOf('htmx.js', readFileSync(join(dirname(require.resolve('htmx.org')), 'htmx.min.js'))),
    assetOf('app.js', Buffer.from(scriptIn(join(folder, 'js')))),
  ];
  const icon = assetOf('icon.svg', readFileSync(join(folder, 'icon.svg')));
  const styles = filesUnder(join(folder, 'css')).map((path) =>
    readFileSync(join(folder, 'css', path), 'utf8')
      .replace(comments, '')
      .replace(indentation, '\n'),
  );
  const css = fonts.reduce((text, font) => text.replaceAll(`url('${font.name}')`, `url('${font.path}')`), styles.join('\n'));
  const all = [...fonts, ...scripts, icon, assetOf('app.css', Buffer.from(css))];
  const byName = new Map(all.map((asset) => [asset.name, asset]));
  const byFile = new Map(all.map((asset) => [asset.path.slice('/assets/'.length), asset]));
  return {
    all,
    find: (fileName) => byFile.get(fileName) ?? null,
    url(name) {
      const asset = byName.get(name);
      if (asset === undefined) throw new Error(`There is no asset ${name}.`);
      return asset.path;
    },
  };
}

/** The first file is shared. Each other file is a block, so that names do not clash. */
function scriptIn(folder: string): string {
  const [shared = '', ...parts] = filesUnder(folder).map((path) => readFileSync(join(folder, path), 'utf8'));
  return [shared, ...parts.map((part) => `{\n${part}}\n`)].join('\n');
}

function assetOf(name: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const [, stem = '', ending = ''] = /^(.*)\.(\w+)$/.exec(name) ?? [];
  return { name, path: `/assets/${stem}.${hash}.${ending}`, type: types[ending] ?? '', body, packed: ending === 'woff2' };
}

export type Coding = 'br' | 'gzip' | null;

/** The best encoding that the client accepts. */
export function codingFor(accepted: string | undefined): Coding {
  const codings = (accepted ?? '').split(',').map((one) => one.trim().split(';', 1)[0]);
  return (['br', 'gzip'] as const).find((coding) => codings.includes(coding)) ?? null;
}

const packed = new WeakMap<Asset, Map<Coding, Buffer>>();

/** Compressed once, at the highest level. */
export function encoded(asset: Asset, coding: Coding): Buffer {
  if (coding === null) return asset.body;
  const made = packed.get(asset) ?? new Map<Coding, Buffer>();
  packed.set(asset, made);
  const body = made.get(coding) ?? (coding === 'br' ? brotli(asset.body) : gzipSync(asset.body, { level: 9 }));
  made.set(coding, body);
  return body;
}

function brotli(body: Buffer): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
}
