import { BadCursor, UnservedQuery } from '../../src/projections/kernel/documents.port';
import type { CollectionSpec, Document, Documents, Page, Query } from '../../src/projections/kernel/documents.port';
import { askedWords } from '../../src/projections/kernel/words';

export const tickets: CollectionSpec = {
  name: 'tickets',
  indexes: [
    { fields: [{ field: 'status' }, { field: 'changed', descending: true }] },
    { fields: [{ field: 'visibleTo', many: true }, { field: 'status' }, { field: 'changed', descending: true }] },
    { fields: [{ field: 'value' }] },
    { fields: [{ field: 'number' }], unique: true },
  ],
  text: { fields: ['words'] },
  facets: [{ field: 'level', ordered: 4 }],
};

export interface Ticket extends Document {
  readonly status?: string;
  readonly changed?: string | number | null;
}

export const put = (id: string, fields: Record<string, Document[string]> = {}) => ({
  collection: 'tickets',
  id,
  document: { _id: id, ...fields },
});
/** Everything that has every word. */
export const saying = (text: string): Query => ({
  where: [],
  wishes: askedWords(text).map((word) => [{ word }]),
  sort: [{ field: 'level' }],
  limit: 9,
});
export const ids = (page: Page<Document>): readonly string[] => page.items.map(({ _id }) => _id);

/** What every document store promises about find and count. */
export function findingContract(name: string, open: () => Promise<Documents>): void {
  describe(`finding documents: ${name}`, () => {
    let store: Documents;
    beforeEach(async () => {
      store = await open();
      await store.prepare(tickets);
    });
    afterEach(() => store.close());

    const pages = async (query: Omit<Query, 'limit'>, limit: number): Promise<string[]> => {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page: Page<Document> = await store.find('tickets', { ...query, limit, ...(after === null ? {} : { after }) });
        found.push(...ids(page));
        after = page.next;
      } while (after !== null);
      return found;
    };

    describe('finding', () => {
      const three = [
        put('a', { status: 'open', changed: '2026-01-01', visibleTo: ['x', 'y'] }),
        put('b', { status: 'open', changed: '2026-01-03', visibleTo: ['x'] }),
        put('c', { status: 'closed', changed: '2026-01-02', visibleTo: ['x', 'z'] }),
      ];

      test('equality and sort, in both directions', async () => {
        await store.write(three);
        const where = [{ field: 'status', eq: 'open' }];
        expect(ids(await store.find('tickets', { where, sort: [{ field: 'changed', descending: true }], limit: 9 }))).toEqual([
          'b',
          'a',
        ]);
        expect(ids(await store.find('tickets', { where, sort: [{ field: 'changed' }], limit: 9 }))).toEqual(['a', 'b']);
      });

      test('a range of ids, page by page, without what was deleted', async () => {
        await store.write(['p', 'p/1', 'p/2', 'p/3', 'p/4', 'p0', 'q/1'].map((id) => put(id)));
        await store.write([{ collection: 'tickets', id: 'p/2', document: null }], { position: '05' });
        const where = [{ field: '_id', gt: 'p/', lt: 'p0' }];
        expect(await pages({ where }, 2)).toEqual(['p/1', 'p/3', 'p/4']);
        expect(await pages({ where: [{ field: '_id', gte: 'p/3', lt: 'p/4' }] }, 1)).toEqual(['p/3']);
        expect(ids(await store.find('tickets', { where, sort: [{ field: '_id', descending: true }], limit: 2 }))).toEqual([
          'p/4',
          'p/3',
        ]);
      });

      test('in several values, merged into one order', async () => {
        await store.write(three);
        const where = [{ field: 'status', in: ['open', 'closed', 'open', 'none'] }];
        const sort = [{ field: 'changed', descending: true }];
        expect(await pages({ where, sort }, 2)).toEqual(['b', 'c', 'a']);
        expect(await pages({ where: [{ field: 'status', in: [] }], sort }, 2)).toEqual([]);
        expect(await store.count('tickets', where)).toBe(3);
      });

      test('has finds members of a list, with equalities and a sort', async () => {
        await store.write(three);
        const sort = [{ field: 'changed' }];
        const ask = async (value: string, status: string) =>
          ids(
            await store.find('tickets', {
              where: [
                { field: 'status', eq: status },
                { field: 'visibleTo', has: value },
              ],
              sort,
              limit: 9,
            }),
          );
        expect([await ask('x', 'open'), await ask('y', 'open'), await ask('z', 'open'), await ask('z', 'closed')]).toEqual([
          ['a', 'b'],
          ['a'],
          [],
          ['c'],
        ]);
      });

      test('a range stays within the type of its bound', async () => {
        const values = [null, -1, 0, 2.5, '', '2', 'B', 'a', false, true];
        await store.write(values.map((value, i) => put(`${i}`, { value })));
        const range = async (condition: object) =>
          ids(await store.find('tickets', { where: [{ field: 'value', ...condition }], sort: [{ field: 'value' }], limit: 99 }));
        expect(await range({ gt: -1 })).toEqual(['2', '3']);
        expect(await range({ lte: 0 })).toEqual(['1', '2']);
        expect(await range({ gte: '2', lt: 'a' })).toEqual(['5', '6']);
        expect(await range({ gt: '' })).toEqual(['5', '6', '7']);
        expect(await range({ lt: '3' })).toEqual(['4', '5']);
        expect(await store.count('tickets', [{ field: 'value', gte: 0 }])).toBe(2);
      });

      test('sorts null and missing first, then numbers, text by code point, booleans; descending is the reverse', async () => {
        const values = [undefined, null, -2, 0, 10, '', 'Z', 'a', '\uFFFD', '\u{1F600}', false, true];
        await store.write(values.map((value, i) => put(String(i).padStart(2, '0'), { value })));
        const order = values.map((_, i) => String(i).padStart(2, '0'));
        for (const limit of [1, 5, 99]) {
          expect(await pages({ where: [], sort: [{ field: 'value' }] }, limit)).toEqual(order);
          expect(await pages({ where: [], sort: [{ field: 'value', descending: true }] }, limit)).toEqual([...order].reverse());
        }
        expect(await store.count('tickets', [{ field: 'value', eq: null }])).toBe(2);
        expect(await store.count('tickets', [{ field: 'value', eq: false }])).toBe(1);
        expect(await store.count('tickets', [{ field: 'value', eq: 0 }])).toBe(1);
      });

      test('pages through ties without gaps or repeats', async () => {
        const many = Array.from({ length: 57 }, (_, i) =>
          put(`t${String(i).padStart(2, '0')}`, { status: 'open', changed: i % 4 === 0 ? null : i % 3 }),
        );
        await store.write(many);
        for (const descending of [true, false]) {
          const query = { where: [{ field: 'status', eq: 'open' }], sort: [{ field: 'changed', descending }] };
          const whole = ids(await store.find<Ticket>('tickets', { ...query, limit: 100 }));
          expect(new Set(whole).size).toBe(57);
          for (const limit of [1, 7, 19, 57]) expect(await pages(query, limit)).toEqual(whole);
        }
      });

      test('sorts by id without a sort, and the last page has no next', async () => {
        await store.write(three);
        expect(await pages({ where: [] }, 2)).toEqual(['a', 'b', 'c']);
        expect(await pages({ where: [], sort: [{ field: '_id', descending: true }] }, 2)).toEqual(['c', 'b', 'a']);
        expect((await store.find('tickets', { where: [], limit: 3 })).next).toBeNull();
      });

      test('new documents before the cursor do not move the next page', async () => {
        await store.write(three);
        const query = {
          where: [
            { field: 'visibleTo', has: 'x' },
            { field: 'status', eq: 'open' },
          ],
          sort: [{ field: 'changed' }],
          limit: 1,
        };
        const first = await store.find('tickets', query);
        await store.write([put('0', { status: 'open', changed: '2025-01-01', visibleTo: ['x'] })]);
        expect(ids(await store.find('tickets', { ...query, after: first.next ?? '' }))).toEqual(['b']);
      });

      test.each([
        ['a field no index has', { where: [{ field: 'owner', eq: 'me' }] }],
        ['a sort no index ends with', { where: [{ field: 'status', eq: 'open' }], sort: [{ field: 'value' }] }],
        ['a part of an index without the sort behind it', { where: [{ field: 'status', eq: 'open' }] }],
        [
          'mixed directions',
          { where: [{ field: 'status', eq: 'open' }], sort: [{ field: 'changed', descending: true }, { field: '_id' }] },
        ],
        ['a range that is not what is sorted by', { where: [{ field: 'value', gt: 1 }] }],
        ['21 values at once', { where: [{ field: 'value', in: Array.from({ length: 21 }, (_, i) => i) }] }],
        ['equality on a list', { where: [{ field: 'visibleTo', eq: 'x' }] }],
      ])('refused: %s', async (_, query) => {
        await expect(store.find('tickets', { limit: 5, ...query })).rejects.toThrow(UnservedQuery);
      });

      test('refuses a count that no index begins with', async () => {
        await expect(store.count('tickets', [{ field: 'changed', eq: 1 }])).rejects.toThrow(UnservedQuery);
        await expect(store.count('tickets', [{ field: 'visibleTo', gt: 'a' }])).rejects.toThrow(UnservedQuery);
      });

      test('refuses a cursor of another sort or of unknown origin', async () => {
        await store.write(three);
        const { next } = await store.find('tickets', { where: [], limit: 1 });
        const other = { where: [{ field: 'status', eq: 'open' }], sort: [{ field: 'changed' }], limit: 1 };
        await expect(store.find('tickets', { ...other, after: next ?? '' })).rejects.toThrow(BadCursor);
        for (const after of ['', 'x', 'bnVsbA', 'eyJzIjoiX2lkIiwidiI6W3t9XX0']) {
          await expect(store.find('tickets', { where: [], limit: 1, after })).rejects.toThrow(/first page/);
        }
      });

      test('a cursor is a place in its order, independent of the conditions', async () => {
        await store.write(three);
        const sort = [{ field: 'changed', descending: true }];
        const open = { where: [{ field: 'status', eq: 'open' }], sort, limit: 1 };
        const { next } = await store.find('tickets', open);
        const closed = { where: [{ field: 'status', in: ['closed'] }], sort, limit: 9, after: next ?? '' };
        expect(ids(await store.find('tickets', closed))).toEqual(['c']);
      });
    });
  });
}
