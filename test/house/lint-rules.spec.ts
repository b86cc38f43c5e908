import { rm } from 'node:fs/promises';
import { repositoryOf } from './forbidden';
import { lint } from './tools';

const statement = (count: number): string => Array.from({ length: count }, (_, n) => `export const n${n} = ${n};\n`).join('');
const branches = (count: number): string =>
  `export function sizeOf(n: number): string {\n${Array.from({ length: count }, (_, n) => `  if (n === ${n}) return '${n}';`).join('\n')}\n  return 'many';\n}\n`;
const nested =
  'export function deep(n: number): number {\n  if (n > 0) { if (n > 1) { if (n > 2) { if (n > 3) { return 1; } } } }\n  return 0;\n}\n';
const words =
  "export type Word = 'one' | 'two' | 'three';\nexport function index(word: Word): number {\n  switch (word) {\n    case 'one': return 1;\n    case 'two': return 2;\n  }\n  return 0;\n}\n";

/** rule → a violation, its path, and an allowed counterpart. */
const cases: readonly (readonly [
  why: string,
  rule: string,
  path: string,
  source: string,
  allowed: readonly [path: string, source: string],
])[] = [
  [
    'D8 no clock in the domain',
    'no-restricted-syntax',
    'src/domain/a.ts',
    'export const a = new Date();\n',
    ['src/adapters/a.ts', 'export const a = new Date();\n'],
  ],
  [
    'D8 no Date.now in the domain',
    'no-restricted-syntax',
    'src/domain/b.ts',
    'export const b = Date.now();\n',
    ['src/domain/b2.ts', "export const b = Date.parse('2026-11-23');\n"],
  ],
  [
    'D8 no randomness in read models',
    'no-restricted-syntax',
    'src/projections/c.ts',
    'export const c = Math.random();\n',
    ['src/projections/c2.ts', 'export const c = Math.max(1, 2);\n'],
  ],
  [
    'D8 no process in read models',
    'no-restricted-globals',
    'src/projections/d.ts',
    'export const d = process.pid;\n',
    ['src/adapters/d.ts', 'export const d = process.pid;\n'],
  ],
  ['D9 250 lines a file', 'max-lines', 'src/adapters/e.ts', statement(251), ['src/adapters/e2.ts', statement(240)]],
  ['D9 400 lines a test', 'max-lines', 'test/e.ts', statement(401), ['test/e2.ts', statement(390)]],
  ['D9 complexity 8', 'complexity', 'src/adapters/f.ts', branches(8), ['src/adapters/f2.ts', branches(7)]],
  [
    'D9 depth 3',
    'max-depth',
    'src/adapters/g.ts',
    nested,
    ['src/adapters/g2.ts', nested.replace('if (n > 3) { return 1; }', 'return 1;')],
  ],
  [
    'D9 four parameters',
    'max-params',
    'src/adapters/h.ts',
    'export const h = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
    ['src/adapters/h2.ts', 'export const h = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n'],
  ],
  [
    'D10 switches name every case',
    '@typescript-eslint/switch-exhaustiveness-check',
    'src/adapters/i.ts',
    words,
    [
      'src/adapters/i2.ts',
      words.replace("    case 'two'", "    case 'three': return 3;\n    case 'two'").replace('  return 0;\n', ''),
    ],
  ],
  [
    'D10 no promise is left floating',
    '@typescript-eslint/no-floating-promises',
    'src/adapters/j.ts',
    'export function j(): void {\n  Promise.resolve(1);\n}\n',
    ['src/adapters/j2.ts', 'export async function j(): Promise<void> {\n  await Promise.resolve(1);\n}\n'],
  ],
  [
    'D10 no promise where none is expected',
    '@typescript-eslint/no-misused-promises',
    'src/adapters/k.ts',
    'export const k = (list: number[]): void => {\n  list.forEach(async (n) => { await Promise.resolve(n); });\n};\n',
    ['src/adapters/k2.ts', 'export const k = (list: number[]): void => {\n  list.forEach((n) => Math.abs(n));\n};\n'],
  ],
];

describe('every lint rule rejects a violation (D8–D10)', () => {
  let folder: string;
  let broken: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    folder = await repositoryOf(Object.fromEntries(cases.flatMap(([, , path, source, allowed]) => [[path, source], allowed])));
    broken = await lint(['src', 'test'], folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(cases)('%s: %s', (_, rule, path, __, [allowed]) => {
    expect(broken.get(path)).toEqual([rule]);
    expect(broken.get(allowed)).toEqual([]);
  });
});
