import { ERASED } from '../../../domain/kernel/event';
import type { Names } from '../../../projections/people/names';
import type { TicketFilter } from '../../../projections/tickets/list-tickets';
import type { Translate } from '../rendering/words';
import { closedLists, filterNames, me, nobody } from './filters';
import { dateEdges, type Dates, type ListQuestion } from './list-question';

/** A filter chip, with the URL of the list without that filter. */
export interface Chip {
  readonly label: string;
  /** A day after the label. */
  readonly on: string | null;
  readonly href: string;
}

interface Narrowed {
  readonly question: ListQuestion;
  readonly names: Names;
  readonly to: (change: Partial<ListQuestion>) => string;
  readonly t: Translate;
}

export function chipsOf({ question, names, to, t }: Narrowed): readonly Chip[] {
  const { q, filters, dates } = question;
  return [
    ...(q === '' ? [] : [{ label: t('tickets.chip.q', { q }), on: null, href: to({ q: '' }) }]),
    ...filterNames.flatMap((filter) =>
      (filters[filter] ?? []).map((value) => ({
        label: `${t(`lists.filters.${filter}`)}: ${valueWords(filter, value, { names, t })}`,
        on: null,
        href: to({ filters: withoutValue(question, filter, value) }),
      })),
    ),
    ...dateEdges.flatMap((edge) => {
      const day = dates[edge];
      if (day === undefined) return [];
      return [{ label: `${t(`lists.dates.${edge}`)}:`, on: dayOf(day), href: to({ dates: withoutDate(dates, edge) }) }];
    }),
  ];
}

/** Label of a chosen value. People whom the reader may not look up stay unnamed. */
export function valueWords(
  filter: TicketFilter,
  value: string,
  { names, t }: { readonly names: Names; readonly t: Translate },
): string {
  if (value === nobody) return t(filter === 'assignee' ? 'lists.nobody' : 'lists.without');
  if (value === me) return t('lists.me');
  if (filter in closedLists) return t(keyOf(filter, value));
  return filter === 'category' ? value : nameOf(names[value], t);
}

function keyOf(filter: TicketFilter, value: string): string {
  if (filter === 'phase') return `tickets.phase.${value}`;
  if (filter === 'stage') return `tickets.status.${value}`;
  return filter === 'subStatus' ? `tickets.status.${statusWords[value as keyof typeof statusWords]}` : `forms.values.${value}`;
}

const nameOf = (name: string | undefined, t: Translate): string =>
  name === undefined || name === ERASED ? t('lists.unnamed') : name;

const statusWords = {
  unassigned: 'dispatching',
  assigned: 'assigned',
  'in-progress': 'progress',
  'awaiting-customer': 'customer',
  'waiting-third-party': 'thirdparty',
  resolved: 'resolved',
  rejected: 'rejected',
  duplicate: 'duplicate',
} as const;

function withoutValue({ filters }: ListQuestion, filter: TicketFilter, value: string): ListQuestion['filters'] {
  const { [filter]: values = [], ...others } = filters;
  const left = values.filter((one) => one !== value);
  return left.length === 0 ? others : { ...others, [filter]: left };
}

function withoutDate({ ...dates }: Dates, edge: keyof Dates): Dates {
  return Object.fromEntries(Object.entries(dates).filter(([name]) => name !== edge));
}

/** Noon UTC is the same day in nearly every time zone. */
const dayOf = (date: string): string => (date.length === 10 ? `${date}T12:00:00.000Z` : date);
