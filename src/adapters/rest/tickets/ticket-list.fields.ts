import { choice, id, optional, text, whole, type Values } from '../../../domain/kernel/fields';
import { kinds, priorities } from '../../../domain/ticket/ticket.events';
import { ticketOrders, ticketStates, ticketTabs, type TicketListParams } from '../../../projections/tickets/list-tickets';
import { refuseFields } from '../../desk/refuse-fields';
import { paging } from '../paging.fields';

type Order = keyof typeof ticketOrders;
const orders = Object.keys(ticketOrders).flatMap((order) => [order, `-${order}`]) as (Order | `-${Order}`)[];
const filters = ['priority', 'kind', 'phase', 'team', 'assignee', 'category'] as const;

export const ticketList = {
  ...paging,
  scope: optional(choice(ticketTabs, { about: 'My tickets, those my organisation passed on, or all I may read. Default: my.' })),
  state: optional(choice(ticketStates, { about: 'Open or closed ones, or all. Default: open.' })),
  sort: optional(
    choice(orders, {
      about: 'A leading minus turns it round. Default: updated (newest first); with a filter opened, and only that.',
    }),
  ),
  q: optional(text(200, { about: 'Words of number and title, or their beginnings.', example: 'lobby screen' })),
  priority: optional(choice(priorities, { about: 'Only this priority. At most one filter at a time.' })),
  kind: optional(choice(kinds, { about: 'Only this kind.' })),
  phase: optional(whole(1, 7, { about: 'Only this phase.' })),
  team: optional(id('team', { about: 'Only this team.' })),
  assignee: optional(id('user', { about: 'Only this assignee.' })),
  category: optional(text(100, { about: 'Only this category.', example: 'Screen' })),
};

/** @throws {DomainError} invalid: more than one filter */
export function ticketListParams(asked: Values<typeof ticketList>): TicketListParams {
  const [field, second] = filters.filter((name) => asked[name] !== undefined);
  if (second !== undefined)
    refuseFields([{ field: second, message: `cannot stand beside ${String(field)}: one filter at a time` }]);
  return {
    tab: asked.scope,
    state: asked.state,
    sort: asked.sort?.replace(/^-/, '') as Order | undefined,
    reverse: asked.sort?.startsWith('-'),
    filter: field === undefined ? undefined : { field, value: asked[field] ?? null },
    text: asked.q,
    limit: asked.limit,
    after: asked.after,
  };
}
