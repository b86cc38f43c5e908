import { plural, table } from '../layout';
import { UsageError, type Script } from '../script';

export const rebuildScript: Script = {
  name: 'rebuild',
  about: 'Rebuilds a read model from the log beside the one in use, and switches once it has caught up.',
  usage: ['rebuild -- <projection>', 'rebuild -- all'],
  options: {},
  plan: ({ positionals: [projection, ...more] }) => {
    if (projection === undefined || more.length > 0) throw new UsageError('Give the name of one projection, or all.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.rebuild({ projection }, progress, signal);
      const rows = answer.rebuilt.map(({ projection, version, facts, seconds }) => [projection, version, facts, seconds]);
      const text = `${table(['projection', 'version', 'facts', 'seconds'], rows)}\n${plural(rows.length, 'projection')} rebuilt.`;
      return { ok: true, json: answer, text };
    };
  },
};
