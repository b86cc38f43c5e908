import { Inject, Injectable } from '@nestjs/common';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import { readScope } from '../../../domain/ticket/ticket.facets';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf } from '../../../projections/people/names';
import { getDashboard } from '../../../projections/reports/ask-reports';
import type { Tiles } from '../../../projections/tickets/dashboard';
import { READ_MODELS } from '../../desk/tokens';

interface Entry {
  readonly key: string;
  /** Entries under one heading. Without: above all headings. */
  readonly group?: 'customers' | 'insight' | 'administration';
  /** The counter of the dashboard shown beside it. */
  readonly counter?: keyof Tiles;
  readonly href: string;
  readonly icon: string;
  /** Visible only to the root organisation. */
  readonly rootOnly?: true;
  /** Any of these permissions is enough. Empty for everybody. */
  readonly may: readonly Permission[];
  /** Also in the bottom bar on phones. */
  readonly onPhone?: true;
  /** Shortcut keys. */
  readonly keys?: string;
}

const tickets = ['ticket.read-own', 'ticket.read-organisation', 'ticket.read-everything'] as const;
export const mayOpen: readonly Permission[] = ['ticket.open', 'ticket.open-on-behalf'];

/** The main menu in display order. A new page needs one entry here. */
export const menu: readonly Entry[] = [
  { key: 'home', href: '/', icon: 'home', may: tickets, onPhone: true, keys: 'g d' },
  { key: 'tickets', href: '/tickets', icon: 'ticket', may: tickets, onPhone: true, keys: 'g t', counter: 'open' },
  { key: 'dispatch', href: '/dispatch', icon: 'layout-board', may: ['ticket.assign'], keys: 'g b', counter: 'unassigned' },
  { key: 'organisations', group: 'customers', href: '/organisations', icon: 'building', may: ['organisation.read'], keys: 'g o' },
  { key: 'contacts', group: 'customers', href: '/contacts', icon: 'address-book', may: ['user.read'], keys: 'g c' },
  { key: 'reports', group: 'insight', href: '/reports', icon: 'report-analytics', may: ['report.read'], keys: 'g r' },
  { key: 'audit', group: 'insight', href: '/audit', icon: 'history', may: ['audit.read-log'] },
  { key: 'access-log', group: 'insight', href: '/access-log', icon: 'eye', may: ['audit.read-log'] },
  { key: 'users', group: 'administration', href: '/users', icon: 'users', may: ['user.read'], keys: 'g u' },
  { key: 'roles', group: 'administration', href: '/roles', icon: 'shield-lock', may: ['role.manage'] },
  { key: 'words', group: 'administration', href: '/settings/words', icon: 'language', may: ['organisation.manage'] },
  { key: 'letterhead', group: 'administration', href: '/settings/letterhead', icon: 'file-text', may: ['organisation.manage'] },
  {
    ...{ key: 'operations', group: 'administration', href: '/operations', icon: 'heartbeat' },
    ...{ may: ['projection.rebuild'], rootOnly: true },
  },
];

/** The "new" menu, in display order. */
const creations: readonly Pick<Entry, 'key' | 'href' | 'icon' | 'may'>[] = [
  { key: 'newTicket', href: '/tickets/new', icon: 'ticket', may: mayOpen },
  { key: 'newCustomer', href: '/organisations/new?kind=customer', icon: 'building-store', may: ['organisation.create'] },
  { key: 'newContact', href: '/contacts/new', icon: 'address-book', may: ['contact.manage'] },
  { key: 'newUser', href: '/users/new', icon: 'user-plus', may: ['user.manage'] },
];

const canAny = (actor: Actor, wanted: readonly Permission[]): boolean =>
  wanted.length === 0 || wanted.some((permission) => actor.permissions.has(permission));

/** Menu entries that the actor may see. */
export const menuOf = (actor: Actor): readonly Entry[] =>
  menu.filter(({ may, rootOnly }) => canAny(actor, may) && (rootOnly !== true || actor.organisationKind === 'admin'));

/** The frame of every page for signed-in users. */
@Injectable()
export class Shell {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  async of(actor: Actor, here: string | null, address: string) {
    const [names, counters] = await Promise.all([
      namesOf(this.models, { users: [actor.user], organisations: [actor.organisation] }),
      readScope(actor) === null ? null : getDashboard(this.models, actor),
    ]);
    const entries = menuOf(actor).map((entry, i, all) => ({
      ...linkOf(entry, here),
      heading: entry.group === all[i - 1]?.group ? null : (entry.group ?? null),
      count: entry.counter === undefined ? null : (counters?.[entry.counter] ?? null),
    }));
    return {
      menu: entries,
      phoneBar: entries.filter(({ onPhone }) => onPhone),
      mayOpen: canAny(actor, mayOpen),
      creates: creations.filter(({ may }) => canAny(actor, may)).map(({ key, href, icon }) => ({ key, href, icon })),
      me: { id: actor.user, name: nameOf(names[actor.user]), organisation: nameOf(names[actor.organisation]) },
      address,
      here,
    };
  }
}

const linkOf = ({ key, href, icon, onPhone, keys }: Entry, here: string | null) => ({
  ...{ key, href, icon, keys: keys ?? null, onPhone: onPhone === true, isHere: key === here },
});

const nameOf = (name: string | undefined): string => (name === undefined || name === ERASED ? '–' : name);
