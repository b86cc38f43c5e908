import { ERASED } from '../../domain/kernel/event';
import type { TicketFacets } from '../../domain/ticket/ticket.facets';
import { openedText } from '../../domain/kernel/opened';
import type { Requester, TicketEvent } from '../../domain/ticket/ticket.events';
import type { Document, FacetSpec, IndexSpec } from '../kernel/documents.port';
import { fold, sortKey } from '../kernel/fold';
import type { Projection } from '../kernel/projection';
import { placed, priorityRank, sortableNumber, stageOf, type Stage, type Standing } from './status';
import { foldBy } from '../kernel/fold-table';
import { facetsAfter, isOpening, oneTicket, ticketOf, updatedAfter, type TicketFact, type TicketTable } from './ticket-fact';
import { joined, shortNumber } from './ticket-number';

/** One line of a ticket list (S4.4–S4.7). Holds ids only; names are joined when it is read. */
export interface TicketListItem extends Document, Standing {
  readonly number: string;
  readonly title: string | null;
  readonly requester: Requester;
  readonly category: string | null;
  readonly channel: string | null;
  readonly serialNumber: string | null;
  /** The serial number as one word, without hyphens and spaces. */
  readonly joinedSerial: string | null;
  readonly postalCode: string | null;
  readonly branch: string | null;
  readonly location: string | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly stage: Stage;
  /** The user or contact who has the problem. */
  readonly requesterId: string;
  readonly numberSort: string;
  /** Most urgent first, then oldest first. */
  readonly prioritySort: string;
  readonly titleSort: string | null;
  /** Sort key of the area, searched by prefix. */
  readonly areaSort: string | null;
  /** The number as people shorten it (ticket-number.ts). */
  readonly shortNumber: readonly string[];
}

/** The orders of a list, with their natural direction and the number of characters that distinguish documents. */
export const ticketOrders = {
  updated: { field: 'updatedAt', descending: true, ordered: 10, coarse: 7 },
  opened: { field: 'openedAt', descending: true, ordered: 10, coarse: 7 },
  closed: { field: 'closedAt', descending: true, ordered: 10, coarse: 7 },
  number: { field: 'numberSort', descending: false, ordered: 12 },
  priority: { field: 'prioritySort', descending: false, ordered: 12 },
  title: { field: 'titleSort', descending: false, ordered: 1 },
} as const;

const scope = { field: 'scopes', many: true } as const;
const status = { field: 'status' } as const;
const ticketFacets = [
  ...['kind', 'engagement', 'phase', 'subStatus', 'stage', 'priority', 'team', 'assignee'],
  ...['ownerOrganisation', 'handler', 'category', 'channel', 'requesterId'],
];

/** A list without filters reads one range of an index, or two for both states. Facets serve all other lists. */
const indexes: readonly IndexSpec[] = Object.values(ticketOrders).map(({ field, descending }) => ({
  fields: [scope, status, { field, ...(descending ? { descending } : {}) }],
}));
const facets: readonly FacetSpec[] = [
  ...[scope, status, { field: 'areaSort', ordered: 4 }],
  ...ticketFacets.map((field) => ({ field })),
  ...Object.values(ticketOrders).map((order): FacetSpec => ({
    field: order.field,
    ordered: order.ordered,
    ...('coarse' in order && { coarse: order.coarse }),
  })),
];

const changes: TicketTable<TicketListItem> = {
  TicketClosed: (item, fact) => ({ ...item, closedAt: fact.occurredAt }),
  TicketReopened: (item) => ({ ...item, closedAt: null }),
  DetailsRevised: (item, fact) => revised(item, fact),
};

export const ticketList: Projection<TicketListItem> = {
  name: 'ticket-list',
  version: 9,
  audience: 'everyone',
  indexes,
  facets,
  text: { fields: ['title', 'number', 'shortNumber', 'serialNumber', 'joinedSerial'] },
  handles: 'all',
  opens: ['TicketOpened', 'DetailsRevised'],
  keys: oneTicket,
  fold(item, fact) {
    const facets = facetsAfter(fact);
    if (facets === null) return item;
    if (isOpening(fact)) return firstLine(fact, facets);
    if (item === null) return null;
    return moved(foldBy<TicketEvent, TicketListItem>(changes, item, fact), updatedAfter(item.updatedAt, fact), facets);
  },
};

function firstLine(fact: TicketFact<'TicketOpened'>, facets: TicketFacets): TicketListItem {
  const { number, requester, details } = fact.data;
  const item = {
    ...{ _id: ticketOf(fact) ?? '', number, title: null, titleSort: null },
    ...{ numberSort: sortableNumber(number), shortNumber: shortNumber(number) },
    ...{ requester, requesterId: personIn(requester) },
    ...{ openedAt: fact.occurredAt, updatedAt: fact.occurredAt, closedAt: null },
    ...{ category: facets.category, channel: details.channel ?? null, ...serialIn(details.serialNumber ?? null) },
    ...placeIn(details, nowhere),
    ...{ prioritySort: prioritySort(facets, fact.occurredAt), stage: stageOf(facets) },
  };
  return titled(placed(item, facets), openedText(fact, 'title'));
}

/** Undefined means unchanged, null means cleared. */
function revised(item: TicketListItem, fact: TicketFact<'DetailsRevised'>): TicketListItem {
  const { requester = item.requester, details } = fact.data;
  const { channel = item.channel, serialNumber = item.serialNumber } = details;
  const changed = {
    ...item,
    requester,
    requesterId: personIn(requester),
    channel,
    ...serialIn(serialNumber),
    ...placeIn(details, item),
  };
  return titled(changed, openedText(fact, 'title') ?? item.title);
}

const serialIn = (serialNumber: string | null) => ({
  serialNumber,
  joinedSerial: serialNumber === null ? null : joined(serialNumber),
});

type Whereabouts = Pick<TicketListItem, 'postalCode' | 'branch' | 'location'>;
const nowhere: Whereabouts = { postalCode: null, branch: null, location: null };

function placeIn(details: TicketFact<'DetailsRevised'>['data']['details'], before: Whereabouts) {
  const { postalCode = before.postalCode, branch = before.branch, location = before.location } = details;
  const area = areaOf({ postalCode, branch, location });
  return { postalCode, branch, location, areaSort: area === null ? null : areaKey(area) };
}

/** Where the work takes place: the postal code with the branch, or else the location. */
export function areaOf({ postalCode, branch, location }: Whereabouts): string | null {
  const parts = [postalCode, branch ?? location].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}

/** Normalised area for comparison, without case and accents. */
export const areaKey = (text: string): string => fold(text).replace(/\s+/gu, ' ').trim();

function moved(item: TicketListItem, updatedAt: string, facets: TicketFacets): TicketListItem {
  const { category } = facets;
  const stage = stageOf(facets);
  return placed({ ...item, updatedAt, prioritySort: prioritySort(facets, item.openedAt), category, stage }, facets);
}

function titled(item: TicketListItem, title: string | null): TicketListItem {
  return { ...item, title, titleSort: sortKey(title === ERASED ? null : title) };
}

function personIn(requester: Requester): string {
  return 'user' in requester ? requester.user : requester.contact;
}

function prioritySort({ priority }: TicketFacets, openedAt: string): string {
  return `${priorityRank(priority)} ${openedAt}`;
}
