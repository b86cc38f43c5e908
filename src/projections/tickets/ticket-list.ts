import { ERASED } from '../../domain/kernel/event';
import type { FacetValues } from '../../domain/kernel/event';
import { openedText } from '../../domain/kernel/opened';
import type { Requester, TicketEvent } from '../../domain/ticket/ticket.events';
import type { Document, IndexSpec } from '../kernel/documents.port';
import type { Projection } from '../kernel/projection';
import { words } from '../kernel/words';
import { placed, priorityRank, sortableNumber, type Place } from './status';
import { foldBy } from '../kernel/fold-table';
import { isOpening, oneTicket, ticketOf, updatedAfter, type TicketFact, type TicketTable } from './ticket-fact';

/** One line of a ticket list (S4.4–S4.7). Ids only: names are joined when it is read. */
export interface TicketListItem extends Document, Place {
  readonly number: string;
  readonly numberSort: string;
  readonly title: string | null;
  readonly priorityRank: number;
  readonly requester: Requester;
  readonly category: string | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

export const ticketSorts = [
  { field: 'updatedAt', descending: true },
  { field: 'openedAt', descending: true },
  { field: 'numberSort' },
  { field: 'priorityRank' },
] as const;
export const ticketFilters = ['priority', 'team', 'assignee', 'phase', 'kind', 'category'] as const;

const scope = { field: 'scopes', many: true } as const;
const status = { field: 'status' } as const;

/**
 * Both states at once are asked with `in`: the store reads the two ranges in one order. Filtered lists are in order of opening, which never
 * changes: every fact moves `updatedAt`, and with it a row of each index that holds it, for each scope.
 */
const indexes: readonly IndexSpec[] = [
  ...ticketSorts.map((sort) => ({ fields: [scope, status, sort] })),
  ...ticketFilters.map((field) => ({ fields: [scope, status, { field }, ticketSorts[1]] })),
];

const changes: TicketTable<TicketListItem> = {
  TicketClosed: (item, fact) => ({ ...item, closedAt: fact.occurredAt }),
  TicketReopened: (item) => ({ ...item, closedAt: null }),
  DetailsRevised: (item, fact) =>
    titled({ ...item, requester: fact.data.requester ?? item.requester }, openedText(fact, 'title') ?? item.title),
};

export const ticketList: Projection<TicketListItem> = {
  name: 'ticket-list',
  version: 4,
  audience: 'everyone',
  indexes,
  text: true,
  handles: 'all',
  opens: ['TicketOpened', 'DetailsRevised'],
  keys: oneTicket,
  fold(item, fact) {
    const facets = fact.facets?.after ?? null;
    if (facets === null) return item;
    if (isOpening(fact)) return firstLine(fact, facets);
    if (item === null) return null;
    return moved(foldBy<TicketEvent, TicketListItem>(changes, item, fact), updatedAfter(item.updatedAt, fact), facets);
  },
};

function firstLine(fact: TicketFact<'TicketOpened'>, facets: FacetValues): TicketListItem {
  const { number, requester } = fact.data;
  const opened = { number, numberSort: sortableNumber(number), requester, openedAt: fact.occurredAt, closedAt: null };
  const item = placed({ _id: ticketOf(fact) ?? '', title: null, updatedAt: fact.occurredAt, ...opened }, facets);
  const ranked = { ...item, priorityRank: priorityRank(facets.priority), category: facets.category };
  return titled(ranked, openedText(fact, 'title'));
}

function moved(item: TicketListItem, updatedAt: string, facets: FacetValues): TicketListItem {
  const ranked = { ...item, updatedAt, priorityRank: priorityRank(facets.priority), category: facets.category };
  return placed(ranked, facets);
}

/** Only the number and the title may be searched: both are for everyone. */
function titled(item: TicketListItem, title: string | null): TicketListItem {
  return { ...item, title, _words: words(item.number, title === ERASED ? null : title) };
}
