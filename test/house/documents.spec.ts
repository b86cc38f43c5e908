import { categories } from '../../src/domain/kernel/ids';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settings } from '../../src/config';
import { gatesAtOpening, profileTable, transitionTable } from './tables';
import { root, runTool } from './tools';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const written = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .map((name) => join('docs', name.toString()))
    .filter((name) => name.endsWith('.md')),
];

describe('the documentation matches the code', () => {
  it('the event catalogue is up to date with `npm run catalogue`', async () => {
    expect(read('docs/event-catalogue.md')).toBe(await runTool(['..', 'bin', 'catalogue.mjs'], ['--print'], root));
  });

  it("the README's settings table lists every setting with its meaning and default, and no other", () => {
    const rows = [...read('README.md').matchAll(/^\| `([A-Z_]+)` \| (.*) \| `(.*)` \|$/gm)].map(([, name, means, fallback]) => ({
      name,
      means,
      fallback,
    }));
    const expected = Object.entries(settings).map(([name, setting]) => ({
      name,
      means: setting.means,
      fallback: setting.default,
    }));
    expect(rows).toEqual(expected);
  });

  it.each([
    ['transition table', transitionTable()],
    ['table of kinds', profileTable()],
    ['gates at opening', gatesAtOpening()],
  ])("docs/domain.md contains the domain's %s", (_, table) => {
    expect(read('docs/domain.md')).toContain(table);
  });

  it.each(written)('every link of %s points to a file', (path) => {
    const targets = [...read(path).matchAll(/\]\((?!https?:|mailto:)([^)#\s]+)/g)].map(([, target]) => target ?? '');
    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });

  it.each(written)('every `npm run` of %s is a script', (path) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('the map in docs/architecture.md shows every folder of src; one row stands for the aggregates and their lists', () => {
    const map = read('docs/architecture.md');
    const folders = ['domain', 'projections', 'adapters'].flatMap((ring) =>
      readdirSync(join(root, 'src', ring), { withFileTypes: true }).filter((entry) => entry.isDirectory()),
    );
    const rows = map.split('\n').filter((line) => line.startsWith('| `src/'));
    const named = rows.flatMap((row) => [...row.matchAll(/`([\w/-]+)`/g)].map(([, path]) => path?.split('/').at(-1)));
    const ofAggregates = categories.flatMap((category) => [category, `${category}s`]);
    expect(folders.map(({ name }) => name).filter((name) => ![...named, ...ofAggregates].includes(name))).toEqual([]);
  });

  it('every page named in a comment or a test exists', () => {
    const sources = ['src', 'test', 'bench'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true })
        .map((name) => join(folder, name.toString()))
        .filter((name) => name.endsWith('.ts') && !name.includes('node_modules')),
    );
    const strangers = sources.flatMap((path) =>
      read(path)
        .split('\n')
        .filter((line) => /^\s*(\/\/|\/?\*)|\s\/\*\*? /.test(line))
        .flatMap((line) => [...line.matchAll(/(?:[\w-]+\/)*[\w-]+\.md\b/g)].map(([page]) => page))
        .filter((page) => !existsSync(join(root, page)))
        .map((page) => `${path}: ${page}`),
    );
    expect(strangers).toEqual([]);
  });

  it('`npm run bench -- --help` lists every bench without installing anything', async () => {
    const benches = [...read('bench/run.ts').matchAll(/^ {2}(\w+): .*[bB]ench/gm)].map(([, name = '']) => name).sort();
    const said = await runTool(['..', 'bin', 'bench.mjs'], ['--help'], root);
    expect(said).toMatch(new RegExp(`\\n {2}npm run bench -- ${benches.map((name) => `\\[${name}\\]`).join(' ')}\\n$`));
  });

  it('every launcher named in package.json exists', () => {
    const launchers = [...read('package.json').matchAll(/node (bin\/[a-z-]+\.mjs)/g)].map(([, path]) => path ?? '');
    expect(launchers).not.toEqual([]);
    expect(launchers.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
