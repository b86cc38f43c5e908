import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import type { ImportAnswer, ImportCall } from '../../control/control.port';
import { pairs, plural, table } from '../layout';
import { UsageError, type Arguments, type Script } from '../script';
import { resolveFromCaller } from '../invocation';

export const importScript: Script = {
  name: 'import',
  about:
    'Imports tickets and their history from another system. After an interruption, run it again: no ticket is imported twice.',
  usage: [
    'import -- servicenow <file>',
    'import -- servicenow <file> --dry-run',
    'import -- servicenow <file> [--encoding windows-1252] [--separator ";"] [--mapping <file.json>]',
  ],
  options: {
    'dry-run': { type: 'boolean' },
    encoding: { type: 'string' },
    separator: { type: 'string' },
    mapping: { type: 'string' },
  },
  plan: ({ positionals: [format, given, ...more], values }) => {
    if (format === undefined || given === undefined || more.length > 0) throw new UsageError('Give a format and one file.');
    const file = readable(resolveFromCaller(given));
    const call = { format, file, ...readingOf(values) };
    return async ({ methods, progress, signal }) => {
      const answer = await methods.import(call, progress, signal);
      return { ok: answer.refusals === 0, json: answer, text: textOf(answer) };
    };
  },
};

function readingOf(values: Arguments['values']): Omit<ImportCall, 'format' | 'file'> {
  const { encoding, separator, mapping } = values;
  return {
    ...(values['dry-run'] === true && { dryRun: true }),
    ...(typeof encoding === 'string' && { encoding }),
    ...(typeof separator === 'string' && { separator: separatorFrom(separator) }),
    ...(typeof mapping === 'string' && { mapping: readFileSync(readable(resolveFromCaller(mapping)), 'utf8') }),
  };
}

function separatorFrom(given: string): string {
  const separator = given === '\\t' ? '\t' : given;
  if (separator.length === 1) return separator;
  throw new UsageError('The separator is one character, such as ; or \\t.');
}

/** What each row would become, before what was counted. */
function rowsOf({ became = [] }: ImportAnswer): readonly string[] {
  if (became.length === 0) return [];
  const lines = became.map(({ row, ticket, commands, refused }) => [
    ...[row, ticket, [...commands, ...refused.map((why) => `refused: ${why}`)].join(', ')],
  ]);
  return [`${table(['row', 'ticket', 'would become'], lines)}\nRows that are not listed change nothing. Nothing was recorded.`];
}

function textOf(answer: ImportAnswer): string {
  return [...rowsOf(answer), countsOf(answer)].join('\n\n');
}

function countsOf(answer: ImportAnswer): string {
  const { rows, tickets, commands, facts, repeated, refusals, refused, seconds, encoding, separator } = answer;
  const summary = pairs([
    ['read as', `${encoding}, separated by ${separator === '\t' ? 'tabs' : separator}`],
    ['rows', rows],
    ['tickets', tickets],
    ['commands', commands],
    ['imported before', repeated],
    [answer.became === undefined ? 'facts recorded' : 'facts to record', facts],
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
