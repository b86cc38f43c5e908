import type { Actor } from '../../../domain/people/actor';
import type { Names } from '../../../projections/people/names';
import { ticketStates, type TicketLine, type TicketListPage } from '../../../projections/tickets/list-tickets';
import { mostAtOnce } from '../../desk/tickets/bulk-desk';
import { exportMenu } from '../exports/export-menu';
import type { Translate } from '../rendering/words';
import { readable } from '../tickets/readable';
import { statusKey } from '../tickets/status-key';
import { bulkActionsFor } from './bulk-actions';
import { chipsOf } from './chips';
import type { Column } from './columns';
import { emptyState } from './empty-state';
import { addressOf, isPlain, longestTrail, queryOf, withoutFilters, type ListQuestion } from './list-question';
import { tabsFor } from './tabs';
import type { WaitingList } from './waiting-work';

export interface Listed {
  /** Path of the page with the list. */
  readonly path: string;
  readonly question: ListQuestion;
  readonly page: TicketListPage;
  /** Names of people and organisations in filters. */
  readonly names: Names;
  readonly columns: readonly Column[];
  readonly actor: Actor;
  readonly t: Translate;
  /** Messages above the list. */
  readonly notices: readonly string[];
  /** When the list was read. */
  readonly readAt: string;
  /** Lists with work for a reader whose own list is empty. */
  readonly waiting: readonly WaitingList[];
}

/** View of list.hbs. */
export function listView({ path, question, page, names, columns, actor, t, notices, readAt, waiting }: Listed) {
  const to = (change: Partial<ListQuestion>): string => addressOf(path, question, change);
  const mayOpen = actor.permissions.has('ticket.open') || actor.permissions.has('ticket.open-on-behalf');
  const query = queryOf({ ...question, after: null, trail: [] });
  const chips = chipsOf({ question, names: { ...names, ...page.names }, to, t });
  return {
    ...{ path, notices, query, chips },
    here: addressOf(path, question, { after: question.after, trail: question.trail }),
    tabs: tabsFor(actor).map((scope) => ({ scope, href: to({ scope }), isHere: scope === question.scope })),
    states: ticketStates.map((state) => ({ state, href: to({ state }), isHere: state === question.state })),
    columns: columns.map((column) => headOf(column, question, to)),
    rows: page.items.map((item) => ({ number: item.number, cells: columns.map((column) => cellOf(column, item, page.names)) })),
    clear: isPlain(question) ? null : to(withoutFilters),
    pager: pagerOf(question, page.next, to),
    empty: page.items.length > 0 ? null : emptyState(question, { to, mayOpen, waiting }),
    actions: bulkActionsFor(actor).map(({ verb, icon }) => ({ verb, icon })),
    isWhole: page.next === null && question.after === null,
    filterHref: withHome(addressOf('/tickets/filter', question), path),
    newsHref: question.after === null ? withHome(addressOf('/tickets/news', question), path) : null,
    ...{ readAt, mostAtOnce },
    exporting: exportMenu('/tickets/export', query),
    saveHref: `/tickets/views/new${addressOf('', question)}`,
  };
}

/** The filter form returns to the page that opened it. */
const withHome = (href: string, path: string): string =>
  path === '/' ? `${href}${href.includes('?') ? '&' : '?'}on=home` : href;

function headOf({ key, sort }: Column, question: ListQuestion, to: (change: Partial<ListQuestion>) => string) {
  const isSorted = sort === (question.sort ?? 'updated');
  return {
    key,
    href: to({ sort, reverse: isSorted && !question.reverse }),
    ...(isSorted ? directions[isDescending(sort, question.reverse) ? 'down' : 'up'] : unsorted),
  };
}

const newestFirst: ReadonlySet<string> = new Set(['updated', 'opened', 'closed']);
const isDescending = (order: string, reverse: boolean): boolean => newestFirst.has(order) !== reverse;
const directions = {
  down: { direction: 'descending', arrow: 'arrow-down' },
  up: { direction: 'ascending', arrow: 'arrow-up' },
} as const;
const unsorted = { direction: null, arrow: null };

/** Pages sorted by time link to newer and older tickets, others to the previous and next page. */
function pagerOf(question: ListQuestion, next: string | null, to: (change: Partial<ListQuestion>) => string) {
  const { sort, reverse, after, trail } = question;
  return {
    back: after === null ? null : to(before(trail)),
    on: next === null ? null : to({ after: next, trail: [...trail, after ?? first].slice(-longestTrail) }),
    words: newestFirst.has(sort ?? 'updated') && !reverse ? 'byTime' : 'plain',
  };
}

/** Marks the first page in a trail, because it has no `after`. */
const first = '0';

function before(trail: readonly string[]): Pick<ListQuestion, 'after' | 'trail'> {
  const last = trail.at(-1) ?? first;
  return { after: last === first || last === '' ? null : last, trail: trail.slice(0, -1) };
}

const plain = { text: null, at: null, status: null, isUrgent: false } as const;
export type Cell = { readonly key: string; readonly kind: string } & { readonly [name in keyof typeof plain]: unknown };

export function cellOf({ key }: Column, item: TicketLine, names: Names): Cell {
  const { title, priority, kind, openedAt, updatedAt, closedAt, category } = item;
  const named = (id: string | null) => (id === null ? null : nameIn(names, id));
  const isUrgent = item.status === 'open' && (priority === 'critical' || priority === 'high');
  const cells: { readonly [column: string]: Partial<Cell> } = {
    number: { kind: 'number', text: item.number },
    title: { kind: 'title', text: readable(title) },
    status: { kind: 'status', status: statusKey(item) },
    priority: { kind: 'word', text: `forms.values.${priority}`, isUrgent },
    kind: { kind: 'word', text: `forms.values.${kind}` },
    customer: { kind: 'text', text: named(item.ownerOrganisation) },
    handler: { kind: 'text', text: named(item.handler) },
    team: { kind: 'text', text: named(item.team) },
    technician: { kind: 'text', text: named(item.assignee) },
    category: { kind: 'text', text: readable(category) },
    opened: { kind: 'moment', at: openedAt },
    updated: { kind: 'ago', at: updatedAt },
    closed: { kind: 'moment', at: closedAt },
  };
  return { ...plain, key, kind: 'text', ...cells[key] };
}

const nameIn = (names: Names, id: string): string | null => readable(names[id] ?? null);
