import type { Names } from '../../../projections/people/names';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { readable } from './list-view';
import type { Contact, Organisation, User } from './people-records';
import {
  card,
  commandAct,
  fact,
  newAct,
  only,
  row,
  ticketRows,
  type Act,
  type Card,
  type Drawn,
  type ThingView,
} from './thing-page';
import { stateOf } from './user-state';

/** Null if the reader may not look it up. */
export interface AroundOrganisation {
  readonly below: readonly Organisation[];
  readonly people: readonly User[] | null;
  readonly contacts: readonly Contact[] | null;
  readonly tickets: TicketListPage | null;
  readonly names: Names;
  /** Whether the reader may see its parent. */
  readonly seesAbove: boolean;
}

/** Maximum number of rows on a card. More are on the full list. */
export const mostRows = 8;

export function organisationView(item: Organisation, around: AroundOrganisation, drawn: Drawn): ThingView {
  const { id, name, kind } = item;
  const { t } = drawn;
  const command = (verb: string, values: Readonly<Record<string, string>> = {}): Act | null =>
    commandAct(drawn, { noun: 'organisation', id, verb, values });
  const isRoot = item.parent === null;
  return {
    ...{ noun: 'organisation', title: name, state: null, steps: [], post: null },
    meta: [{ text: t(`people.kind.${kind}`), href: null }],
    acts: only([command('rename')]),
    more: only([
      isRoot ? null : command('change-parent'),
      command('change-preferences'),
      kind === 'customer' ? null : command('engage-service-provider'),
    ]),
    main: [
      ...ticketsCard(item, around, drawn),
      ...(kind === 'customer' ? [] : [belowCard(item, around, drawn)]),
      ...peopleCards(item, around, drawn),
    ],
    side: [factsCard(item, around, drawn), ...teamsCards(item, around, drawn), ...providersCard(item, around, drawn)],
  };
}

const usual = { isAspBusiness: false, reopenWindowDays: 30 };

function factsCard(
  { id, kind, parent, preferences }: Organisation,
  { names, seesAbove }: AroundOrganisation,
  drawn: Drawn,
): Card {
  const { t } = drawn;
  const { isAspBusiness, reopenWindowDays } = preferences ?? usual;
  const above = readable(names[parent ?? '']) ?? '–';
  const act = commandAct(drawn, { noun: 'organisation', id, verb: 'change-preferences' });
  return card('facts', t('people.particulars'), {
    facts: [
      fact(t('people.column.kind'), t(`people.kind.${kind}`)),
      fact(t('people.column.above'), above, { href: seesAbove ? `/organisations/${parent ?? ''}` : null }),
      fact(t('people.reopenWindow'), t('people.days', { count: reopenWindowDays }), { act }),
      fact(t('people.isAspBusiness'), t(isAspBusiness ? 'people.yes' : 'people.no')),
    ],
  });
}

/** An empty card, with advice for readers who can fill it. */
function emptied(what: string, act: Act | null, t: Drawn['t']): Pick<Card, 'empty' | 'act'> {
  return { empty: t(act === null ? `people.empty.${what}` : `people.emptyDo.${what}`), act };
}

function belowCard({ id }: Organisation, { below, names }: AroundOrganisation, drawn: Drawn): Card {
  const { t } = drawn;
  return card('below', t('people.below'), {
    rows: below
      .slice(0, mostRows)
      .map((one) => row(one.name, { href: `/organisations/${one.id}`, note: noteOf(one, id, names, t) })),
    ...emptied('below', newAct(drawn, 'organisation', { parent: id }), t),
    more: moreOf(below.length, `/organisations?organisation=${id}`, t),
  });
}

function noteOf({ kind, parent }: Organisation, above: string, names: Names, t: Drawn['t']): string {
  const under = parent === null || parent === above ? [] : (readable(names[parent]) ?? []);
  return [t(`people.kind.${kind}`), ...[under].flat()].join(' · ');
}

function moreOf(count: number, href: string, t: Drawn['t']): Act | null {
  return count > mostRows ? { href, label: t('people.all'), icon: null, isDialog: false } : null;
}

function peopleCards({ id }: Organisation, { people, contacts }: AroundOrganisation, drawn: Drawn): readonly Card[] {
  const { t } = drawn;
  if (people === null || contacts === null) return [];
  const users = card('people', t('people.title.user'), {
    rows: people.slice(0, mostRows).map((user) =>
      row(readable(user.name) ?? t('people.erased'), {
        href: `/users/${user.id}`,
        isPerson: true,
        note: [readable(user.email), t(`people.state.${stateOf(user)}`)].filter((text) => text !== null).join(' · '),
      }),
    ),
    ...emptied('people', newAct(drawn, 'user', { organisation: id }), t),
    more: moreOf(people.length, `/users?organisation=${id}`, t),
  });
  const persons = card('contacts', t('people.title.contact'), {
    rows: contacts.slice(0, mostRows).map(({ id: contact, name, phones, emails }) =>
      row(readable(name) ?? t('people.erased'), {
        href: `/contacts/${contact}`,
        isPerson: true,
        note: [...phones, ...emails].join(' · ') || null,
      }),
    ),
    ...emptied('contacts', newAct(drawn, 'contact', { organisation: id }), t),
    more: moreOf(contacts.length, `/contacts?organisation=${id}`, t),
  });
  return [users, persons];
}

/** Customers handle no tickets, so they need no teams. */
function teamsCards({ id, kind, teams }: Organisation, { names }: AroundOrganisation, drawn: Drawn): readonly Card[] {
  const { t } = drawn;
  if (kind === 'customer' && teams.length === 0) return [];
  const command = (verb: string, team: string, icon: string): Act | null =>
    commandAct(drawn, { noun: 'organisation', id, verb, values: { team }, icon });
  return [
    card('teams', t('people.teams'), {
      rows: teams.map(({ id: team, name, members }) =>
        row(name, {
          note: members.length === 0 ? t('people.nobodyInTeam') : members.map((user) => readable(names[user]) ?? '–').join(', '),
          acts: only([
            command('add-team-member', team, 'user-plus'),
            members.length === 0 ? null : command('remove-team-member', team, 'user-x'),
            command('rename-team', team, 'pencil'),
          ]),
        }),
      ),
      ...emptied('teams', commandAct(drawn, { noun: 'organisation', id, verb: 'add-team', icon: 'plus' }), t),
    }),
  ];
}

function providersCard(
  { id, serviceProviders, kind }: Organisation,
  { names }: AroundOrganisation,
  drawn: Drawn,
): readonly Card[] {
  const { t } = drawn;
  if (kind === 'customer') return [];
  const engage = commandAct(drawn, {
    ...{ noun: 'organisation', id, verb: 'engage-service-provider', icon: 'plus' },
    label: t('people.engage'),
  });
  const release = (provider: string): Act | null =>
    commandAct(drawn, { noun: 'organisation', id, verb: 'release-service-provider', values: { provider }, icon: 'x' });
  const rows = serviceProviders.map((provider) => row(readable(names[provider]) ?? '–', { acts: only([release(provider)]) }));
  return [card('providers', t('people.serviceProviders'), { rows, ...emptied('providers', engage, t) })];
}

function ticketsCard({ id, kind }: Organisation, { tickets }: AroundOrganisation, { t, actor }: Drawn): readonly Card[] {
  if (tickets === null) return [];
  const mayOpen = kind === 'customer' && actor.permissions.has('ticket.open-on-behalf');
  const act = { href: `/tickets/new?customer=${id}`, label: t('tickets.open'), icon: 'plus', isDialog: false };
  const filter = kind === 'customer' ? 'customer' : 'handler';
  const all = { href: `/tickets?scope=all&state=all&${filter}=${id}`, label: t('people.all'), icon: null, isDialog: false };
  return [
    card('tickets', t('people.tickets'), {
      rows: ticketRows(tickets, t),
      ...emptied('tickets', mayOpen ? act : null, t),
      more: tickets.next === null ? null : all,
    }),
  ];
}
