import { kinds, priorities, type Kind, type Priority } from '../../../domain/ticket/ticket.events';
import { ticketOrders, ticketStates, ticketTabs, type TicketListParams } from '../../../projections/tickets/list-tickets';
import { refuseFields } from '../problems/problem';
import { Id, OneOf, Text, WholeParameter } from './fields';
import { PagingDto } from './paging.dto';

type Order = keyof typeof ticketOrders;
const orders = Object.keys(ticketOrders).flatMap((order) => [order, `-${order}`]);
const filters = ['priority', 'kind', 'phase', 'team', 'assignee', 'category'] as const;

export class TicketListDto extends PagingDto {
  @OneOf(ticketTabs, {
    about: 'My tickets, those my organisation passed on, or all I may read. Default: my.',
    optional: true,
  })
  readonly scope?: (typeof ticketTabs)[number];

  @OneOf(ticketStates, { about: 'Open or closed ones, or all. Default: open.', optional: true })
  readonly state?: (typeof ticketStates)[number];

  @OneOf(orders, {
    about: 'A leading minus turns it round. Default: updated (newest first); with a filter opened, and only that.',
    optional: true,
  })
  readonly sort?: Order | `-${Order}`;

  @Text(200, { about: 'Words of number and title, or their beginnings.', optional: true })
  readonly q?: string;

  @OneOf(priorities, { about: 'Only this priority. At most one filter at a time.', optional: true })
  readonly priority?: Priority;

  @OneOf(kinds, { about: 'Only this kind.', optional: true })
  readonly kind?: Kind;

  @WholeParameter(1, 7, { about: 'Only this phase.', optional: true })
  readonly phase?: number;

  @Id({ about: 'Only this team.', optional: true })
  readonly team?: string;

  @Id({ about: 'Only this assignee.', optional: true })
  readonly assignee?: string;

  @Text(100, { about: 'Only this category.', optional: true })
  readonly category?: string;
}

/** @throws {DomainError} invalid: more than one filter */
export function ticketListParams(dto: TicketListDto): TicketListParams {
  const asked = filters.filter((field) => dto[field] !== undefined);
  const [field, second] = asked;
  if (second !== undefined)
    refuseFields([{ field: second, message: `cannot stand beside ${String(field)}: one filter at a time` }]);
  return {
    tab: dto.scope,
    state: dto.state,
    sort: dto.sort?.replace(/^-/, '') as Order | undefined,
    reverse: dto.sort?.startsWith('-'),
    filter: field === undefined ? undefined : { field, value: dto[field] ?? null },
    text: dto.q,
    limit: dto.limit,
    after: dto.after,
  };
}
