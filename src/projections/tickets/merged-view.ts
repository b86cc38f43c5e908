import type { Actor } from '../../domain/people/actor';
import { canRead } from '../../domain/ticket/ticket.facets';
import { cursorAfter, cutPage, readCursor } from '../kernel/cursor';
import type { Page, Query, Sort } from '../kernel/documents.port';
import { mergedPage } from '../kernel/merged-page';
import type { ReadModels } from '../kernel/read-models';
import { compareBy } from '../kernel/scalars';
import { fullSort, mostRanges } from '../kernel/served-by';
import { activityOrder, type ActivityLine } from './activity';
import { detailModel, linesFor } from './audience';
import type { TicketDetail } from './ticket-detail.document';

// Rule 3: merging moves nothing. A primary's view is combined when it is read, so that unlinking takes effect at once.

/** A reference to another ticket. */
export interface TicketRef {
  readonly id: string;
  /** Null when the reader may not see that ticket. */
  readonly number: string | null;
}

/** The ticket that an item of the view belongs to. */
export interface OnTicket {
  readonly ticket: string;
  readonly number: string;
  /** True when it belongs to a duplicate of the requested ticket, directly or through others. */
  readonly fromDuplicate: boolean;
}

/** Maximum number of tickets in one view. */
const mostTickets = 1_000;

/** The ticket, its duplicates, their duplicates and so on, nearest first, as far as the reader may see them. */
export async function withDuplicates(models: ReadModels, actor: Actor, ticket: TicketDetail): Promise<readonly TicketDetail[]> {
  const found = new Map([[ticket._id, ticket]]);
  let next = ticket.duplicates;
  while (next.length > 0 && found.size < mostTickets) {
    const unseen = next.filter((id) => !found.has(id)).slice(0, mostTickets - found.size);
    const known = await models.getMany<TicketDetail>(detailModel(actor), unseen);
    for (const [id, duplicate] of known) found.set(id, duplicate);
    next = [...known.values()].flatMap(({ duplicates }) => duplicates);
  }
  return [...found.values()].filter(({ _id, scopes }) => _id === ticket._id || canRead(actor, scopes));
}

/** The ticket's primary, the primary's primary and so on, as far as the reader may see them. */
export async function primariesOf(models: ReadModels, actor: Actor, ticket: TicketDetail): Promise<readonly TicketDetail[]> {
  const found = new Map([[ticket._id, ticket]]);
  let next = ticket.primary;
  while (next !== null && !found.has(next) && found.size < mostTickets) {
    const primary: TicketDetail | null = await models.get<TicketDetail>(detailModel(actor), next);
    if (primary === null) break;
    found.set(next, primary);
    next = primary.primary;
  }
  return [...found.values()].slice(1).filter(({ scopes }) => canRead(actor, scopes));
}

export function refTo(id: string, seen: readonly TicketDetail[]): TicketRef {
  return { id, number: seen.find(({ _id }) => _id === id)?.number ?? null };
}

/** Labels a line or file with its ticket. */
export function labelled<Part>(part: Part, on: TicketDetail, asked: string): Part & OnTicket {
  return { ...part, ticket: on._id, number: on.number, fromDuplicate: on._id !== asked };
}

/** A paging direction: its order, and the first and last line of a ticket in it. */
interface Direction {
  readonly order: readonly Sort[];
  readonly begins: (ticket: TicketDetail) => string;
  readonly ends: (ticket: TicketDetail) => string;
  readonly isPast: (at: string, then: string) => boolean;
}

const forwards: Direction = {
  order: fullSort(activityOrder),
  begins: ({ firstRecordedAt }) => firstRecordedAt,
  ends: ({ lastRecordedAt }) => lastRecordedAt,
  isPast: (at, then) => at > then,
};
const backwards: Direction = {
  order: fullSort(activityOrder.map((sort) => ({ ...sort, descending: true }))),
  begins: forwards.ends,
  ends: forwards.begins,
  isPast: (at, then) => at < then,
};

export interface ActivityAsked extends Pick<Query, 'limit' | 'after'> {
  /** From the newest line on. Default: from the oldest. */
  readonly isBackwards?: boolean | undefined;
}

export interface ActivityPage<Line> extends Omit<Page<never>, 'items'> {
  readonly items: readonly Line[];
  /** Cursor for going back from this page. Null for an empty page. */
  readonly back: string | null;
}

/**
 * One page of the activity of all these tickets. Queries a few tickets at a time, nearest first, and stops when no other can have
 * a line on this page.
 */
export async function activityOf(
  models: Pick<ReadModels, 'find'>,
  actor: Actor,
  tickets: readonly TicketDetail[],
  { limit, after, isBackwards = false }: ActivityAsked,
): Promise<ActivityPage<ActivityLine>> {
  const [way, other] = isBackwards ? [backwards, forwards] : [forwards, backwards];
  const reading = { way, limit, ...(after === undefined ? {} : { after }) };
  const page = cutPage(await linesOf(models, linesFor(actor, 'activity'), tickets, reading), limit, way.order);
  const [first] = page.items;
  return { ...page, back: first === undefined ? null : cursorAfter(first, other.order) };
}

/** One line more than the limit, which shows whether there is a next page. */
async function linesOf(
  models: Pick<ReadModels, 'find'>,
  names: readonly string[],
  tickets: readonly TicketDetail[],
  { way, limit, after }: Pick<Query, 'limit' | 'after'> & { readonly way: Direction },
): Promise<readonly ActivityLine[]> {
  let lines: readonly ActivityLine[] = [];
  for (const some of batches(reaching(tickets, after, way))) {
    const last = lines[limit]?.recordedAt;
    if (last !== undefined && some.every((ticket) => way.isPast(way.begins(ticket), last))) break;
    const where = [{ field: 'ticket', in: some.map(({ _id }) => _id) }];
    const query = { where, sort: way.order, limit: limit + 1, ...(after === undefined ? {} : { after }) };
    const { items } = await mergedPage<ActivityLine>(models, names, query);
    lines = [...lines, ...items].sort(compareBy(way.order)).slice(0, limit + 1);
  }
  return lines;
}

/** The tickets with lines after the cursor, nearest first. */
function reaching(tickets: readonly TicketDetail[], after: string | undefined, way: Direction): readonly TicketDetail[] {
  const [from = null] = after === undefined ? [] : readCursor(after, way.order);
  return tickets
    .filter((ticket) => from === null || !way.isPast(String(from), way.ends(ticket)))
    .sort((a, b) => (way.isPast(way.begins(b), way.begins(a)) ? -1 : 1));
}

function batches(tickets: readonly TicketDetail[]): readonly (readonly TicketDetail[])[] {
  return tickets.length === 0 ? [] : [tickets.slice(0, mostRanges), ...batches(tickets.slice(mostRanges))];
}
