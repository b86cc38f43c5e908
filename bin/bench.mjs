#!/usr/bin/env node
// npm run bench -- [append decide http rebuild list exports pdfs paint stores]: compiles src and bench together, then measures (docs/benchmarks.md).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const run = (command, args, cwd = root) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};
const end = (code, text) => {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exit(code);
};

// Checked before anything is installed or compiled.
const wanted = process.argv.slice(2);
const benches = readdirSync(join(root, 'bench')).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);
const usage = `Usage:\n  npm run bench\n  npm run bench -- ${benches.map((name) => `[${name}]`).join(' ')}`;
const unknown = wanted.filter((name) => !benches.includes(name));
if (['--help', '-h', 'help'].includes(wanted[0]))
  end(0, `Measures every figure as a ratio (docs/benchmarks.md); no name: all.\n\n${usage}`);
if (unknown.length > 0) end(2, `There is no bench ${unknown.join(', ')}.\n\n${usage}`);

prepare();
if (!existsSync(join(root, 'bench', 'node_modules')))
  run('npm', ['ci', '--legacy-peer-deps', '--no-audit', '--no-fund'], join(root, 'bench'));
run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'bench/tsconfig.json']);
const compiled = join(root, 'node_modules', '.cache', 'bench');
// Templates, words and fonts, which the compiler leaves behind.
cpSync(join(root, 'src'), join(compiled, 'src'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
run(process.execPath, [join(compiled, 'bench', 'run.js'), ...wanted]);
