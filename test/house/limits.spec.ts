import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { hangMs } from '../dsl/until';
import { root } from './tools';

// CONTRIBUTING.md, Tests: a time limit is for hangs, so that a slow machine does not fail.

const least = 120_000;
const runners = ['it', 'test', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach'];

/** Jest calls with a function and then its time limit: `it(…)`, `test.each(…)(…)`, `(where ? test : test.skip)(…)`. */
function limitOf(call: ts.CallExpression): ts.Expression | undefined {
  const [body, limit] = call.arguments.slice(-2);
  if (body === undefined || limit === undefined || !(ts.isArrowFunction(body) || ts.isFunctionExpression(body))) return undefined;
  const names: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.push(node.text);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, collect);
  };
  collect(call.expression);
  return names.some((name) => runners.includes(name)) ? limit : undefined;
}

const isLong = (limit: ts.Expression): boolean => ts.isNumericLiteral(limit) && Number(limit.text.replaceAll('_', '')) >= least;

/** Time limits in a source that are too short, and expectations of elapsed milliseconds. */
function hasty(source: string): readonly string[] {
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const limit = limitOf(node);
      if (limit !== undefined && !isLong(limit)) found.push(limit.getText());
      const callee = node.expression.getText();
      if (callee === 'jest.setTimeout') found.push(node.getText());
      const isBound = /\.toBeLess\w+$/.test(callee) && node.arguments.some(ts.isNumericLiteral);
      if (isBound && /performance\.now|Date\.now|cpuUsage|\bms\b/.test(callee)) found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('time in tests', () => {
  it('the default time limit is two minutes or more', () => {
    const { testTimeout } = createRequire(__filename)(join(root, 'jest.config.cjs')) as { testTimeout: number };
    expect(Math.min(testTimeout, hangMs)).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['a limit', 'it("a", () => {}, 30_000);', '30_000'],
    ['a limit of several cases', 'test.each([1])("a", async () => {}, 5_000);', '5_000'],
    ['a limit of a hook', 'beforeAll(async () => {}, 60_000);', '60_000'],
    ['a limit by a name', 'const limit = 9; (here ? test : test.skip)("a", () => {}, limit);', 'limit'],
    ['a limit of a file', 'jest.setTimeout(30_000);', 'jest.setTimeout(30_000)'],
    [
      'a bound on the clock',
      'expect(performance.now() - began).toBeLessThan(1_000);',
      'expect(performance.now() - began).toBeLessThan(1_000)',
    ],
  ])('detects %s', (_, source, found) => {
    expect(hasty(source)).toEqual([found]);
  });

  it.each(['it("a", () => {}, 900_000);', 'it("a", () => {});', 'list.reduce((sum, n) => sum + n, 0);'])(
    'accepts %s',
    (source) => {
      expect(hasty(source)).toEqual([]);
    },
  );

  it('no test has a shorter time limit or expects elapsed milliseconds', () => {
    const files = readdirSync(join(root, 'test'), { recursive: true })
      .map((name) => join('test', name.toString()))
      .filter((name) => name.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((name) => hasty(readFileSync(join(root, name), 'utf8')).map((what) => `${name}: ${what}`));
    expect(found).toEqual([]);
  });
});
