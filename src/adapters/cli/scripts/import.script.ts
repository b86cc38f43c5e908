import { accessSync, constants, statSync } from 'node:fs';
import type { ImportAnswer } from '../../control/control.port';
import { pairs, plural, table } from '../layout';
import { UsageError, type Script } from '../script';
import { fromWhereTheyStand } from '../standing';

export const importScript: Script = {
  name: 'import',
  about: 'Reads the history of another system into tickets. Killed half way, start it again: no ticket comes in twice.',
  usage: ['import -- servicenow <file>'],
  options: {},
  plan: ({ positionals: [format, given, ...more] }) => {
    if (format === undefined || given === undefined || more.length > 0) throw new UsageError('Say which format, and one file.');
    const file = readable(fromWhereTheyStand(given));
    return async ({ methods, progress, signal }) => {
      const answer = await methods.import({ format, file }, progress, signal);
      return { ok: answer.refusals === 0, json: answer, text: told(answer) };
    };
  },
};

function told(answer: ImportAnswer): string {
  const { rows, tickets, commands, facts, repeated, refusals, refused, seconds } = answer;
  const summary = pairs([
    ['rows', rows],
    ['tickets', tickets],
    ['commands', commands],
    ['already there', repeated],
    ['facts recorded', facts],
    ['refusals', refusals],
    ['seconds', seconds],
  ]);
  if (refusals === 0) return summary;
  const examples = Object.entries(refused).flatMap(([code, { count, examples }]) => [
    `${plural(count, 'refusal')} "${code}", for example:`,
    table(
      ['ticket', 'row', 'command', 'because'],
      examples.map(({ ticket, row, command, detail }) => [ticket, row, command, detail]),
    ),
  ]);
  return [summary, ...examples].join('\n\n');
}

function readable(file: string): string {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(missing ? `There is no file ${file}.` : `${file} cannot be read: ${(error as Error).message}.`);
  }
  if (!statSync(file).isFile()) throw new UsageError(`${file} is not a file.`);
  return file;
}
