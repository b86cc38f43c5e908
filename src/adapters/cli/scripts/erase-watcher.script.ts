import { plural } from '../layout';
import { UsageError, type Script } from '../script';

export const eraseWatcherScript: Script = {
  name: 'erase-watcher',
  about: 'Has every ticket forget an address that it tells or told something. Accounts and contacts are erased over the API.',
  usage: ['erase-watcher -- <e-mail>'],
  options: {},
  plan: ({ positionals: [email, ...more] }) => {
    if (email === undefined || more.length > 0) throw new UsageError('Name one e-mail address.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods['erase-watcher']({ email }, progress, signal);
      const { tickets } = answer;
      const text =
        tickets === 0 ? 'No ticket knows this address.' : `${plural(tickets, 'ticket')} forgot this address, for good.`;
      return { ok: true, json: answer, text };
    };
  },
};
