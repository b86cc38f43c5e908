import { accessSync, constants, statSync } from 'node:fs';
import type { ImportAnswer } from '../../control/control.port';
import { pairs, plural, table } from '../layout';
import { UsageError, type Script } from '../script';
import { resolveFromCaller } from '../invocation';

export const importScript: Script = {
  name: 'import',
  about:
    'Imports tickets and their history from another system. After an interruption, run it again: no ticket is imported twice.',
  usage: ['import -- servicenow <file>'],
  options: {},
  plan: ({ positionals: [format, given, ...more] }) => {
    if (format === undefined || given === undefined || more.length > 0) throw new UsageError('Give a format and one file.');
    const file = readable(resolveFromCaller(given));
    return async ({ methods, progress, signal }) => {
      const answer = await methods.import({ format, file }, progress, signal);
      return { ok: answer.refusals === 0, json: answer, text: textOf(answer) };
    };
  },
};

function textOf(answer: ImportAnswer): string {
  const { rows, tickets, commands, facts, repeated, refusals, refused, seconds } = answer;
  const summary = pairs([
    ['rows', rows],
    ['tickets', tickets],
    ['commands', commands],
    ['imported before', repeated],
    ['facts recorded', facts],
    ['refusals', refusals],
    ['seconds', seconds],
  ]);
  if (refusals === 0) return summary;
  const examples = Object.entries(refused).flatMap(([code, { count, examples }]) => [
    `${plural(count, 'refusal')} "${code}", for example:`,
    table(
      ['ticket', 'row', 'command', 'reason'],
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
    throw new UsageError(missing ? `The file ${file} does not exist.` : `${file} cannot be read: ${(error as Error).message}.`);
  }
  if (!statSync(file).isFile()) throw new UsageError(`${file} is not a file.`);
  return file;
}
