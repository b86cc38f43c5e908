import { number, plural, table } from '../layout';
import { UsageError, type Script } from '../script';

/** Enough to see the pattern; `holds` is judged over all of them. */
const troublesTold = 100;

export const verifyScript: Script = {
  name: 'verify',
  about: 'Reads every fact and checks hashes, chains, boxes and facets. Changes nothing.',
  usage: ['verify'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError('verify checks the whole log and takes no name.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.verify({ limit: troublesTold }, progress, signal);
      const { holds, facts, streams, boxes, troubles } = answer;
      const read = `${plural(facts, 'fact')} in ${plural(streams, 'stream')}, ${plural(boxes.opened, 'box', 'boxes')} opened, ${number(boxes.erased)} erased`;
      const rows = troubles.map(({ stream, revision, trouble }) => [stream, revision, trouble]);
      const text = holds
        ? `All chains hold: ${read}.`
        : `${table(['stream', 'revision', 'trouble'], rows)}\nThe log does NOT hold: ${read}.`;
      return { ok: holds, json: answer, text };
    };
  },
};
