import { aloneMethods } from '../../../src/operations/alone-methods';
import { configOf, type Killed } from './desk';

// A child process of the tests: copies or restores and tells each step; one after those it is given it waits to be killed, if it was not
// in the middle of it.
const { folder, servers, steps, work } = JSON.parse(process.argv[2] ?? '') as Killed;
const methods = aloneMethods(configOf(folder, servers));
let left = steps + 1;
const progress = ({ on }: { readonly on?: string }): void => {
  if (on !== undefined) return;
  process.stdout.write('.');
  if (--left === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const { signal } = new AbortController();
void ('copy' in work ? methods.copy(work.copy, progress, signal) : methods.restore(work.restore, progress, signal));
