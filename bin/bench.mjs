#!/usr/bin/env node
// npm run bench -- [append decide http rebuild list stores]: compiles src and bench together, then measures (docs/benchmarks.md).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const run = (command, args, cwd = root) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

prepare();
if (!existsSync(join(root, 'bench', 'node_modules')))
  run('npm', ['ci', '--legacy-peer-deps', '--no-audit', '--no-fund'], join(root, 'bench'));
run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'bench/tsconfig.json']);
run(process.execPath, [join(root, 'node_modules', '.cache', 'bench', 'bench', 'run.js'), ...process.argv.slice(2)]);
