import Module from 'node:module';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Runs dist/<name> in this process, so signals and exit codes need no forwarding. */
export function runBuilt(name) {
  process.setSourceMapsEnabled(true);
  process.argv[1] = join(root, 'dist', name);
  Module.runMain();
}
