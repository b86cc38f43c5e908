import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageExamples, noPages } from '../dsl/page-examples';
import { root } from './tools';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/requirements.md');
const idsIn = (text: string): readonly string[] => [...text.matchAll(/\b(?:S[0-4]\.\d+|C[1-9]\d?)\b/g)].map(([id]) => id);
const quotedIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

const rows = page
  .split('\n')
  .filter((line) => /^\| [SC]\d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
/** Rows with a page and tests, as the sources ask for. */
const held = rows.flatMap(([ids = '', , pages = '', tests]) =>
  tests === undefined ? [] : [{ ids: idsIn(ids), pages: quotedIn(pages), tests: quotedIn(tests) }],
);

/** What the tests of a suite are called. */
function namesIn(path: string): string {
  const names = /\b(?:it|test|describe)\b[^'"]*(['"])(.*?)\1|\)\((['"])(.*?)\3/g;
  return [...read(path).matchAll(names)].map(([, , name = '', , ofTable = '']) => `${name} ${ofTable}`).join('\n');
}
const suites = readdirSync(join(root, 'test'), { recursive: true })
  .map((name) => name.toString())
  .filter((path) => path.endsWith('.spec.ts') && !path.startsWith('house'));
const citedBy = new Map(suites.map((path) => [path.replace('.spec.ts', ''), new Set(idsIn(namesIn(join('test', path))))]));

/** How many lines each source has. */
const lines = { S0: 29, S1: 32, S2: 22, S3: 25, S4: 66 } as const;
const all = Object.entries(lines).flatMap(([source, count]) =>
  Array.from({ length: count }, (_, at) => `${source}.${String(at + 1)}`),
);

describe('docs/requirements.md', () => {
  it('lists every line of the sources once: with its tests, or as not built', () => {
    const listed = rows.flatMap(([ids = '']) => idsIn(ids)).filter((id) => id.startsWith('S'));
    expect([...listed].sort()).toEqual([...all].sort());
  });

  it('lists every id that tests cite, and names no line of the sources as held that none cites', () => {
    const cited = new Set([...citedBy.values()].flatMap((ids) => [...ids]));
    const known = new Set(rows.flatMap(([ids = '']) => idsIn(ids)));
    expect([...cited].filter((id) => !known.has(id))).toEqual([]);
    expect([...known].filter((id) => id.startsWith('C') && !cited.has(id))).toEqual([]);
    const unbuilt = all.filter((id) => cited.has(id) && !held.some(({ ids }) => ids.includes(id)));
    expect(unbuilt).toEqual([]);
  });

  it.each(held.map((row) => [row.ids.join(' '), row] as const))('%s: its tests exist, and cite it', (_, { ids, tests }) => {
    expect(tests.filter((test) => !citedBy.has(test))).toEqual([]);
    expect(tests.filter((test) => !ids.some((id) => citedBy.get(test)?.has(id)))).toEqual([]);
    expect(ids.filter((id) => !tests.some((test) => citedBy.get(test)?.has(id)))).toEqual([]);
  });

  it('names only pages of the desk', () => {
    const routes = [...Object.keys(pageExamples), ...noPages].map((route) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`));
    const strangers = held.flatMap(({ pages }) => pages).filter((path) => !routes.some((route) => route.test(path)));
    expect(strangers).toEqual([]);
  });

  it('names only tests that exist for bad input', () => {
    const table = page.slice(page.indexOf('## Bad input'));
    const named = quotedIn(table.slice(table.indexOf('|---')));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(root, 'test', `${path}.spec.ts`)))).toEqual([]);
  });
});
