import { plural, table } from '../layout';
import { UsageError, type Script } from '../script';

export const retryScript: Script = {
  name: 'retry',
  about: 'Retries parked facts, which a reactor gave up on after several attempts.',
  usage: ['retry'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError('retry takes no arguments.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.retry({}, progress, signal);
      const done = `${plural(answer.done, 'parked fact')} done.`;
      if (answer.left.length === 0) return { ok: true, json: answer, text: done };
      const rows = answer.left.map(({ reactor, type, stream, revision, attempts, error }) => [
        ...[reactor, type, stream, revision, attempts, error],
      ]);
      const left = table(['by', 'fact', 'stream', 'revision', 'attempts', 'error'], rows);
      return { ok: false, json: answer, text: `${done} ${answer.left.length} failed again:\n\n${left}` };
    };
  },
};
