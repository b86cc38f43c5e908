import type { VerifyAnswer } from '../../control/control.port';
import { number, plural, table } from '../layout';
import { UsageError, type Script } from '../script';

/** Enough to see the pattern; `--json` has them all. */
const problemsTold = 20;

export const verifyScript: Script = {
  name: 'verify',
  about: 'Reads every fact and checks hashes, chains, boxes and facets. Changes nothing.',
  usage: ['verify'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError('verify checks the whole log and takes no name.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.verify({}, progress, signal);
      return { ok: answer.problems.length === 0, json: answer, text: told(answer) };
    };
  },
};

function told({ facts, streams, boxes, erased, problems }: VerifyAnswer): string {
  const read = `${plural(facts, 'fact')} in ${plural(streams, 'stream')}, ${plural(boxes, 'box', 'boxes')}, ${number(erased)} of them erased`;
  if (problems.length === 0) return `All chains hold: ${read}.`;
  const rows = problems.slice(0, problemsTold).map(({ stream, revision, what }) => [stream, revision, what]);
  const more = problems.length - rows.length;
  return [
    table(['stream', 'revision', 'what'], rows),
    ...(more > 0 ? [`… and ${number(more)} more.`] : []),
    `The log does NOT hold: ${plural(problems.length, 'stream')} of ${number(streams)} ${problems.length === 1 ? 'is' : 'are'} not as recorded.`,
  ].join('\n');
}
