import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { subStatuses } from '../../../domain/ticket';
import { channels, engagements, kinds, priorities } from '../../../domain/ticket/ticket.events';
import { maxCode } from '../../../domain/ticket/ticket.limits';
import type { Scalar } from '../../../projections/kernel/documents.port';
import { stages } from '../../../projections/tickets/status';
import { ticketFilters, type TicketFilter } from '../../../projections/tickets/list-tickets';

/** Matches tickets without a technician, team, category or channel. */
export const nobody = 'none';
/** The reader, as a technician. In a shared view it means each reader. */
export const me = 'me';

export const filterNames = Object.keys(ticketFilters) as readonly TicketFilter[];
/** Chosen values by filter. Values of one filter are combined with OR, filters with AND. */
export type Chosen = { readonly [filter in TicketFilter]?: readonly string[] };

/** Filters with a fixed list of values. */
export const closedLists = {
  priority: priorities,
  stage: stages,
  phase: ['1', '2', '3', '4', '5', '6', '7'],
  subStatus: subStatuses,
  kind: kinds,
  engagement: engagements,
  channel: [...channels, nobody],
} as const satisfies { readonly [filter in TicketFilter]?: readonly string[] };

/** Filters for URLs only. The form offers the stage, which covers both. */
export const unoffered: ReadonlySet<TicketFilter> = new Set(['phase', 'subStatus']);

/** Filters whose values are ids. */
export const namedFilters = ['assignee', 'team', 'customer', 'handler', 'requester'] as const;

const mayBeMissing: ReadonlySet<TicketFilter> = new Set(['team', 'assignee', 'category', 'channel']);
const mostValues = 50;

/** The known values of a filter, without duplicates. */
export function chosenOf(filter: TicketFilter, given: readonly string[]): readonly string[] {
  // Only a category may contain a comma.
  const values = filter === 'category' ? given : given.flatMap((text) => text.split(','));
  const known = values.map((text) => text.trim()).filter((text) => isFilterValue(filter, text));
  return [...new Set(known)].slice(0, mostValues);
}

function isFilterValue(filter: TicketFilter, value: string): boolean {
  if (filter in closedLists) return (closedLists[filter as keyof typeof closedLists] as readonly string[]).includes(value);
  if (value === nobody) return mayBeMissing.has(filter);
  if (value === me) return filter === 'assignee';
  return filter === 'category' ? value !== '' && value.length <= maxCode : isUuid(value);
}

/** The stored value that a filter value stands for. */
export function storedValue(filter: TicketFilter, value: string, { user }: Actor): Scalar {
  if (filter === 'phase') return Number(value);
  if (value === nobody) return null;
  return value === me && filter === 'assignee' ? user : value;
}
