import { ERASED } from '../../../domain/kernel/event';
import type { Names } from '../../../projections/people/names';
import type { TicketFilter } from '../../../projections/tickets/list-tickets';
import type { Translate } from '../rendering/words';
import { valueWords } from './chips';
import { closedLists, filterNames, me, nobody, unoffered, type Chosen } from './filters';
import { addressOf, dateEdges, queryOf, withoutFilters, type ListQuestion } from './list-question';

interface Offer {
  readonly id: string;
  readonly name: string | null;
}

export interface FilterFormParts {
  readonly path: string;
  readonly question: ListQuestion;
  readonly offers: { readonly [filter in TicketFilter]?: readonly Offer[] };
  readonly names: Names;
  readonly t: Translate;
}

/** Special values, listed before the people and teams. */
const beside: { readonly [filter in TicketFilter]?: readonly string[] } = { assignee: [me, nobody], team: [nobody] };

/** View of filter-form.hbs: all filters with their chosen values. */
export function filterForm({ path, question, offers, names, t }: FilterFormParts) {
  const { q, filters, dates } = question;
  const group = (filter: TicketFilter, values: readonly string[], known: Names) => ({
    name: filter,
    label: t(`lists.filters.${filter}`),
    isLong: values.length > 12,
    options: values.map((value) => ({
      value,
      label: valueWords(filter, value, { names: known, t }),
      isChosen: filters[filter]?.includes(value) === true,
    })),
  });
  const offered = (['assignee', 'team', 'customer', 'handler'] as const).map((filter) => {
    const known = { ...names, ...namesIn(offers[filter] ?? []) };
    return group(filter, valuesFor(filter, filters, offers[filter] ?? []), known);
  });
  return {
    ...{ path, q, back: addressOf(path, question), clear: addressOf(path, question, withoutFilters) },
    hidden: hiddenOf(question),
    short: Object.entries(closedLists).flatMap(([name, values]) => {
      const filter = name as TicketFilter;
      return unoffered.has(filter) ? [] : [group(filter, values, names)];
    }),
    named: offered.filter(({ options }) => options.some(({ value }) => value !== nobody && value !== me)),
    category: filters.category?.at(0) ?? '',
    dates: dateEdges.map((edge) => ({ edge, label: t(`lists.dates.${edge}`), value: dates[edge]?.slice(0, 10) ?? '' })),
  };
}

/** The offered values, and chosen values that are not among them. */
function valuesFor(filter: TicketFilter, chosen: Chosen, offers: readonly Offer[]): readonly string[] {
  const offered = [...(beside[filter] ?? []), ...offers.map(({ id }) => id)];
  return [...offered, ...(chosen[filter] ?? []).filter((value) => !offered.includes(value))];
}

const namesIn = (offers: readonly Offer[]): Names =>
  Object.fromEntries(offers.map(({ id, name }) => [id, name === null || name === ERASED ? '–' : name]));

/** Parameters of the list without an input in the form, kept as hidden fields. */
function hiddenOf(question: ListQuestion): readonly { readonly name: string; readonly value: string }[] {
  const drawn = filterNames.filter((name) => name !== 'requester' && !unoffered.has(name));
  const shown: ReadonlySet<string> = new Set([...drawn, ...dateEdges, 'q']);
  const pairs = [...new URLSearchParams(queryOf({ ...question, after: null, trail: [] }))];
  return pairs.filter(([name]) => !shown.has(name)).map(([name, value]) => ({ name, value }));
}
