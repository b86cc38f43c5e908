import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import { kinds, priorities } from '../../../domain/ticket/ticket.events';
import { ticketStates, ticketTabs, type TicketLine, type TicketListPage } from '../../../projections/tickets/list-tickets';
import type { Translate } from '../rendering/words';
import { addressOf, nobody, type Filter, type ListQuestion } from './list-question';
import { statusKey } from './status-key';

interface Listed {
  /** Of the page that the list stands on. */
  readonly path: string;
  readonly question: ListQuestion;
  readonly page: TicketListPage;
  readonly actor: Actor;
  readonly t: Translate;
}

/** What list.hbs draws. */
export function listView({ path, question, page, actor, t }: Listed) {
  const to = (change: Partial<ListQuestion>): string => addressOf(path, question, change);
  const isFirst = question.after === null;
  return {
    ...{ path, q: question.q, scope: question.scope, state: question.state },
    tabs: tabsFor(actor).map((scope) => ({ scope, href: to({ scope }), isHere: scope === question.scope })),
    states: ticketStates.map((state) => ({ state, href: to({ state }), isHere: state === question.state })),
    columns: columnsOf(question, to),
    rows: page.items.map((item) => lineView(item, page.names)),
    chips: chipsOf(question, to, t),
    filters: filtersOf(question.filter, t),
    isFiltered: question.filter !== null || question.q !== '',
    clear: to({ filter: null, q: '' }),
    newer: isFirst ? null : to({}),
    older: page.next === null ? null : to({ after: page.next }),
    mayOpen: actor.permissions.has('ticket.open') || actor.permissions.has('ticket.open-on-behalf'),
  };
}

/** What an organisation passed on is for those who may read its tickets. */
function tabsFor({ permissions }: Actor): readonly ListQuestion['scope'][] {
  const mayReadAll = permissions.has('ticket.read-organisation') || permissions.has('ticket.read-everything');
  return mayReadAll ? ticketTabs : ticketTabs.filter((tab) => tab !== 'forwarded');
}

const columns = [
  { key: 'number', sort: 'number' },
  { key: 'title', sort: null },
  { key: 'status', sort: null },
  { key: 'priority', sort: 'priority' },
  { key: 'customer', sort: null },
  { key: 'technician', sort: null },
  { key: 'opened', sort: 'opened' },
  { key: 'updated', sort: 'updated' },
] as const;

function columnsOf({ sort, reverse }: ListQuestion, to: (change: Partial<ListQuestion>) => string) {
  const current = sort ?? 'updated';
  return columns.map(({ key, sort: order }) => {
    const isSorted = order === current;
    return {
      key,
      href: order !== null ? to({ sort: order, reverse: isSorted && !reverse }) : null,
      ...(isSorted ? directions[String(isNewestFirst(order) !== reverse) as 'true' | 'false'] : unsorted),
    };
  });
}

const isNewestFirst = (order: string): boolean => order === 'opened' || order === 'updated';
const directions = {
  true: { direction: 'descending', arrow: 'arrow-down' },
  false: { direction: 'ascending', arrow: 'arrow-up' },
} as const;
const unsorted = { direction: null, arrow: null };

function lineView(item: TicketLine, names: TicketListPage['names']) {
  const { number, title, priority, ownerOrganisation, assignee, openedAt, updatedAt } = item;
  return {
    ...{ number, priority, openedAt, updatedAt, status: statusKey(item) },
    title: title === null || title === ERASED ? null : title,
    customer: names[ownerOrganisation] ?? '–',
    technician: assignee === null ? null : (names[assignee] ?? '–'),
    isUrgent: item.status === 'open' && (priority === 'critical' || priority === 'high'),
  };
}

function chipsOf({ filter, q }: ListQuestion, to: (change: Partial<ListQuestion>) => string, t: Translate) {
  return [
    ...(q === '' ? [] : [{ label: t('tickets.chip.q', { q }), href: to({ q: '' }) }]),
    ...(filter === null ? [] : [{ label: filterWords(filter, t), href: to({ filter: null }) }]),
  ];
}

function filterWords({ field, value }: Filter, t: Translate): string {
  if (field === 'assignee') return t(value === nobody ? 'tickets.chip.unassigned' : 'tickets.chip.assignee');
  const worded = value.split(',').map((one) => t(field === 'phase' ? `tickets.phase.${one}` : `forms.values.${one}`));
  return t(`tickets.chip.${field}`, { value: worded.join(', ') });
}

function filtersOf(filter: Filter | null, t: Translate) {
  const group = (field: Filter['field'], values: readonly string[], prefix: string) => ({
    field,
    options: values.map((value) => ({
      value,
      label: t(`${prefix}${value}`),
      isChosen: filter?.field === field && filter.value === value,
    })),
  });
  return [
    group('priority', priorities, 'forms.values.'),
    group('kind', kinds, 'forms.values.'),
    group('phase', ['1', '2', '3', '4', '5', '6', '7'], 'tickets.phase.'),
    { field: 'assignee', options: [{ value: nobody, label: t('tickets.nobody'), isChosen: filter?.value === nobody }] },
  ];
}
