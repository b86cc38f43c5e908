import { pairs } from '../layout';
import { UsageError, type ScriptAlone } from '../script';

export const copyScript: ScriptAlone = {
  name: 'copy',
  about:
    'Copies a whole installation from one kind of store to another. Killed half way, start it again: it goes on where it ended.',
  usage: [
    'copy -- --from sqlite:<folder> --to sqlite:<folder>',
    'copy -- --from sqlite:<folder> --to esdb://<address> --to mongodb://<address> --to files:<folder>',
  ],
  options: { from: { type: 'string', multiple: true }, to: { type: 'string', multiple: true } },
  planAlone: ({ positionals, values }) => {
    const [from, to] = [listed(values['from']), listed(values['to'])];
    if (positionals.length > 0 || from.length === 0 || to.length === 0) throw new UsageError('Say --from where --to where.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.copy({ from, to }, progress, signal);
      const shown = pairs([
        ['facts', answer.facts],
        ['there before', answer.already],
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
        text: `${shown}\nEvery fact in ${answer.to} is equal. Read models are built at its first start.`,
      };
    };
  },
};

function listed(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : [];
}
