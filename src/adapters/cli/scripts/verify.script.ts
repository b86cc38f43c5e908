import type { VerifyAnswer } from '../../control/control.port';
import { number, plural, table } from '../layout';
import { UsageError, type Script } from '../script';

/** Problems shown as text. `--json` prints all of them. */
const maxProblems = 20;

export const verifyScript: Script = {
  name: 'verify',
  about: 'Reads every fact and verifies hashes, chains, boxes and facets. Changes nothing.',
  usage: ['verify'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError('verify takes no arguments.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.verify({}, progress, signal);
      return {
        ok: answer.problems.length + answer.access.problems.length === 0,
        json: answer,
        text: `${textOf(answer)}\n${accessText(answer.access)}`,
      };
    };
  },
};

function textOf(answer: VerifyAnswer): string {
  return [...passedOverOf(answer), ...problemsOf(answer)].join('\n');
}

function passedOverOf({ passedOver }: VerifyAnswer): readonly string[] {
  if (passedOver.length === 0) return [];
  const rows = passedOver.slice(0, maxProblems).map(({ stream, revision, recordedAt }) => [stream, revision, recordedAt]);
  return [table(['passed over', 'revision', 'settled at'], rows), ''];
}

function problemsOf({ facts, streams, boxes, erased, problems, passedOver, log }: VerifyAnswer): readonly string[] {
  const read = `${plural(facts, 'fact')} in ${plural(streams, 'stream')}, ${plural(boxes, 'box', 'boxes')}, ${number(erased)} of them erased`;
  const settled = passedOver.length === 0 ? '' : `, ${plural(passedOver.length, 'unreadable fact')} passed over as settled`;
  if (problems.length === 0) return [`The log is intact: ${read}${settled}.`];
  const rows = problems.slice(0, maxProblems).map(({ stream, revision, what }) => [stream, revision, what]);
  const more = problems.length - rows.length;
  return [
    table(['stream', 'revision', 'what'], rows),
    ...(more > 0 ? [`… and ${number(more)} more.`] : []),
    `The log is NOT intact: ${plural(problems.length, 'stream')} of ${number(streams)} ${problems.length === 1 ? 'differs' : 'differ'} from the record.`,
    `The log is ${log}. Restore its newest backup, or accept a fact that cannot be read: npm run settle -- <stream> <revision> --pass-over`,
  ];
}

function accessText({ entries, removed, problems }: VerifyAnswer['access']): string {
  const gone = removed === 0 ? '' : `, ${number(removed)} older ones removed when their time was over`;
  if (problems.length === 0) return `The access log is intact: ${plural(entries, 'entry', 'entries')}${gone}.`;
  const rows = problems.map(({ chain, index, what }) => [chain, index, what]);
  return `${table(['chain', 'entry', 'what'], rows)}\nThe access log is NOT intact.`;
}
