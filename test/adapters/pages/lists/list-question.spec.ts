import fc from 'fast-check';
import { addressOf, dateEdges, isPlain, paramsOf, queryOf, questionIn } from '../../../../src/adapters/pages/lists/list-question';
import { closedLists, filterNames, me, nobody } from '../../../../src/adapters/pages/lists/filters';
import { orders } from '../../../../src/adapters/pages/lists/columns';
import { actor, id } from '../../../dsl/world';

const asker = actor({ user: id(11), organisation: id(2), organisationKind: 'partner' });
const asked = (address: string) => {
  const query = new URLSearchParams(address);
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
};
const read = (address: string) => questionIn(asked(address));
const params = (address: string) => paramsOf(read(address).question, asker, { limit: 50, zone: 'Europe/Helsinki' });

describe("the parameters of a list's URL", () => {
  it('default to my open tickets, last changed first (S4.5)', () => {
    expect(params('')).toMatchObject({ tab: 'my', state: 'open', sort: undefined, filters: {}, text: undefined });
  });

  it('combine all filters (S0.8, S4.4)', () => {
    const address = [
      ...['scope=all', 'state=all', 'priority=high,critical', 'kind=issue', 'engagement=own', 'phase=4,5', 'channel=phone'],
      ...['subStatus=awaiting-customer', `team=${id(31)}`, `assignee=${me},${nobody}`, `customer=${id(3)}`, `handler=${id(2)}`],
      ...[`requester=${id(21)}`, 'category=Doors%2C+wide', 'openedFrom=2026-11-01', 'closedTo=2026-12-01', 'q=black+screen'],
    ].join('&');
    expect(read(address).ignored).toEqual([]);
    expect(params(address)).toEqual({
      ...{ tab: 'all', state: 'all', sort: undefined, reverse: false, limit: 50, zone: 'Europe/Helsinki', after: undefined },
      text: 'black screen',
      filters: {
        ...{ priority: ['high', 'critical'], kind: ['issue'], engagement: ['own'], phase: [4, 5], channel: ['phone'] },
        ...{ subStatus: ['awaiting-customer'], team: [id(31)], assignee: [asker.user, null], customer: [id(3)] },
        ...{ handler: [id(2)], requester: [id(21)], category: ['Doors, wide'] },
      },
      spans: { opened: { from: '2026-11-01' }, updated: {}, closed: { to: '2026-12-01' } },
    });
  });

  it.each([
    ['scope=nonsense', ['scope']],
    ['scope=forwarded&state=halfway', ['state']],
    ['sort=-secret', ['sort']],
    ['priority=%3Cscript%3E', ['priority']],
    ['phase=99&kind=x', ['kind', 'phase']],
    ['openedFrom=yesterday&closedTo=2026-02-30', ['openedFrom', 'closedTo']],
    ['assignee=1%27+OR+1&customer=none', ['assignee', 'customer']],
    ['requester=me&unheard=of', ['requester']],
  ])('ignore invalid values and name them: %s', (address, ignored) => {
    expect(read(address).ignored).toEqual(ignored);
    expect(isPlain(read(address).question)).toBe(true);
  });

  it('never fail, whatever the URL contains', () => {
    const known = ['scope', 'state', 'sort', 'q', 'after', 'trail', ...filterNames, ...dateEdges];
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined), fc.dictionary(fc.string(), fc.string()));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...known), value), (query) => {
        expect(typeof queryOf(questionIn(query).question)).toBe('string');
      }),
    );
  });

  it('have one canonical URL', () => {
    const some = (values: readonly string[]) =>
      fc.option(fc.subarray([...values], { minLength: 1 }).map((list) => list.join(',')));
    const query = fc.record({
      ...{ priority: some(closedLists.priority), phase: some(closedLists.phase), assignee: some([me, nobody, id(7)]) },
      ...{ sort: fc.option(fc.constantFrom(...orders, '-opened', '-customer')), openedFrom: some(['2026-11-01']) },
      ...{
        state: fc.option(fc.constantFrom('open', 'closed', 'all')),
        category: fc.option(fc.string()),
        q: fc.option(fc.string()),
      },
    });
    fc.assert(
      fc.property(query, (given) => {
        const { question } = questionIn(given);
        const again = questionIn(asked(queryOf(question)));
        expect(again).toEqual({ question, ignored: [] });
        expect(queryOf(again.question)).toBe(queryOf(question));
      }),
    );
  });

  it('restart at the first page after a change', () => {
    const { question } = read('scope=all&after=abc&trail=0.x&priority=high');
    expect(addressOf('/tickets', question, { state: 'closed' })).toBe('/tickets?scope=all&state=closed&priority=high');
    expect(addressOf('/', read('').question)).toBe('/');
  });

  it('ignore the forwarded tab for readers without it', () => {
    expect(questionIn({ scope: 'forwarded' }, ['my', 'all'])).toMatchObject({ question: { scope: 'my' }, ignored: ['scope'] });
  });
});
