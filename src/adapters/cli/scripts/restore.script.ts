import { number, pairs, plural } from '../layout';
import { UsageError, type ScriptAlone } from '../script';
import { fromWhereTheyStand } from '../standing';

export const restoreScript: ScriptAlone = {
  name: 'restore',
  about:
    'Makes an empty data folder what it was when a backup was made, without whatever was erased. Proves it before it counts.',
  usage: ['restore -- <file> --keys <file> [--force]'],
  options: { keys: { type: 'string' }, force: { type: 'boolean' } },
  planAlone: ({ positionals: [given, ...more], values: { keys, force } }) => {
    if (given === undefined || more.length > 0 || typeof keys !== 'string') {
      throw new UsageError('Name the archive, and the one of its keys behind --keys.');
    }
    const wish = { file: fromWhereTheyStand(given), keys: fromWhereTheyStand(keys), force: force === true };
    return async ({ methods, progress, signal }) => {
      const answer = await methods.restore(wish, progress, signal);
      const shown = pairs([
        ['data folder', answer.dataFolder],
        ['backup of', answer.madeAt],
        ['facts', answer.facts],
        ['files', answer.files],
        ['keys destroyed again', answer.keysDestroyed],
        ['tickets', answer.tickets],
        ['proof', answer.proof],
        ['seconds', answer.seconds],
      ]);
      const holds = `All chains hold: ${plural(answer.streams, 'stream')}, ${plural(answer.boxes, 'box', 'boxes')}, ${number(answer.erased)} of them erased.`;
      const missing =
        answer.filesMissing === 0 ? '' : `\n${plural(answer.filesMissing, 'file')} named by facts were not in the backup.`;
      return { ok: true, json: answer, text: `${shown}\n${holds}${missing}\nStart the server with "npm start".` };
    };
  },
};
