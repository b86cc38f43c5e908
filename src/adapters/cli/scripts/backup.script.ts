import { number, pairs } from '../layout';
import { UsageError, type Script } from '../script';
import { resolveFromCaller } from '../invocation';

const defaultDays = 30;

export const backupScript: Script = {
  name: 'backup',
  about: 'Writes facts, operations and files to one archive, and the keys to <file>.keys. The server may keep running.',
  usage: [`backup -- <file> [--keys-days ${defaultDays}]`],
  options: { 'keys-days': { type: 'string' } },
  plan: ({ positionals: [given, ...more], values }) => {
    if (given === undefined || more.length > 0) throw new UsageError('Give the path of one new file.');
    const params = { file: resolveFromCaller(given), keysDays: daysIn(values['keys-days']) };
    return async ({ methods, progress, signal }) => {
      const answer = await methods.backup(params, progress, signal);
      const shown = pairs([
        ['archive', answer.file],
        ['keys', answer.keys],
        ['keys expire', answer.keysExpireAt],
        ['log', answer.logId],
        ['facts', answer.facts],
        ['files', answer.files],
        ['bytes', number(answer.bytes)],
        ['proof', answer.proof],
      ]);
      return {
        ok: true,
        json: answer,
        text: `${shown}\nStore the keys apart from the archive, and destroy them when they expire.`,
      };
    };
  },
};

function daysIn(days: unknown): number {
  if (days === undefined) return defaultDays;
  if (typeof days === 'string' && /^[1-9]\d{0,3}$/.test(days)) return Number(days);
  throw new UsageError('--keys-days must be a whole number from 1 to 9999.');
}
