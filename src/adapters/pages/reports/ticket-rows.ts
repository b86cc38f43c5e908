import { ERASED } from '../../../domain/kernel/event';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { statusKey } from '../tickets/status-key';

/** Rows of the list behind a figure. */
export function ticketRows({ items, names }: Pick<TicketListPage, 'items' | 'names'>) {
  return items.map((item) => {
    const { number, title, priority, ownerOrganisation, assignee, openedAt } = item;
    return {
      ...{ number, priority, openedAt, status: statusKey(item) },
      title: title === ERASED ? null : title,
      customer: names[ownerOrganisation] ?? '–',
      technician: assignee === null ? null : (names[assignee] ?? '–'),
      isUrgent: item.status === 'open' && (priority === 'critical' || priority === 'high'),
    };
  });
}
