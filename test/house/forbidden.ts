import { copyFile, mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './tools';

export type Files = Readonly<Record<string, string>>;

/** A small repository in a temporary folder, with our rules and packages. */
export async function repositoryOf(files: Files): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'docket-house-')));
  for (const shared of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', 'eslint.config.mjs']) {
    await copyFile(join(root, shared), join(folder, shared));
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const uses = (...paths: readonly string[]): string => paths.map((path) => `import '${path}';\n`).join('');

/** One violation for every rule of `.dependency-cruiser.cjs`: the file, its import, and the beginning of the imported path. */
export const forbiddenImports: Readonly<
  Record<string, { readonly from: string; readonly imports: string; readonly to: string }>
> = {
  'domain-is-pure': { from: 'src/domain/ticket/files.ts', imports: 'node:fs', to: 'fs' },
  'kernel-knows-no-aggregate': {
    from: 'src/domain/kernel/asker.ts',
    imports: '../people/permission',
    to: 'src/domain/people/permission.ts',
  },
  'projections-see-domain-only': {
    from: 'src/projections/listing.ts',
    imports: '../adapters/mail/mail.port',
    to: 'src/adapters/mail/mail.port.ts',
  },
  'aggregates-are-islands': {
    from: 'src/domain/ticket/own-roles.ts',
    imports: '../people/role',
    to: 'src/domain/people/role.ts',
  },
  'nest-at-the-edge': { from: 'src/jobs/nightly.ts', imports: '@nestjs/common', to: '@nestjs/common' },
  'drivers-stay-home/better-sqlite3': {
    from: 'src/adapters/mail/stash.ts',
    imports: 'better-sqlite3',
    to: 'better-sqlite3',
  },
  'drivers-stay-home/@eventstore': {
    from: 'src/adapters/mail/log.ts',
    imports: '@eventstore/db-client',
    to: '@eventstore/db-client',
  },
  'drivers-stay-home/mongodb': { from: 'src/adapters/mail/store.ts', imports: 'mongodb', to: 'mongodb' },
  'drivers-stay-home/puppeteer': { from: 'src/adapters/mail/print.ts', imports: 'puppeteer', to: 'puppeteer' },
  'drivers-stay-home/file-type': { from: 'src/adapters/mail/sniff.ts', imports: 'file-type', to: 'file-type' },
  'drivers-stay-home/sharp': { from: 'src/adapters/mail/shrink.ts', imports: 'sharp', to: 'sharp' },
  'drivers-stay-home/nodemailer': { from: 'src/adapters/export/send.ts', imports: 'nodemailer', to: 'nodemailer' },
  'drivers-stay-home/cli-progress': {
    from: 'src/adapters/mail/bar.ts',
    imports: 'cli-progress',
    to: 'cli-progress',
  },
  'drivers-stay-home/csv-parse': {
    from: 'src/adapters/mail/rows.ts',
    imports: 'csv-parse',
    to: 'csv-parse',
  },
  'drivers-stay-home/prom-client': { from: 'src/adapters/mail/count.ts', imports: 'prom-client', to: 'prom-client' },
  'drivers-stay-home/pino': { from: 'src/adapters/mail/say.ts', imports: 'pino', to: 'pino' },
  'drivers-stay-home/yazl': { from: 'src/adapters/mail/pack.ts', imports: 'yazl', to: 'yazl' },
  'drivers-stay-home/yauzl': { from: 'src/adapters/mail/unpack.ts', imports: 'yauzl', to: 'yauzl' },
  'adapters-do-not-gossip': { from: 'src/adapters/export/peek.ts', imports: '../mail/outbox', to: 'src/adapters/mail/outbox.ts' },
  'only-the-root-composes': { from: 'src/adapters/mail/reach.ts', imports: '../../config', to: 'src/config.ts' },
  'no-circular': { from: 'src/adapters/mail/egg.ts', imports: './hen', to: 'src/adapters/mail/hen.ts' },
  'not-to-dev-dependencies': {
    from: 'src/adapters/mail/guess.ts',
    imports: 'fast-check',
    to: 'fast-check',
  },
  'not-to-undeclared': { from: 'src/adapters/mail/luck.ts', imports: 'left-behind', to: 'left-behind' },
  'not-to-specs': { from: 'test/helper.ts', imports: './some.spec', to: 'test/some.spec.ts' },
  'src-needs-no-tests': { from: 'src/adapters/mail/tested.ts', imports: '../../../test/fixture', to: 'test/fixture.ts' },
};

const offenders = Object.fromEntries(Object.values(forbiddenImports).map(({ from, imports }) => [from, uses(imports)]));

/** The violating files, their targets, and files that do the same where it is allowed. */
export const cruisedFiles: Files = {
  ...offenders,
  'src/main.ts': uses(
    './config',
    './adapters/mail/mail.module',
    '@nestjs/core',
    ...Object.keys(offenders)
      .filter((path) => path.startsWith('src/'))
      .map((path) => `./${path.slice(4, -3)}`),
  ),
  'src/config.ts': 'export const port = 3000;\n',
  'src/domain/kernel/value.ts': 'export type Value = string;\n',
  'src/domain/people/role.ts': uses('../kernel/value', './permission'),
  'src/domain/people/permission.ts': uses('../kernel/value'),
  'src/domain/ticket/allowed.ts': uses('../kernel/value', '../people/permission'),
  'src/projections/allowed.ts': uses('../domain/kernel/value'),
  'src/adapters/mail/mail.port.ts': uses('../../domain/kernel/value'),
  'src/adapters/mail/outbox.ts': uses('./mail.port'),
  'src/adapters/mail/egg.ts': "import type { Hen } from './hen';\nexport type Egg = Hen;\n",
  'src/adapters/mail/hen.ts': "import type { Egg } from './egg';\nexport type Hen = Egg;\n",
  'src/adapters/mail/mail.module.ts': uses('@nestjs/common', '../export/export.module', '../export/peek'),
  'src/adapters/export/export.module.ts': uses('@nestjs/common', '../mail/mail.port'),
  'src/adapters/documents/sqlite/documents.ts': uses('better-sqlite3', '../../mail/mail.port'),
  'src/adapters/mail/forgotten.ts': 'export const forgotten = true;\n',
  'test/some.spec.ts': uses('./fixture'),
  'test/fixture.ts': 'export const fixture = 1;\n',
};
