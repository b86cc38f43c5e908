import { pairs, table } from '../layout';
import { UsageError, type Script } from '../script';

export const statusScript: Script = {
  name: 'status',
  about: 'Shows the state of the log and the read models.',
  usage: ['status'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length > 0) throw new UsageError('status takes no arguments.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods.status({}, progress, signal);
      const head = pairs([
        ['version', answer.version],
        ['data folder', answer.dataFolder],
        ['log', `${answer.log}, ${answer.logId}`],
        ['facts', answer.facts],
        ['parked', answer.parked],
        ['damaged', answer.damages.length],
      ]);
      const rows = answer.projections.map(({ name, version, state, behind, failure }) => [name, version, state, behind, failure]);
      const models = table(['projection', 'version', 'state', 'behind', 'failure'], rows);
      const ok = answer.parked + answer.damages.length === 0 && answer.projections.every(({ failure }) => failure === null);
      const advice =
        answer.parked === 0 ? '' : '\n\nReactors gave up on parked facts. "npm run retry" retries them and shows why they fail.';
      const damages = answer.damages.map(({ stream, what }) => `\n\n${stream} ${what}.`).join('');
      return { ok, json: answer, text: `${head}\n\n${models}${advice}${damages}` };
    };
  },
};
