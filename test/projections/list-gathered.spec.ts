import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import type { Documents } from '../../src/projections/kernel/documents.port';
import type { ReadModels } from '../../src/projections/kernel/read-models';
import { projections } from '../../src/projections';
import { collectionSpec } from '../../src/projections/kernel/projection';
import { gatheredOrders, mostGathered } from '../../src/projections/tickets/list-gathered';
import { countChanges, listTickets, mostChanges } from '../../src/projections/tickets/list-tickets';
import { dashboardNotes } from '../../src/projections/tickets/dashboard-notes';
import { ticketLines } from '../../src/projections/tickets/ticket-lines';
import { plus, day } from '../../src/domain/kernel/instant';
import { id, noon } from '../dsl/world';
import { admin, customer, customerUser, outsider, partner, paul, stranger } from './desk';

const names: readonly (readonly [string, string])[] = [
  [customer, 'Özil Gıda'],
  [partner, 'aachen Pumpen'],
  [stranger, 'Zebra'],
];

const line = (number: number, values: object = {}) => ({
  ...{ _id: id(1_000 + number), number: `CT-${String(number).padStart(6, '0')}`, title: 'A title', titleSort: 'a title' },
  ...{ scopes: ['*', `organisation:${customer}`], status: 'open', phase: 3, subStatus: 'unassigned', colour: 'violet' },
  ...{ kind: 'issue', engagement: 'own', priority: 'high', team: null, assignee: null, category: null, channel: null },
  ...{ ownerOrganisation: customer, handler: partner, requester: { user: id(8) }, requesterId: id(8), serialNumber: null },
  ...{ openedAt: noon, updatedAt: noon, closedAt: null, numberSort: String(number).padStart(12, '0'), prioritySort: '2' },
  ...{ shortNumber: [] },
  ...values,
});

let documents: Documents;
let models: ReadModels;
beforeEach(async () => {
  documents = memoryDocuments();
  for (const projection of projections) await documents.prepare(collectionSpec(projection.name, projection));
  models = documents as unknown as ReadModels;
  await documents.write(
    names.map(([_id, name]) => ({ collection: 'organisations', id: _id, document: { _id, name, nameSort: name, teams: [] } })),
  );
});
const write = (...lines: readonly ReturnType<typeof line>[]) =>
  documents.write(lines.map((document) => ({ collection: 'ticket-list', id: document._id, document })));

const numbers = async (params: object): Promise<readonly number[]> => {
  const { items } = await listTickets(models, admin, { tab: 'all', state: 'all', ...params });
  return items.map(({ number }) => Number(number.slice(3)));
};

describe('an order that no index keeps', () => {
  it('follows names as people write them, both ways, page by page (S4.4)', async () => {
    await write(line(1), line(2, { ownerOrganisation: stranger }), line(3, { ownerOrganisation: partner }), line(4));
    expect(await numbers({ sort: 'customer' })).toEqual([3, 1, 4, 2]);
    expect(await numbers({ sort: 'customer', reverse: true })).toEqual([2, 4, 1, 3]);
    const first = await listTickets(models, admin, { tab: 'all', state: 'all', sort: 'customer', limit: 3 });
    expect(await numbers({ sort: 'customer', limit: 3, after: first.next ?? '' })).toEqual([2]);
  });

  it('puts last what has no such value, whichever way it goes', async () => {
    await write(line(1), line(2, { category: 'Doors' }), line(3, { category: 'alarm' }));
    expect([await numbers({ sort: 'category' }), await numbers({ sort: 'category', reverse: true })]).toEqual([
      [3, 2, 1],
      [2, 3, 1],
    ]);
  });

  it.each(gatheredOrders)('keeps to the filters and to what the reader may see: %s', async (sort) => {
    await write(line(1), line(2, { kind: 'claim' }), line(3, { scopes: ['*'] }));
    const { items } = await listTickets(models, customerUser, { tab: 'all', state: 'all', sort, filters: { kind: ['issue'] } });
    expect(items.map(({ number }) => number)).toEqual(['CT-000001']);
  });

  it('is refused for more tickets than one page may read', async () => {
    await write(...Array.from({ length: mostGathered + 1 }, (_, at) => line(at)));
    await expect(numbers({ sort: 'customer' })).rejects.toMatchObject({ code: 'too-large', facts: { most: mostGathered } });
    expect(await numbers({ sort: 'number', limit: 2 })).toEqual([0, 1]);
  });
});

describe('what changed in a list', () => {
  const later = plus(noon, day);

  it('is a number, of the tickets that the reader may see and the list asks for', async () => {
    await write(
      ...[line(1, { updatedAt: later }), line(2), line(3, { updatedAt: later, kind: 'claim' })],
      line(4, { updatedAt: later, scopes: ['*'] }),
    );
    const since = plus(noon, 1);
    const list = { tab: 'all', state: 'open', since } as const;
    expect(await countChanges(models, admin, list)).toBe(3);
    expect(await countChanges(models, customerUser, list)).toBe(2);
    expect(await countChanges(models, customerUser, { ...list, filters: { kind: ['claim'] } })).toBe(1);
    expect(await countChanges(models, outsider, list)).toBe(0);
  });

  it('stops counting where nobody would read on', async () => {
    await write(...Array.from({ length: mostChanges + 20 }, (_, at) => line(at, { updatedAt: later })));
    expect(await countChanges(models, admin, { tab: 'all', since: noon })).toBe(mostChanges);
  });
});

describe('what stands under the tiles', () => {
  it('tells of the tickets that the tiles count (S4.1)', async () => {
    const now = plus(noon, day);
    await write(
      ...[line(1, { stage: 'dispatching' }), line(2, { assignee: paul }), line(3, { priority: 'low', openedAt: plus(now, -1) })],
      line(4, { status: 'closed', phase: 7, closedAt: plus(now, -day) }),
      line(5, { status: 'closed', phase: 7, closedAt: plus(now, -8 * day) }),
      line(6, { scopes: ['*'], openedAt: plus(noon, -day) }),
    );
    expect(await dashboardNotes(models, customerUser, { now })).toEqual({
      ...{ urgentUnassigned: 1, newToday: 3, closedThisWeek: 1, waitingSince: noon },
    });
    expect(await dashboardNotes(models, outsider, { now })).toEqual({
      ...{ urgentUnassigned: 0, newToday: 0, closedThisWeek: 0, waitingSince: null },
    });
  });
});

describe('the lines of selected tickets', () => {
  it('come in the order asked for, without those that the reader may not see', async () => {
    await write(line(1), line(2, { scopes: ['*'] }), line(3));
    const ids = [id(1_003), id(1_002), id(1_001), id(9_999)];
    const seenBy = async (who: typeof admin) => (await ticketLines(models, who, { ids })).map(({ number }) => number);
    expect(await seenBy(admin)).toEqual(['CT-000003', 'CT-000002', 'CT-000001']);
    expect(await seenBy(customerUser)).toEqual(['CT-000003', 'CT-000001']);
    expect(await seenBy(outsider)).toEqual([]);
  });
});
