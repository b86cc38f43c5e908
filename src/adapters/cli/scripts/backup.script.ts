import { number, pairs } from '../layout';
import { UsageError, type Script } from '../script';
import { fromWhereTheyStand } from '../standing';

const defaultDays = 30;

export const backupScript: Script = {
  name: 'backup',
  about: 'Writes facts, operations and files into one archive, and the keys into <file>.keys. The server may run on meanwhile.',
  usage: [`backup -- <file> [--keys-days ${defaultDays}]`],
  options: { 'keys-days': { type: 'string' } },
  plan: ({ positionals: [given, ...more], values }) => {
    if (given === undefined || more.length > 0) throw new UsageError('Name one file to write.');
    const wish = { file: fromWhereTheyStand(given), keysDays: daysIn(values['keys-days']) };
    return async ({ methods, progress, signal }) => {
      const answer = await methods.backup(wish, progress, signal);
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
        text: `${shown}\nKeep the keys apart from the archive, and destroy them when they expire.`,
      };
    };
  },
};

function daysIn(days: unknown): number {
  if (days === undefined) return defaultDays;
  if (typeof days === 'string' && /^[1-9]\d{0,3}$/.test(days)) return Number(days);
  throw new UsageError('--keys-days must be a whole number from 1 to 9999.');
}
