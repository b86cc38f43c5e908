import type { Names } from '../../../projections/people/names';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { readable } from './list-view';
import type { Contact, Role } from './people-records';
import { groupedPermissions, permissionName, roleName } from './role-words';
import { card, commandAct, fact, only, row, ticketRows, type Act, type Drawn, type Fact, type ThingView } from './thing-page';

export interface AroundContact {
  readonly names: Names;
  readonly seesOrganisation: boolean;
  readonly tickets: TicketListPage | null;
}

export function contactView(contact: Contact, { names, seesOrganisation, tickets }: AroundContact, drawn: Drawn): ThingView {
  const { t, actor } = drawn;
  const { id, organisation, erased, phones, emails } = contact;
  const command = (verb: string, icon: string): Act | null =>
    erased ? null : commandAct(drawn, { noun: 'contact', id, verb, icon });
  const mayOpen = !erased && actor.permissions.has('ticket.open-on-behalf');
  const open = { href: `/tickets/new?requester=contact:${id}`, label: t('tickets.open'), icon: 'plus', isDialog: false };
  const owner = { text: readable(names[organisation]) ?? '–', href: seesOrganisation ? `/organisations/${organisation}` : null };
  return {
    ...{
      noun: 'contact',
      title: readable(contact.name) ?? t('people.erased'),
      state: null,
      steps: [],
      post: null,
      meta: [owner],
    },
    acts: only([command('revise', 'pencil')]),
    more: only([command('erase', 'trash')]),
    main:
      tickets === null
        ? []
        : [
            card('tickets', t('people.tickets'), {
              rows: ticketRows(tickets, t),
              empty: t('people.empty.contactTickets'),
              act: mayOpen ? open : null,
            }),
          ],
    side: [
      card('facts', t('people.particulars'), {
        facts: [
          listed(t('people.column.phones'), phones, (phone) => `tel:${phone.replace(/[^\d+]/g, '')}`),
          listed(t('people.column.emails'), emails, (email) => `mailto:${email}`),
          fact(t('people.column.organisation'), owner.text, { href: owner.href }),
        ],
      }),
    ],
  };
}

function listed(label: string, texts: readonly string[], hrefOf: (text: string) => string): Fact {
  const values = texts.map((text) => ({ text, href: hrefOf(text) }));
  return { label, values: values.length === 0 ? [{ text: '–', href: null }] : values, act: null };
}

export function roleView(role: Role, names: Names, drawn: Drawn): ThingView {
  const { t } = drawn;
  const { id, organisation, permissions, key } = role;
  const isBuiltIn = key !== null;
  const owner =
    organisation === null ? t(isBuiltIn ? 'people.builtIn' : 'people.forEverybody') : (readable(names[organisation]) ?? '–');
  const groups = groupedPermissions(new Set<string>(permissions), t);
  return {
    ...{ noun: 'role', title: roleName(role, t), state: null, steps: [], post: null, more: [] },
    meta: [{ text: owner, href: null }],
    acts: isBuiltIn ? [] : only([commandAct(drawn, { noun: 'role', id, verb: 'revise' })]),
    main:
      groups.length === 0
        ? [card('none', t('people.rights'), { empty: t('people.empty.rights') })]
        : groups.map(({ label, permissions: held }, at) => {
            return card(`group-${at}`, label, {
              isDense: true,
              rows: held.map((permission) => row(permissionName(permission, t))),
            });
          }),
    side: [
      card('facts', t('people.particulars'), {
        facts: [
          fact(t('people.column.organisation'), owner),
          fact(t('people.column.permissions'), t('people.permissions', { count: permissions.length })),
        ],
      }),
    ],
  };
}
