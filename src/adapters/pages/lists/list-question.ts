import type { Actor } from '../../../domain/people/actor';
import { isDateOrInstant, type Span } from '../../../projections/kernel/dates';
import {
  ticketStates,
  ticketTabs,
  type ListOf,
  type TicketListParams,
  type TicketSpans,
} from '../../../projections/tickets/list-tickets';
import { chosenOf, filterNames, storedValue, type Chosen } from './filters';
import { orders, type Order } from './columns';

export type Tab = (typeof ticketTabs)[number];
type State = (typeof ticketStates)[number];

export const dateEdges = ['openedFrom', 'openedTo', 'updatedFrom', 'updatedTo', 'closedFrom', 'closedTo'] as const;
export type DateEdge = (typeof dateEdges)[number];
export type Dates = { readonly [edge in DateEdge]?: string };

/** The parameters of a list's URL. */
export interface ListQuestion {
  readonly scope: Tab;
  readonly state: State;
  readonly sort: Order | null;
  readonly reverse: boolean;
  readonly q: string;
  readonly filters: Chosen;
  readonly dates: Dates;
  readonly after: string | null;
  /** Cursors (`after`) of the previous pages, oldest first, for going back to newer tickets. */
  readonly trail: readonly string[];
}

/** The parsed URL and its ignored parameters. Old bookmarks still work, and the page names what it ignored. */
export interface ReadQuestion {
  readonly question: ListQuestion;
  readonly ignored: readonly string[];
}

const longestSearch = 200;
export const longestTrail = 8;

export type Asked = Readonly<Record<string, unknown>>;

export function questionIn(asked: Asked, tabs: readonly Tab[] = ticketTabs): ReadQuestion {
  const last = (name: string): string => textsOf(asked[name]).at(-1) ?? '';
  const sort = last('sort');
  const question: ListQuestion = {
    scope: oneOf(tabs, last('scope')) ?? 'my',
    state: oneOf(ticketStates, last('state')) ?? 'open',
    sort: oneOf(orders, sort.replace(/^-/, '')),
    reverse: sort.startsWith('-'),
    q: last('q').trim().slice(0, longestSearch),
    filters: picked(filterNames, (filter) => someOf(chosenOf(filter, textsOf(asked[filter])))),
    dates: picked(dateEdges, (edge) => (isDateOrInstant(last(edge)) ? last(edge) : null)),
    after: last('after') || null,
    trail: last('trail') === '' ? [] : last('trail').split('.').slice(-longestTrail),
  };
  return { question, ignored: ignoredIn(asked, question) };
}

/** Dates are days in this time zone. */
export function paramsOf(question: ListQuestion, actor: Actor, { limit, zone }: Reading): TicketListParams {
  const { scope, state, sort, reverse, q, filters, dates, after } = question;
  return {
    ...{ tab: scope, state, sort: sort ?? undefined, reverse, limit, zone, spans: spansOf(dates) },
    filters: picked(filterNames, (filter) => filters[filter]?.map((value) => storedValue(filter, value, actor)) ?? null),
    text: q === '' ? undefined : q,
    after: after ?? undefined,
  };
}

interface Reading {
  readonly limit: number;
  readonly zone: string;
}

/** URL of the same list with some parameters changed. Omits defaults, and every change starts at the first page. */
export function addressOf(path: string, question: ListQuestion, change: Partial<ListQuestion> = {}): string {
  const query = queryOf({ ...question, after: null, trail: [], ...change });
  return query === '' ? path : `${path}?${query}`;
}

/** Canonical query of a list, independent of parameter order. */
export function queryOf({ scope, state, sort, reverse, q, filters, dates, after, trail }: ListQuestion): string {
  const parts: readonly (readonly [string, string | null | undefined])[] = [
    ['scope', unless(scope, 'my')],
    ['state', unless(state, 'open')],
    ['sort', reverse && sort !== null ? `-${sort}` : sort],
    ['q', unless(q, '')],
    ...filterNames.flatMap((filter) => pairsOf(filter, filters[filter])),
    ...dateEdges.map((edge) => [edge, dates[edge]] as const),
    ['after', after],
    ['trail', unless(trail.join('.'), '')],
  ];
  const given = parts.flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []));
  return new URLSearchParams(given).toString().replaceAll('%2C', ',');
}

/** URL of a list in the tab `all`. */
export function listHref({ state = 'open', filters = {} }: ListOf): string {
  const chosen = picked(filterNames, (filter) => filters[filter]?.map(String) ?? null);
  return addressOf('/tickets', { ...questionIn({}).question, scope: 'all', state, filters: chosen });
}

/** Whether no filter is set besides the two segments. */
export function isPlain({ q, filters, dates }: ListQuestion): boolean {
  return q === '' && Object.keys(filters).length === 0 && Object.keys(dates).length === 0;
}

/** Whether a query has empty parameters, as forms send them. */
export function hasBlanks(asked: Asked): boolean {
  return Object.values(asked).some((value) => textsOf(value).some((text) => text === ''));
}

/** Parses the parameters of a stored query. */
export function askedIn(query: string): Asked {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

export const withoutFilters = { q: '', filters: {}, dates: {} } as const;

function pairsOf(filter: keyof Chosen, values: readonly string[] = []): readonly (readonly [string, string])[] {
  if (values.length === 0) return [];
  return filter === 'category' ? values.map((value) => [filter, value] as const) : [[filter, values.join(',')]];
}

function spansOf(dates: Dates): TicketSpans {
  const span = (from: DateEdge, to: DateEdge): Span => ({ from: dates[from], to: dates[to] });
  return {
    opened: span('openedFrom', 'openedTo'),
    updated: span('updatedFrom', 'updatedTo'),
    closed: span('closedFrom', 'closedTo'),
  };
}

function ignoredIn(asked: Asked, question: ListQuestion): readonly string[] {
  const isGiven = (name: string): boolean => textsOf(asked[name]).some((text) => text.trim() !== '');
  const last = (name: string): string => textsOf(asked[name]).at(-1) ?? '';
  const { scope, state, sort, filters, dates } = question;
  return [
    ...(last('scope') === scope ? [] : ['scope']),
    ...(last('state') === state ? [] : ['state']),
    ...(sort === null ? ['sort'] : []),
    ...filterNames.filter((filter) => filters[filter] === undefined),
    ...dateEdges.filter((edge) => dates[edge] === undefined),
  ].filter(isGiven);
}

export const textsOf = (value: unknown): readonly string[] =>
  [value].flat().filter((text): text is string => typeof text === 'string');
const someOf = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);
const unless = (value: string, usual: string): string | null => (value === usual ? null : value);

/** Keeps only the names that have a value. */
function picked<Name extends string, T>(
  names: readonly Name[],
  valueOf: (name: Name) => T | null,
): { readonly [name in Name]?: T } {
  const found = names.map((name) => [name, valueOf(name)] as const).filter(([, value]) => value !== null);
  return Object.fromEntries(found) as { readonly [name in Name]?: T };
}

function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  return values.find((one) => one === value) ?? null;
}
