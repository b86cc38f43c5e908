#!/usr/bin/env node
// The product and its stores on real servers and what stands in for them: npm run test:servers [-- --full]. With --full the slices of the
// real history are 1,000 incidents, not 100.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installMissing, requireNode, root } from './prepare.mjs';

requireNode();
installMissing();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--ci', '--runInBand', '--testPathPatterns', 'mongo', 'eventstoredb'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(process.argv.includes('--full') && { TEST_FULL: '1' }) } },
);
process.exitCode = status ?? 1;
