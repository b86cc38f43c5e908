import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruisedFiles, forbiddenImports, repositoryOf } from './forbidden';
import { cruise, root, type Breach } from './tools';

const configuration = createRequire(__filename)(join(root, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };

describe('every dependency rule rejects a violation (D1–D7)', () => {
  let folder: string;
  let breaches: readonly Breach[];
  const of = (rule: string): readonly string[] =>
    breaches.filter((found) => found.rule === rule).map(({ from, to }) => `${from} → ${to.replace('node_modules/', '')}`);

  beforeAll(async () => {
    folder = await repositoryOf(cruisedFiles);
    breaches = await cruise(['src', 'test'], folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(Object.entries(forbiddenImports))('%s', (rule, { from, to }) => {
    expect(of(rule)).toContainEqual(expect.stringContaining(`${from} → ${to}`));
  });

  it('no-orphans', () => {
    expect(of('no-orphans')).toEqual(['src/adapters/mail/forgotten.ts → src/adapters/mail/forgotten.ts']);
  });

  it('all rules are tested', () => {
    expect([...Object.keys(forbiddenImports), 'no-orphans'].sort()).toEqual(
      [...new Set(configuration.forbidden.map(({ name }) => name))].sort(),
    );
  });

  it('allowed neighbours pass', () => {
    const offenders = new Set([
      ...Object.values(forbiddenImports).map(({ from }) => from),
      'src/adapters/mail/forgotten.ts',
      'src/adapters/mail/hen.ts',
    ]);
    expect(breaches.filter(({ from }) => !offenders.has(from))).toEqual([]);
  });
});
