import { isUuid } from '../../../domain/kernel/ids';
import { kinds, priorities } from '../../../domain/ticket/ticket.events';
import { ticketStates, ticketTabs, type TicketListParams } from '../../../projections/tickets/list-tickets';

/** What the columns of the list can be sorted by. */
const orders = ['updated', 'opened', 'number', 'priority'] as const;
type Order = (typeof orders)[number];
type Tab = (typeof ticketTabs)[number];
type State = (typeof ticketStates)[number];

/** What the address of a list asks for. What is no such thing there is passed over: an old bookmark still shows a list. */
export interface ListQuestion {
  readonly scope: Tab;
  readonly state: State;
  readonly sort: Order | null;
  readonly reverse: boolean;
  readonly q: string;
  readonly filter: Filter | null;
  readonly after: string | null;
}

export const filterFields = ['priority', 'kind', 'phase', 'assignee'] as const;
export interface Filter {
  readonly field: (typeof filterFields)[number];
  readonly value: string;
}

/** Of the filter for assignees: nobody. */
export const nobody = 'none';
const longestSearch = 200;

type Asked = Readonly<Record<string, unknown>>;

export function questionIn(asked: Asked): ListQuestion {
  const sort = textOf(asked['sort']);
  return {
    scope: oneOf(ticketTabs, asked['scope']) ?? 'my',
    state: oneOf(ticketStates, asked['state']) ?? 'open',
    sort: oneOf(orders, sort.replace(/^-/, '')),
    reverse: sort.startsWith('-'),
    q: textOf(asked['q']).trim().slice(0, longestSearch),
    filter: filterIn(asked),
    after: textOf(asked['after']) || null,
  };
}

export function paramsOf({ scope, state, sort, reverse, q, filter, after }: ListQuestion, limit: number): TicketListParams {
  return {
    ...{ tab: scope, state, sort: sort ?? undefined, reverse, limit },
    text: q === '' ? undefined : q,
    ...(filter !== null && { filters: { [filter.field]: storedValues(filter) } }),
    after: after ?? undefined,
  };
}

/** The address of the same list with some of it changed; what is as always is left out. A change starts at the first page. */
export function addressOf(path: string, question: ListQuestion, change: Partial<ListQuestion> = {}): string {
  const { scope, state, sort, reverse, q, filter, after } = { ...question, after: null, ...change };
  const parts: readonly (readonly [string, string | null])[] = [
    ['scope', unlessUsual(scope, 'my')],
    ['state', unlessUsual(state, 'open')],
    ['sort', sortText(sort, reverse)],
    ['q', unlessUsual(q, '')],
    [filter?.field ?? '', filter?.value ?? null],
    ['after', after],
  ];
  const query = new URLSearchParams(
    parts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]])),
  );
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

const sortText = (sort: Order | null, reverse: boolean): string | null => (reverse && sort !== null ? `-${sort}` : sort);
const unlessUsual = (value: string, usual: string): string | null => (value === usual ? null : value);

function filterIn(asked: Asked): Filter | null {
  const found = filterFields.map((field) => ({ field, value: textOf(asked[field]) })).find((one) => isFilter(one));
  return found ?? null;
}

function isFilter({ field, value }: Filter): boolean {
  switch (field) {
    case 'priority':
      // Several: the tile of urgent tickets counts two priorities.
      return value.split(',').every((one) => oneOf(priorities, one) !== null);
    case 'kind':
      return oneOf(kinds, value) !== null;
    case 'phase':
      return /^[1-7]$/.test(value);
    case 'assignee':
      return value === nobody || isUuid(value);
  }
}

function storedValues({ field, value }: Filter): readonly (string | number | null)[] {
  if (field === 'phase') return [Number(value)];
  return value === nobody ? [null] : value.split(',');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function oneOf<T extends string>(values: readonly T[], value: unknown): T | null {
  return values.find((one) => one === value) ?? null;
}
