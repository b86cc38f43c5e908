import { isStaff, type Actor } from '../../domain/people/actor';
import { forwardedScope, userScope } from '../../domain/ticket/ticket.facets';
import type { Condition, Query, Scalar, Sort } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import { areaKey, ticketOrders, type TicketListItem } from './ticket-list';
import { pageOf, requirePermission, requireReadScope, type Paging } from '../kernel/asking';
import { within, type Span } from '../kernel/dates';
import { namesOf, type Names } from '../people/names';
import { shown, type Shown } from '../kernel/shown';
import type { Stage } from './status';
import { searchTickets } from './search-tickets';
import { isGatheredOrder, listGathered, type GatheredOrder } from './list-gathered';
import type { Counters } from './dashboard';

export const ticketTabs = ['my', 'forwarded', 'all'] as const;
export const ticketStates = ['open', 'closed', 'all'] as const;

/** Each filter with its field. */
export const ticketFilters = {
  kind: 'kind',
  engagement: 'engagement',
  phase: 'phase',
  subStatus: 'subStatus',
  stage: 'stage',
  priority: 'priority',
  team: 'team',
  assignee: 'assignee',
  customer: 'ownerOrganisation',
  handler: 'handler',
  requester: 'requesterId',
  category: 'category',
  channel: 'channel',
} as const;
export type TicketFilter = keyof typeof ticketFilters;
/** The accepted values of each filter; null finds tickets without a value. All filters must match. */
export type TicketFilters = { readonly [filter in TicketFilter]?: readonly Scalar[] | undefined };
export type TicketSpans = { readonly [span in 'opened' | 'updated' | 'closed']?: Span | undefined };

export interface TicketListParams extends Paging {
  /** My own, those that my organisation forwarded, or all that I may read (S4.6). Default `my` (S4.5). */
  readonly tab?: (typeof ticketTabs)[number] | undefined;
  /** Default `open` (S4.5). */
  readonly state?: (typeof ticketStates)[number] | undefined;
  readonly filters?: TicketFilters | undefined;
  readonly spans?: TicketSpans | undefined;
  /** Beginning of the area: of the postal code or, without one, of the branch. */
  readonly area?: string | undefined;
  /** IANA time zone of the dates in `spans`. Default UTC. */
  readonly zone?: string | undefined;
  /** Default `updated`. */
  readonly sort?: keyof typeof ticketOrders | GatheredOrder | undefined;
  /** Reverses the order: oldest, highest number or least urgent first. */
  readonly reverse?: boolean | undefined;
  /** Words, or beginnings of words (search-tickets.ts). */
  readonly text?: string | undefined;
}

export type ListOf = Pick<TicketListParams, 'state' | 'filters'>;

/** The list behind each counter of the dashboard, in the tab `all`. */
export const tileLists: { readonly [tile in keyof Counters]: ListOf } = {
  open: { state: 'open' },
  closed: { state: 'closed' },
  highPriority: { state: 'open', filters: { priority: ['critical', 'high'] } },
  total: { state: 'all' },
};

/**
 * Tickets that wait for a technician, for staff those that their own organisation handles. The counter, its list and the dispatch board share
 * this query (S1.14, S4.1).
 */
export function unassignedList(actor: Actor): ListOf {
  return isStaff(actor) ? inHand(actor, ['dispatching']) : { state: 'open', filters: { stage: ['dispatching'] } };
}

/** Tickets in the completion check. */
export const checkingList = (actor: Actor): ListOf => inHand(actor, ['checking']);

/** Tickets to qualify. */
export const qualifyingList = (actor: Actor): ListOf => inHand(actor, ['created', 'qualifying']);

function inHand({ organisation }: Actor, stage: readonly Stage[]): ListOf {
  return { state: 'open', filters: { stage, handler: [organisation] } };
}

/** Number of tickets of a list that the actor may read, in the tab `all`. @throws {DomainError} not-permitted */
export async function countTickets(models: Pick<ReadModels, 'count'>, actor: Actor, list: ListOf): Promise<number> {
  return models.count('ticket-list', [{ field: 'scopes', has: requireReadScope(actor) }, ...ticketConditions(list)]);
}

export type TicketLine = Shown<TicketListItem>;

export interface TicketListPage {
  readonly items: readonly TicketLine[];
  readonly next: string | null;
  readonly names: Names;
}

/** @throws {DomainError} invalid, not-permitted; too-large: too many tickets for an order that no index keeps */
export async function listTickets(models: ReadModels, actor: Actor, params: TicketListParams): Promise<TicketListPage> {
  const query = await ticketQuery(models, actor, params);
  const { sort = 'updated', reverse = false } = params;
  const page = isGatheredOrder(sort)
    ? await listGathered(models, { order: sort, reverse, query, namesOf: (items) => namesIn(models, items) })
    : await models.find<TicketListItem>('ticket-list', query);
  return { items: page.items.map((item) => shown(item)), next: page.next, names: await namesIn(models, page.items) };
}

/** The query for these parameters, limited to the actor's scope. @throws {DomainError} invalid, not-permitted */
async function ticketQuery(models: ReadModels, actor: Actor, params: TicketListParams): Promise<Query> {
  const query: Query = {
    where: [{ field: 'scopes', has: scopeOf(actor, params.tab ?? 'my') }, ...ticketConditions(params)],
    sort: [sortOf(params)],
    ...pageOf(params),
  };
  const wishes = await searchTickets(models, actor, params.text ?? '');
  return wishes === null ? query : { ...query, wishes };
}

/** Count limit of changed tickets, shown as "99 or more". */
export const mostChanges = 99;

/**
 * Number of tickets of a list that changed since an instant, up to `mostChanges`. Cheap enough for polling.
 * @throws {DomainError} invalid, not-permitted
 */
export async function countChanges(
  models: ReadModels,
  actor: Actor,
  { since, ...list }: TicketListParams & { readonly since: string },
): Promise<number> {
  const query = await ticketQuery(models, actor, { ...list, sort: 'updated', reverse: false, limit: mostChanges });
  const where = [...query.where, { field: 'updatedAt', gt: since }];
  return (await models.find<TicketListItem>('ticket-list', { ...query, where })).items.length;
}

/**
 * The conditions for state, filters, dates and area.
 * @throws {DomainError} invalid
 */
export function ticketConditions(
  params: Pick<TicketListParams, 'state' | 'filters' | 'spans' | 'zone' | 'area'>,
): readonly Condition[] {
  const { state = 'open', filters = {}, area = '' } = params;
  return [inState(state), ...filtered(filters), ...dated(params), ...inArea(areaKey(area))];
}

/** Upper bound of a prefix: no text sorts after the prefix followed by the last character. */
function inArea(beginning: string): readonly Condition[] {
  return beginning === '' ? [] : [{ field: 'areaSort', gte: beginning, lt: `${beginning}\uffff` }];
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

function filtered(filters: TicketFilters): readonly Condition[] {
  return Object.entries(ticketFilters).flatMap(([filter, field]) => {
    const values = filters[filter as TicketFilter];
    return values === undefined ? [] : [{ field, in: values }];
  });
}

function dated({ spans = {}, zone }: TicketListParams): readonly Condition[] {
  return (['opened', 'updated', 'closed'] as const).flatMap((span) =>
    within(ticketOrders[span].field, spans[span] ?? {}, zone, { from: `${span}From`, to: `${span}To` }),
  );
}

/** Gathered lists are sorted afterwards. */
function sortOf({ sort = 'updated', reverse = false }: TicketListParams): Sort {
  if (isGatheredOrder(sort)) return sortOf({});
  const { field, descending } = ticketOrders[sort];
  return { field, descending: descending !== reverse };
}

/** Names of all people and organisations in the lines of a list. */
export function namesIn(models: ReadModels, items: readonly TicketListItem[]): Promise<Names> {
  return namesOf(models, {
    users: items.flatMap(({ assignee, requester }) => [assignee, 'user' in requester ? requester.user : null]),
    contacts: items.map(({ requester }) => ('contact' in requester ? requester.contact : null)),
    organisations: items.flatMap(({ handler, ownerOrganisation }) => [handler, ownerOrganisation]),
    teams: items.map(({ team }) => team),
  });
}
