import { reject } from '../../domain/kernel/errors';
import { cutPage, readCursor } from '../kernel/cursor';
import type { Document, Page, Query, Sort } from '../kernel/documents.port';
import { sortKey } from '../kernel/fold';
import type { ReadModels } from '../kernel/read-models';
import { compareBy } from '../kernel/scalars';
import { everyItem, mostPerPage } from '../kernel/asking';
import type { Names } from '../people/names';
import type { TicketListItem } from './ticket-list';

/** Names change without a ticket fact, so no index can keep their order. Other orders are too rare for an index. */
const sortedText = {
  status: ({ phase, subStatus }: TicketListItem) => `${phase} ${subStatus}`,
  customer: ({ ownerOrganisation }: TicketListItem, names: Names) => names[ownerOrganisation],
  handler: ({ handler }: TicketListItem, names: Names) => names[handler],
  technician: ({ assignee }: TicketListItem, names: Names) => names[assignee ?? ''],
  team: ({ team }: TicketListItem, names: Names) => names[team ?? ''],
  category: ({ category }: TicketListItem) => category ?? undefined,
  kind: ({ kind }: TicketListItem) => kind,
};

export type GatheredOrder = keyof typeof sortedText;
export const gatheredOrders = Object.keys(sortedText) as readonly GatheredOrder[];

/** A longer list is refused, so that no page reads more. */
export const mostGathered = 1_000;

export function isGatheredOrder(order: string): order is GatheredOrder {
  return (gatheredOrders as readonly string[]).includes(order);
}

export interface Gathering {
  readonly order: GatheredOrder;
  readonly reverse: boolean;
  /** Conditions, and the order of reading tickets. */
  readonly query: Query;
  readonly namesOf: (items: readonly TicketListItem[]) => Promise<Names>;
}

/** Reads all matching tickets, sorts them and cuts a page. Missing values come last. @throws {DomainError} too-large @throws {BadCursor} */
export async function listGathered(
  models: Pick<ReadModels, 'find'>,
  { order, reverse, query, namesOf }: Gathering,
): Promise<Page<TicketListItem>> {
  const items = await gather(models, query);
  const names = await namesOf(items);
  const sort: readonly Sort[] = [
    { field: 'lacks' },
    { field: order, descending: reverse },
    { field: '_id', descending: reverse },
  ];
  const lines = items.map((item) => lineOf(item, order, names)).sort(compareBy(sort));
  const last = query.after === undefined ? null : placeOf(query.after, sort);
  const behind = last === null ? lines : lines.filter((line) => compareBy(sort)(line, last) > 0);
  const byId = new Map(items.map((item) => [item._id, item]));
  const page = cutPage(behind, query.limit, sort);
  return { items: page.items.flatMap(({ _id }) => byId.get(_id) ?? []), next: page.next };
}

function lineOf(item: TicketListItem, order: GatheredOrder, names: Names): Document {
  const key = sortKey(sortedText[order](item, names) ?? null);
  return { _id: item._id, lacks: key === null ? 1 : 0, [order]: key };
}

function placeOf(after: string, sort: readonly Sort[]): Document {
  const values = readCursor(after, sort);
  return Object.fromEntries(sort.map(({ field }, i) => [field, values[i]])) as Document;
}

async function gather(models: Pick<ReadModels, 'find'>, query: Query): Promise<readonly TicketListItem[]> {
  const items: TicketListItem[] = [];
  const { where, wishes, sort } = query;
  const asked = { where, ...(wishes !== undefined && { wishes }), ...(sort !== undefined && { sort }), limit: mostPerPage };
  const page = (after: string | undefined) =>
    models.find<TicketListItem>('ticket-list', after === undefined ? asked : { ...asked, after });
  for await (const item of everyItem(page)) {
    items.push(item);
    if (items.length > mostGathered) refuseMore();
  }
  return items;
}

function refuseMore(): never {
  reject('too-large', `Only lists of at most ${mostGathered} tickets can be sorted by this column. Filter the list first.`, {
    most: mostGathered,
  });
}
