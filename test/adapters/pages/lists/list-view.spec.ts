import { columns } from '../../../../src/adapters/pages/lists/columns';
import { emptyState } from '../../../../src/adapters/pages/lists/empty-state';
import { filterForm } from '../../../../src/adapters/pages/lists/filter-form';
import { addressOf, questionIn } from '../../../../src/adapters/pages/lists/list-question';
import { listView } from '../../../../src/adapters/pages/lists/list-view';
import { languages } from '../../../../src/adapters/pages/rendering/languages';
import { site } from '../../../../src/adapters/pages/rendering/site';
import type { Actor } from '../../../../src/domain/people/actor';
import { ticketStates, ticketTabs, type TicketListPage } from '../../../../src/projections/tickets/list-tickets';
import { actor, id, noon } from '../../../dsl/world';

const t = site().words.in('en');
const manager = actor({ user: id(11), organisation: id(2), organisationKind: 'partner' });
const nobodysPage: TicketListPage = { items: [], next: null, names: {} };
const inAll = (key: string) => languages.map((language) => site().words.in(language)(key));
const queryIn = (address: string) => Object.fromEntries(new URLSearchParams(address));

const view = (address: string, { page = nobodysPage, who = manager, names = {} }: Partial<Shown> = {}) => {
  const { question } = questionIn(queryIn(address));
  return listView({ path: '/tickets', question, page, names, columns, actor: who, t, notices: [], readAt: noon, waiting: [] });
};
interface Shown {
  readonly page: TicketListPage;
  readonly who: Actor;
  readonly names: Readonly<Record<string, string>>;
}

describe('a list', () => {
  it('shows each chosen value as a chip, whose link removes only that value', () => {
    const { chips, clear } = view('scope=all&priority=critical,high&assignee=none&openedFrom=2026-11-01&q=lobby');
    expect(chips.map(({ label, href }) => [label, href])).toEqual([
      ['Contains “lobby”', '/tickets?scope=all&priority=critical,high&assignee=none&openedFrom=2026-11-01'],
      ['Priority: Critical', '/tickets?scope=all&q=lobby&priority=high&assignee=none&openedFrom=2026-11-01'],
      ['Priority: High', '/tickets?scope=all&q=lobby&priority=critical&assignee=none&openedFrom=2026-11-01'],
      ['Technician: Nobody', '/tickets?scope=all&q=lobby&priority=critical,high&openedFrom=2026-11-01'],
      ['Opened from:', '/tickets?scope=all&q=lobby&priority=critical,high&assignee=none'],
    ]);
    expect(clear).toBe('/tickets?scope=all');
  });

  it('names people in chips only if the reader may look them up', () => {
    const address = `customer=${id(3)},${id(4)}`;
    const labels = view(address, { names: { [id(3)]: 'Lighthouse Hotels' } }).chips.map(({ label }) => label);
    expect(labels).toEqual(['Customer: Lighthouse Hotels', 'Customer: Somebody you may not look up']);
  });

  it('can be sorted by every column, both ways, with any filter (S4.4)', () => {
    const { columns: heads } = view('scope=all&priority=high');
    expect(heads.map(({ key, href }) => [key, href])).toEqual(
      columns.map(({ key, sort }) => [key, `/tickets?scope=all&sort=${sort === 'updated' ? '-updated' : sort}&priority=high`]),
    );
    const sorted = (address: string) =>
      view(address).columns.flatMap(({ key, direction }) => (direction === null ? [] : [`${key} ${direction}`]));
    expect([sorted(''), sorted('sort=number'), sorted('sort=-number'), sorted('sort=-opened')]).toEqual([
      ['updated descending'],
      ['number ascending'],
      ['number descending'],
      ['opened ascending'],
    ]);
  });

  it('links to older and newer tickets, and from any page to the first', () => {
    const older = (address: string) => view(address, { page: { ...nobodysPage, next: 'c2' } }).pager.on ?? '';
    const second = older('scope=all');
    expect(second).toBe('/tickets?scope=all&after=c2&trail=0');
    expect(view(second.slice(9)).pager.back).toBe('/tickets?scope=all');
    const third = older('scope=all&after=c1&trail=0');
    expect(third).toBe('/tickets?scope=all&after=c2&trail=0.c1');
    expect(view(third.slice(9)).pager.back).toBe('/tickets?scope=all&after=c1&trail=0');
    expect(view('after=c9').pager.back).toBe('/tickets');
  });

  it('offers bulk actions only to users who may change tickets', () => {
    const verbs = (who: Actor) => view('', { who }).actions.map(({ verb }) => verb);
    expect(verbs(manager)).toEqual(['assign', 'unassign', 'route', 'change-priority', 'forward', 'reject']);
    expect(verbs({ ...manager, permissions: new Set(['ticket.read-own', 'ticket.prioritise']) })).toEqual(['change-priority']);
    expect(verbs({ ...manager, permissions: new Set(['ticket.read-own']) })).toEqual([]);
  });

  it('links readers of unassigned work to its list, with the count', () => {
    const { question } = questionIn({});
    const waiting = [{ key: 'assign', count: 3, href: '/dispatch' }] as const;
    const empty = emptyState(question, { to: (change) => addressOf('/', question, change), mayOpen: true, waiting });
    expect(empty).toMatchObject({ words: 'work', waiting, mayOpen: false });
    const said = [
      'lists.empty.work',
      'lists.emptyText.work',
      ...['qualify', 'assign', 'check'].map((key) => `lists.waiting.${key}_other`),
    ];
    expect(said.flatMap(inAll)).not.toContain('');
  });

  it('explains an empty list in every language, and links to another', () => {
    for (const scope of ticketTabs)
      for (const state of ticketStates) {
        const { question } = questionIn({ scope, state });
        const { words, href, action, mayOpen } = emptyState(question, {
          to: (change) => addressOf('/', question, change),
          mayOpen: true,
          waiting: [],
        });
        const said = [`empty.${words}`, `emptyText.${words}`, `show.${action}`].flatMap((key) => inAll(`lists.${key}`));
        expect(said).not.toContain('');
        expect(mayOpen || href !== null).toBe(true);
      }
    expect(view('scope=all&q=x').empty).toMatchObject({ words: 'filtered', href: '/tickets?scope=all', mayOpen: false });
  });
});

describe('the form of the filters', () => {
  const form = (address: string, offers: Parameters<typeof filterForm>[0]['offers'] = {}) => {
    const { question } = questionIn(queryIn(address));
    return filterForm({ path: '/tickets', question, offers, names: {}, t });
  };

  it('has a group for every filter with its chosen values, in every language', () => {
    for (const language of languages) {
      const translate = site().words.in(language);
      const { question } = questionIn({ stage: 'checking', phase: '4' });
      const { short } = filterForm({ path: '/', question, offers: {}, names: {}, t: translate });
      expect(short.map(({ name }) => name)).toEqual(['priority', 'stage', 'kind', 'engagement', 'channel']);
      expect(short.flatMap(({ options }) => options).every(({ label }) => label !== '')).toBe(true);
      expect(short[1]?.options.filter(({ isChosen }) => isChosen).map(({ value }) => value)).toEqual(['checking']);
    }
  });

  it('keeps parameters without a field, and chosen values that are not offered', () => {
    const { hidden, named, clear } = form(`scope=all&sort=-opened&requester=${id(8)}&assignee=${id(9)}`, {
      assignee: [{ id: id(7), name: 'Tomáš' }],
    });
    expect(hidden).toEqual([
      { name: 'scope', value: 'all' },
      { name: 'sort', value: '-opened' },
      { name: 'requester', value: id(8) },
    ]);
    expect(named.find(({ name }) => name === 'assignee')?.options.map(({ value, isChosen }) => [value, isChosen])).toEqual([
      ['me', false],
      ['none', false],
      [id(7), false],
      [id(9), true],
    ]);
    expect(clear).toBe('/tickets?scope=all&sort=-opened');
  });
});
