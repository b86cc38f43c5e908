import { number, pairs, plural } from '../layout';
import { UsageError, type OfflineScript } from '../script';
import { resolveFromCaller } from '../invocation';

export const restoreScript: OfflineScript = {
  name: 'restore',
  about: 'Restores a backup into an empty data folder, without data erased since, and verifies it before it takes effect.',
  usage: ['restore -- <file> --keys <file> [--force]'],
  options: { keys: { type: 'string' }, force: { type: 'boolean' } },
  planOffline: ({ positionals: [given, ...more], values: { keys, force } }) => {
    if (given === undefined || more.length > 0 || typeof keys !== 'string') {
      throw new UsageError('Give the archive, and the archive of its keys with --keys.');
    }
    const params = { file: resolveFromCaller(given), keys: resolveFromCaller(keys), force: force === true };
    return async ({ methods, progress, signal }) => {
      const answer = await methods.restore(params, progress, signal);
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
      const holds = `Verified: ${plural(answer.streams, 'stream')}, ${plural(answer.boxes, 'box', 'boxes')}, ${number(answer.erased)} of them erased.`;
      const missing =
        answer.filesMissing === 0 ? '' : `\n${plural(answer.filesMissing, 'file')} named by facts were not in the backup.`;
      return { ok: true, json: answer, text: `${shown}\n${holds}${missing}\nStart the server with "npm start".` };
    };
  },
};
