import type { SettleAnswer } from '../../control/control.port';
import { UsageError, type Script } from '../script';

export const settleScript: Script = {
  name: 'settle',
  about:
    'Accepts a fact that cannot be read as it was recorded. The fact stays as it is, and readers of the log pass over it. The settlement is a ' +
    'fact of its own, which verify names.',
  usage: ['settle -- <stream> <revision> --pass-over'],
  options: { 'pass-over': { type: 'boolean' } },
  plan: ({ positionals: [stream, given, ...more], values }) => {
    if (stream === undefined || given === undefined || more.length > 0) throw new UsageError('Give a stream and one revision.');
    if (!/^\d{1,15}$/.test(given))
      throw new UsageError('The revision is a whole number, such as 0 or 17. "npm run status" names it.');
    if (values['pass-over'] !== true) throw new UsageError('Say with --pass-over that this fact shall be passed over.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.settle({ stream, revision: Number(given) }, progress, signal);
      return { ok: answer.left.length === 0, json: answer, text: textOf(answer) };
    };
  },
};

function textOf({ stream, revision, already, left }: SettleAnswer): string {
  const done = `Revision ${revision} of ${stream} ${already ? 'was passed over already' : 'is passed over from now on'}.`;
  if (left.length === 0) return `${done} The stream accepts commands again. Run "npm run verify" to check the whole log.`;
  return `${done} Settle ${left.length === 1 ? 'revision' : 'revisions'} ${left.join(', ')} of it, too: until then it accepts no commands.`;
}
