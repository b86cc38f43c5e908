import { ERASED } from '../../../domain/kernel/event';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { column, type Column, type Row } from '../exports/table';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';

type Listed = Pick<TicketListPage, 'items' | 'names'>;

/** Rows of the list behind a figure. */
export function ticketRows({ items, names }: Listed) {
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

/** The list behind a figure as a file. */
export const ticketTable = {
  columns: (t: Translate): readonly Column[] => [
    column(t('tickets.column.number'), 'text', 12),
    column(t('tickets.column.title'), 'text', 48),
    ...['status', 'priority', 'customer', 'technician'].map((key) => column(t(`tickets.column.${key}`))),
    column(t('tickets.column.opened'), 'moment'),
  ],
  async *pages(lists: AsyncIterable<Listed>, t: Translate): AsyncGenerator<readonly Row[], void, undefined> {
    for await (const list of lists) yield tableRows(list, t);
  },
};

function tableRows(list: Listed, t: Translate): readonly Row[] {
  return ticketRows(list).map(({ number, title, status, priority, customer, technician, openedAt }) => [
    ...[number, title ?? t('tickets.erased'), t(`tickets.status.${status}`), t(`forms.values.${priority}`)],
    ...[customer, technician, openedAt],
  ]);
}
