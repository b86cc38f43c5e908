#!/usr/bin/env node
// The product and its stores on real servers and what stands in for them: npm run test:servers [-- --full]. Every command, the whole history
// of a real desk, and the reports. With --full the slice that is compared document by document is 1,000 incidents, not 100.
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
