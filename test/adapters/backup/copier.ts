import { aloneMethods } from '../../../src/alone-methods';
import { configOf } from './desk';

// A child process of the tests: copies <from> to <to> and tells each step, until it is killed.
const [, , from = '', to = ''] = process.argv;
const progress = ({ done, total }: { done: number; total: number | null }): void => {
  process.stdout.write(`${done} of ${String(total)}\n`);
};
void aloneMethods(configOf('unused')).copy(
  { from: [`sqlite:${from}`], to: [`sqlite:${to}`] },
  progress,
  new AbortController().signal,
);
