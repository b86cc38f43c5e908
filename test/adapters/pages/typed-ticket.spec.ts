import { asFormErrors, typedAsCommand, watcherTrouble } from '../../../src/adapters/pages/opening/typed-ticket';
import { typedIn } from '../../../src/adapters/pages/forms/sent-values';
import { site } from '../../../src/adapters/pages/rendering/site';

const t = site().words.in('en');
const typed = (watchers: string) => typedIn([['watchers', watchers]]);

describe('the watchers of a new ticket (S4.56)', () => {
  it('are one line in the form and one row each in the command', () => {
    const command = typedAsCommand(typed('a@example.org, b@example.org; a@example.org'), []);
    expect([...command.keys()].filter((path) => path.endsWith('email'))).toEqual(['watchers.0.email', 'watchers.1.email']);
  });

  it('are refused with the invalid address and the allowed form', () => {
    const line = typed('ada@example.org, ada(at)example, bob');
    expect(watcherTrouble(['watchers.1.email', 'watchers.2.email'], line, t)).toBe(
      'No e-mail address: ada(at)example, bob. Enter addresses such as ada@example.org, separated by commas.',
    );
    expect(watcherTrouble(['watchers'], line, t)).toBe('Enter at most 50 addresses.');
    expect(watcherTrouble(['title'], line, t)).toBeNull();
  });

  it('are never required', () => {
    expect([...asFormErrors(new Map([['watchers.0.email', 'Fill this in.']]))]).toEqual([]);
  });
});

describe('the channel of a ticket opened in the browser', () => {
  const channelOf = (entries: readonly (readonly [string, string])[]) =>
    typedAsCommand(typedIn(entries), []).get('details.channel');

  it('is the web, unless the form says how the requester got in touch', () => {
    expect(channelOf([['title', 'Dark']])).toEqual(['web']);
    expect(channelOf([['details.channel', '']])).toEqual(['web']);
    expect(channelOf([['details.channel', 'phone']])).toEqual(['phone']);
  });
});
