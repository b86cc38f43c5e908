#!/usr/bin/env node
// Builds what the tests run against where no real server is at hand: npm run servers
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installMissing, requireNode, root } from './prepare.mjs';

// First, because it takes away all that stands beside what it installs.
requireNode();
installMissing();

const folder = join(root, 'node_modules', '.cache', 'servers');
const candidates = ['go', '/usr/local/go/bin/go'];
const go = candidates.find((program) => spawnSync(program, ['version'], { stdio: 'ignore' }).status === 0);

if (go === undefined) {
  process.stdout.write(
    'FerretDB was not built: Go is neither on the PATH nor in /usr/local/go. The tests of the MongoDB adapter then need a mongod on the ' +
      'PATH or MONGODB_URL; without either they say that they did not run.\n',
  );
} else {
  mkdirSync(folder, { recursive: true });
  process.stdout.write('Building FerretDB; the first time takes some minutes …\n');
  const started = performance.now();
  const source = join(root, 'test', 'servers', 'ferretdb');
  const { status } = spawnSync(go, ['build', '-o', join(folder, 'ferretdb'), '.'], { cwd: source, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(status === 0 ? `FerretDB is in ${folder} (${seconds} s).\n` : 'FerretDB was not built: see above.\n');
  process.exitCode = status ?? 1;
}
