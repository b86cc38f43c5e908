#!/usr/bin/env node
// npm run test:servers [-- --full]: tests the product and its stores with real servers or their replacements. Runs every command, the whole
// history of a real desk, and the reports. With --full, 1,000 incidents instead of 100 are compared document by document.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--ci',
    '--runInBand',
    '--testPathPatterns',
    'mongo',
    'eventstoredb',
    'servers',
    'journey',
    'outage',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(process.argv.includes('--full') && { TEST_FULL: '1' }) } },
);
process.exitCode = status ?? 1;
