import type { Actor } from '../../domain/people/actor';
import { forwardedScope, userScope } from '../../domain/ticket/ticket.facets';
import type { Condition, Sort } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import type { ticketFilters } from './ticket-list';
import { type TicketListItem } from './ticket-list';
import { invalid, pageOf, requirePermission, requireReadScope, type Paging } from '../kernel/asking';
import { namesOf, type Names } from '../people/names';
import { shown, type Shown } from '../kernel/shown';

export const ticketTabs = ['my', 'forwarded', 'all'] as const;
export const ticketStates = ['open', 'closed', 'all'] as const;
/** What a list can be sorted by, each with its natural direction. */
export const ticketOrders = {
  updated: { field: 'updatedAt', descending: true },
  opened: { field: 'openedAt', descending: true },
  number: { field: 'numberSort', descending: false },
  priority: { field: 'priorityRank', descending: false },
} as const;

export interface TicketListParams extends Paging {
  /** Mine, those my organisation passed on, or all I may read (S4.6). Default `my` (S4.5). */
  readonly tab?: (typeof ticketTabs)[number] | undefined;
  /** Default `open` (S4.5). */
  readonly state?: (typeof ticketStates)[number] | undefined;
  /** At most one; a list with a filter is sorted by `opened`. */
  readonly filter?: { readonly field: (typeof ticketFilters)[number]; readonly value: string | number | null } | undefined;
  /** Default `updated`, with a filter `opened`. */
  readonly sort?: keyof typeof ticketOrders | undefined;
  /** The other way round: oldest, highest number or least urgent first. */
  readonly reverse?: boolean | undefined;
  /** Words of number and title, or their beginnings. */
  readonly text?: string | undefined;
}

export type TicketLine = Shown<TicketListItem>;

export interface TicketListPage {
  readonly items: readonly TicketLine[];
  readonly next: string | null;
  readonly names: Names;
}

/** @throws {DomainError} invalid, not-permitted */
export async function listTickets(models: ReadModels, actor: Actor, params: TicketListParams): Promise<TicketListPage> {
  const page = await models.find<TicketListItem>('ticket-list', {
    where: [{ field: 'scopes', has: scopeOf(actor, params.tab ?? 'my') }, inState(params.state ?? 'open'), ...filtered(params)],
    sort: [sortOf(params)],
    ...(params.text === undefined || params.text.trim() === '' ? {} : { text: params.text }),
    ...pageOf(params),
  });
  return { items: page.items.map((item) => shown(item)), next: page.next, names: await namesIn(models, page.items) };
}

function scopeOf(actor: Actor, tab: (typeof ticketTabs)[number]): string {
  const widest = requireReadScope(actor);
  if (tab === 'all') return widest;
  if (tab === 'my') return userScope(actor.user);
  if (widest === userScope(actor.user)) requirePermission(actor, 'ticket.read-organisation');
  return forwardedScope(actor.organisation);
}

function inState(state: (typeof ticketStates)[number]): Condition {
  return state === 'all' ? { field: 'status', in: ['open', 'closed'] } : { field: 'status', eq: state };
}

function filtered({ filter, sort = 'opened' }: TicketListParams): readonly Condition[] {
  if (filter === undefined) return [];
  if (sort !== 'opened') invalid('sort', 'a filtered list is sorted by "opened"; leave the filter out to sort otherwise');
  return [{ field: filter.field, eq: filter.value }];
}

function sortOf({ filter, sort = filter === undefined ? 'updated' : 'opened', reverse = false }: TicketListParams): Sort {
  const { field, descending } = ticketOrders[sort];
  return { field, descending: descending !== reverse };
}

function namesIn(models: ReadModels, items: readonly TicketListItem[]): Promise<Names> {
  return namesOf(models, {
    users: items.flatMap(({ assignee, requester }) => [assignee, 'user' in requester ? requester.user : null]),
    contacts: items.map(({ requester }) => ('contact' in requester ? requester.contact : null)),
    organisations: items.flatMap(({ handler, ownerOrganisation }) => [handler, ownerOrganisation]),
    teams: items.map(({ team }) => team),
  });
}
