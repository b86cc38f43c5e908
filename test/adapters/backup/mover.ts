import { offlineMethods } from '../../../src/operations/offline-methods';
import { configOf, type Killed } from './desk';

// A child process of the tests: copies or restores and reports each step. After the given number of steps it waits to be killed.
const { folder, servers, steps, work } = JSON.parse(process.argv[2] ?? '') as Killed;
const methods = offlineMethods(configOf(folder, servers));
let left = steps + 1;
const progress = ({ on }: { readonly on?: string }): void => {
  if (on !== undefined) return;
  process.stdout.write('.');
  if (--left === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const { signal } = new AbortController();
void ('copy' in work ? methods.copy(work.copy, progress, signal) : methods.restore(work.restore, progress, signal));
