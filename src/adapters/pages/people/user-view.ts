import type { Right } from '../../../domain/people/effective-rights';
import type { MissingConsent } from '../../../projections/people/consents';
import type { Names } from '../../../projections/people/names';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { readable } from './list-view';
import type { Organisation, User } from './people-records';
import { permissionName } from './role-words';
import {
  card,
  commandAct,
  fact,
  only,
  row,
  ticketRows,
  type Act,
  type Card,
  type Drawn,
  type Post,
  type Step,
  type ThingView,
} from './thing-page';
import { stateOf } from './user-state';

export interface AroundUser {
  /** Null if the reader may not see it. */
  readonly organisation: Organisation | null;
  readonly names: Names;
  /** By id, in the reader's language. */
  readonly roleNames: ReadonlyMap<string, string>;
  readonly rights: readonly Right[];
  readonly consents: readonly MissingConsent[];
  readonly tickets: TicketListPage | null;
  /** When the user requested a new password, in words. Null if they did not. */
  readonly forgot: string | null;
  /** Null if the reader may not know. */
  readonly hasPassword: boolean | null;
}

export function userView(user: User, around: AroundUser, drawn: Drawn): ThingView {
  const { t, actor } = drawn;
  const { id, erased } = user;
  const state = stateOf(user);
  const command = (verb: string, icon?: string): Act | null =>
    erased ? null : commandAct(drawn, { noun: 'user', id, verb, ...(icon !== undefined && { icon }) });
  const isOneself = actor.user === id;
  return {
    ...{
      noun: 'user',
      title: readable(user.name) ?? t('people.erased'),
      state: { key: state, text: t(`people.state.${state}`) },
    },
    meta: [{ text: readable(around.names[user.organisation]) ?? '–', href: organisationPath(around) }],
    acts: only([command('revise') ?? (isOneself ? ownRevision(id, drawn) : null)]),
    more: isOneself ? [] : only([command(user.suspended ? 'resume' : 'suspend', 'lock'), command('erase', 'trash')]),
    post: linkFor(user, drawn),
    steps: [...leftBehind(user, around, drawn), ...stepsOf(user, around, drawn)],
    main: [rolesCard(user, around, drawn), rightsCard(user, around, drawn), ...ticketsCard(around, drawn)],
    side: [factsCard(user, around, drawn)],
  };
}

const organisationPath = ({ organisation }: AroundUser): string | null =>
  organisation === null ? null : `/organisations/${organisation.id}`;

/** Users may always correct their own name and address. */
function ownRevision(id: string, { t }: Drawn): Act {
  return { href: `/users/${id}/do/revise`, label: t('people.do.user.revise.title'), icon: 'pencil', isDialog: true };
}

/** Null for readers who may not create links, and for users who cannot sign in. */
function linkFor({ id, active }: User, { actor, t }: Drawn): Post | null {
  const mayLink = active && actor.permissions.has('user.manage');
  return mayLink ? { action: `/users/${id}/password-link`, label: t('people.link.make') } : null;
}

/** Steps before this user can work here, each with who may take it. */
function stepsOf(user: User, around: AroundUser, drawn: Drawn): readonly Step[] {
  const { t } = drawn;
  const { forgot, hasPassword } = around;
  if (user.erased || !user.login) return [];
  const command = (verb: string, values: Readonly<Record<string, string>>): Act | null =>
    commandAct(drawn, { noun: 'user', id: user.id, verb, values, icon: 'check' });
  const consents = around.consents.map((consent) => {
    const act = consent.mayGive ? command('approve', { side: consent.side }) : null;
    return { text: consentText(consent, around, drawn), act, posts: null };
  });
  const link = linkFor(user, drawn);
  return [
    ...consents,
    ...(user.roles.length > 0 ? [] : [{ text: t('people.step.role'), act: command('grant-role', {}), posts: null }]),
    ...(forgot === null ? [] : [{ text: t('people.step.forgot', { when: forgot }), act: null, posts: link }]),
    ...(hasPassword !== false || forgot !== null || link === null
      ? []
      : [{ text: t('people.step.password'), act: null, posts: link }]),
  ];
}

/** Says whose consent is missing, and whom to ask if the reader may not give it. */
function consentText({ side, mayGive, organisation, names }: MissingConsent, around: AroundUser, { t }: Drawn): string {
  const name = organisation === null ? null : readable(around.names[organisation]);
  const text = t(`people.step.consent.${side}`, {
    organisation: name ?? (side === 'vendor' ? t('people.step.consent.vendorName') : '–'),
  });
  if (mayGive) return text;
  const ask = names.length > 0 ? t('people.step.consent.ask', { names: names.join(', ') }) : t('people.step.consent.askThere');
  return `${text} ${ask}`;
}

/** What somebody who cannot work any more still has, to be handed over or released in one step. */
function leftBehind({ id, active, organisation }: User, { tickets }: AroundUser, { actor, t }: Drawn): readonly Step[] {
  const hasTickets = tickets?.items.some(({ status }) => status === 'open') === true;
  if (active || !hasTickets || organisation !== actor.organisation || !actor.permissions.has('ticket.assign')) return [];
  const list = new URLSearchParams({ scope: 'all', state: 'open', assignee: id }).toString();
  const bulk = (verb: string, label: string): Act => {
    const query = new URLSearchParams({ do: verb, all: '1', list }).toString();
    return { href: `/tickets/bulk?${query}`, label: t(label), icon: null, isDialog: false };
  };
  const act = bulk('assign', 'people.step.handOver');
  return [{ text: t('people.step.left'), act, posts: null, other: bulk('unassign', 'people.step.release') }];
}

function factsCard(user: User, { organisation, names }: AroundUser, { t }: Drawn): Card {
  const teams = (organisation?.teams ?? []).filter(({ members }) => members.includes(user.id)).map(({ name }) => name);
  const email = readable(user.email);
  return card('facts', t('people.particulars'), {
    facts: [
      fact(t('people.column.email'), email ?? '–', { href: email === null ? null : `mailto:${email}` }),
      fact(t('people.column.organisation'), readable(names[user.organisation]) ?? '–', {
        href: organisation === null ? null : `/organisations/${organisation.id}`,
      }),
      fact(t('people.teams'), teams.length === 0 ? '–' : teams.join(', ')),
      fact(t('people.column.state'), t(`people.stateMeans.${stateOf(user)}`)),
    ],
  });
}

function rolesCard({ id, roles, erased }: User, { roleNames }: AroundUser, drawn: Drawn): Card {
  const { t } = drawn;
  const revoke = (role: string): Act | null =>
    erased ? null : commandAct(drawn, { noun: 'user', id, verb: 'revoke-role', values: { role }, icon: 'x' });
  return card('roles', t('people.title.role'), {
    rows: roles.map((role) =>
      row(roleNames.get(role) ?? '–', { href: roleNames.has(role) ? `/roles/${role}` : null, acts: only([revoke(role)]) }),
    ),
    empty: t('people.empty.roles'),
    act: erased ? null : commandAct(drawn, { noun: 'user', id, verb: 'grant-role', icon: 'plus' }),
  });
}

/** The user's permissions, each with its role or grant (C33). */
function rightsCard({ id, erased }: User, { rights, roleNames }: AroundUser, drawn: Drawn): Card {
  const { t } = drawn;
  const command = (verb: string, permission: string, icon: string): Act | null =>
    erased ? null : commandAct(drawn, { noun: 'user', id, verb, values: { permission }, icon });
  const source = ({ roles, granted, withdrawn }: Right): string => {
    const from = roles.map((role) => roleNames.get(role) ?? '–').join(', ');
    if (withdrawn) return t('people.right.withdrawn', { from: from === '' ? '–' : from });
    return granted ? t('people.right.granted') : t('people.right.role', { from });
  };
  return card('rights', t('people.rights'), {
    rows: rights.map((right) => {
      const own = right.granted || right.withdrawn;
      const act = own
        ? command('reset-permission', right.permission, 'refresh')
        : command('withdraw-permission', right.permission, 'x');
      return row(permissionName(right.permission, t), { note: source(right), acts: only([act]) });
    }),
    isDense: true,
    empty: t('people.empty.rights'),
    act: erased ? null : commandAct(drawn, { noun: 'user', id, verb: 'grant-permission', icon: 'plus' }),
  });
}

function ticketsCard({ tickets }: AroundUser, { t }: Drawn): readonly Card[] {
  if (tickets === null || tickets.items.length === 0) return [];
  return [card('tickets', t('people.tickets'), { rows: ticketRows(tickets, t) })];
}
