import { pairs } from '../layout';
import { UsageError, type OfflineScript } from '../script';

export const copyScript: OfflineScript = {
  name: 'copy',
  about: 'Copies a whole installation from one kind of store to another. After an interruption, run it again to continue.',
  usage: [
    'copy -- --from sqlite:<folder> --to sqlite:<folder>',
    'copy -- --from sqlite:<folder> --to esdb://<address> --to mongodb://<address> --to files:<folder>',
  ],
  options: { from: { type: 'string', multiple: true }, to: { type: 'string', multiple: true } },
  planOffline: ({ positionals, values }) => {
    const [from, to] = [listed(values['from']), listed(values['to'])];
    if (positionals.length > 0 || from.length === 0 || to.length === 0) throw new UsageError('Give --from and --to.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.copy({ from, to }, progress, signal);
      const shown = pairs([
        ['facts', answer.facts],
        ['copied before', answer.already],
        ['files', answer.files],
        ['files missing', answer.filesMissing],
        ['operations', answer.documents],
        ['keys', answer.keys],
        ['proof', answer.proof],
        ['seconds', answer.seconds],
      ]);
      return {
        ok: true,
        json: answer,
        text: `${shown}\nEvery fact in ${answer.to} equals its source. The first start builds the read models.`,
      };
    };
  },
};

function listed(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : [];
}
