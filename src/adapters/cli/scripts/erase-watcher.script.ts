import { plural } from '../layout';
import { UsageError, type Script } from '../script';

export const eraseWatcherScript: Script = {
  name: 'erase-watcher',
  about: 'Erases an e-mail address that watches or watched tickets from every ticket. Erase accounts and contacts over the API.',
  usage: ['erase-watcher -- <e-mail>'],
  options: {},
  plan: ({ positionals: [email, ...more] }) => {
    if (email === undefined || more.length > 0) throw new UsageError('Give one e-mail address.');
    return async ({ methods, progress, signal }) => {
      const answer = await methods['erase-watcher']({ email }, progress, signal);
      const { tickets } = answer;
      const text = tickets === 0 ? 'No ticket has this address.' : `Erased this address from ${plural(tickets, 'ticket')}.`;
      return { ok: true, json: answer, text };
    };
  },
};
