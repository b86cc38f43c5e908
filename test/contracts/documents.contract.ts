import {
  BadCursor,
  DocumentRefused,
  LeaseLost,
  UnknownCollection,
  UnservedQuery,
} from '../../src/projections/kernel/documents.port';
import type { CollectionSpec, Document, Documents, Page, Query } from '../../src/projections/kernel/documents.port';
import { words } from '../../src/projections/kernel/words';

const tickets: CollectionSpec = {
  name: 'tickets',
  indexes: [
    { fields: [{ field: 'status' }, { field: 'changed', descending: true }] },
    { fields: [{ field: 'visibleTo', many: true }, { field: 'status' }, { field: 'changed', descending: true }] },
    { fields: [{ field: 'value' }] },
    { fields: [{ field: 'number' }], unique: true },
  ],
  text: true,
};

interface Ticket extends Document {
  readonly status?: string;
  readonly changed?: string | number | null;
}

const put = (id: string, fields: Record<string, Document[string]> = {}) => ({
  collection: 'tickets',
  id,
  document: { _id: id, ...fields },
});
const ids = (page: Page<Document>): readonly string[] => page.items.map(({ _id }) => _id);

/** What every document store promises (documents.port.ts). `open` gives an empty one. */
export function documentsContract(name: string, open: () => Promise<Documents>): void {
  describe(`documents: ${name}`, () => {
    let store: Documents;
    beforeEach(async () => {
      store = await open();
      await store.prepare(tickets);
    });
    afterEach(() => store.close());

    const pages = async (query: Omit<Query, 'limit'>, limit: number): Promise<string[]> => {
      const found: string[] = [];
      let after: string | null | undefined;
      do {
        const page: Page<Document> = await store.find('tickets', { ...query, limit, ...(after == null ? {} : { after }) });
        found.push(...ids(page));
        after = page.next;
      } while (after !== null);
      return found;
    };

    describe('reading and writing', () => {
      test('a document comes back as it was put, awkward values included', async () => {
        const awkward = {
          _id: 'a/b "c" \u0000 \u{1F600}',
          empty: '',
          quote: `'"\\;--`,
          nul: 'a\u0000b',
          line: '\u2028\r\n\t',
          astral: '\u{1F600}\u00e9e\u0301',
          largest: Number.MAX_SAFE_INTEGER,
          smallest: Number.MIN_SAFE_INTEGER,
          fraction: 0.1,
          no: false,
          nothing: null,
          list: [1, 'two', [null, { deep: true }]],
          nested: { $dollar: 1, 'with.dot': { __proto: [] } },
        };
        await store.write([{ collection: 'tickets', id: awkward._id, document: awkward }]);
        expect(await store.get('tickets', awkward._id)).toEqual(awkward);
      });

      test('undefined members are left out', async () => {
        await store.write([put('a', { kept: 1, left: undefined })]);
        expect(Object.keys((await store.get('tickets', 'a')) ?? {}).sort()).toEqual(['_id', 'kept']);
      });

      test('a document of 100 kB comes back whole', async () => {
        const text = 'ä'.repeat(50_000);
        await store.write([put('big', { text })]);
        expect(await store.get('tickets', 'big')).toEqual({ _id: 'big', text });
      });

      test('what was read and what was written share nothing', async () => {
        const document = { _id: 'a', list: ['one'] };
        await store.write([{ collection: 'tickets', id: 'a', document }]);
        document.list.push('two');
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', list: ['one'] });
      });

      test('an unknown id is null, and missing in a map', async () => {
        await store.write([put('a')]);
        expect(await store.get('tickets', 'b')).toBeNull();
        expect([...(await store.getMany('tickets', ['b', 'a', 'c'])).keys()]).toEqual(['a']);
        expect((await store.getMany('tickets', [])).size).toBe(0);
      });

      test('null deletes, from every index and from the words', async () => {
        await store.write([put('a', { status: 'open', visibleTo: ['x'], number: 'CT-1', _words: ['printer'] })]);
        await store.write([{ collection: 'tickets', id: 'a', document: null }]);
        await store.write([{ collection: 'tickets', id: 'never-there', document: null }]);
        expect(await store.get('tickets', 'a')).toBeNull();
        expect(await store.count('tickets', [{ field: 'visibleTo', has: 'x' }])).toBe(0);
        expect(ids(await store.find('tickets', { where: [], text: 'printer', limit: 9 }))).toEqual([]);
        await store.write([put('b', { number: 'CT-1' })]);
      });

      test('a changed document is found by its new values only', async () => {
        await store.write([put('a', { status: 'open', changed: 1, visibleTo: ['x', 'y', 'x'], _words: ['printer'] })]);
        await store.write([put('a', { status: 'closed', changed: 2, visibleTo: ['y', 'z'], _words: ['scanner'] })]);
        const has = (value: string, status: string) =>
          store.count('tickets', [
            { field: 'visibleTo', has: value },
            { field: 'status', eq: status },
          ]);
        expect([await has('x', 'open'), await has('y', 'open'), await has('y', 'closed'), await has('z', 'closed')]).toEqual([
          0, 0, 1, 1,
        ]);
        expect(ids(await store.find('tickets', { where: [], text: 'printer', limit: 9 }))).toEqual([]);
        expect(ids(await store.find('tickets', { where: [], text: 'scanner', limit: 9 }))).toEqual(['a']);
      });

      test('one refused write leaves nothing of the others, nor the checkpoint', async () => {
        await store.write([put('a', { number: 'CT-1' })]);
        const writes = [put('a', { number: 'CT-2' }), put('b', { number: 'CT-3' }), put('c', { number: 'CT-3' })];
        await expect(store.write(writes, { checkpoint: { name: 'list', position: '5' } })).rejects.toThrow(DocumentRefused);
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', number: 'CT-1' });
        expect(await store.get('tickets', 'b')).toBeNull();
        expect(await store.checkpoint('list')).toBeNull();
      });

      test('unique values are refused twice, nothing and null are not values', async () => {
        await store.write([put('a', { number: 'CT-1' }), put('b'), put('c', { number: null })]);
        await expect(store.write([put('d', { number: 'CT-1' })])).rejects.toThrow(/same number/);
        await store.write([put('a', { number: 'CT-1', changed: 2 })]);
        expect(await store.count('tickets', [])).toBe(3);
      });

      test('a list in a plain index and a text in a list index are refused', async () => {
        await expect(store.write([put('a', { status: ['open'] })])).rejects.toThrow(DocumentRefused);
        await expect(store.write([put('a', { visibleTo: 'x' })])).rejects.toThrow(DocumentRefused);
        expect(await store.get('tickets', 'a')).toBeNull();
      });
    });

    describe('positions and checkpoints', () => {
      test('a batch written twice changes nothing', async () => {
        const batch = [put('a', { status: 'open' }), put('b', { status: 'open' })];
        for (let i = 0; i < 2; i++) await store.write(batch, { position: '07', checkpoint: { name: 'list', position: '07' } });
        expect(await store.count('tickets', [])).toBe(2);
        expect(await store.checkpoint('list')).toEqual({ name: 'list', position: '07' });
        expect((await store.getPositioned('tickets', ['a'])).get('a')).toEqual({
          document: { _id: 'a', status: 'open' },
          position: '07',
        });
      });

      test('20 positions of one document written in random order: the highest stays', async () => {
        const positions = [13, 2, 19, 7, 0, 11, 4, 16, 9, 1, 18, 5, 14, 3, 12, 8, 17, 6, 15, 10].map((n) =>
          String(n).padStart(3, '0'),
        );
        await Promise.all(positions.map((position) => store.write([put('a', { changed: position })], { position })));
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', changed: '019' });
      });

      test('an older position deletes nothing either', async () => {
        await store.write([put('a')], { position: '05' });
        await store.write([{ collection: 'tickets', id: 'a', document: null }], { position: '04' });
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a' });
      });

      test('a write without a position keeps the one there is', async () => {
        await store.write([put('a', { changed: 1 })], { position: '05' });
        await store.write([put('a', { changed: 2 })]);
        await store.write([put('a', { changed: 3 })], { position: '04' });
        expect((await store.getPositioned('tickets', ['a'])).get('a')).toEqual({
          document: { _id: 'a', changed: 2 },
          position: '05',
        });
      });

      test('a checkpoint with an older token is refused, with all of its writes', async () => {
        await store.write([], { checkpoint: { name: 'list', position: '05', token: 2 } });
        const late = { checkpoint: { name: 'list', position: '09', token: 1 } };
        await expect(store.write([put('a')], late)).rejects.toThrow(LeaseLost);
        await expect(store.write([put('a')], { checkpoint: { name: 'list', position: '09' } })).rejects.toThrow(LeaseLost);
        expect(await store.get('tickets', 'a')).toBeNull();
        await store.write([], { checkpoint: { name: 'list', position: '06', token: 3 } });
        expect(await store.checkpoint('list')).toEqual({ name: 'list', position: '06', token: 3 });
      });

      test('a forgotten checkpoint is gone', async () => {
        await store.write([], { checkpoint: { name: 'list', position: '05' } });
        await store.forgetCheckpoint('list');
        await store.forgetCheckpoint('list');
        expect(await store.checkpoint('list')).toBeNull();
      });
    });

    describe('compare and set', () => {
      test('versions count from 1, and only the current one is replaced', async () => {
        expect(await store.swap('tickets', 'a', 1, { _id: 'a' })).toBe(false);
        expect(await store.swap('tickets', 'a', null, { _id: 'a', n: 1 })).toBe(true);
        expect(await store.swap('tickets', 'a', null, { _id: 'a', n: 2 })).toBe(false);
        expect(await store.swap('tickets', 'a', 1, { _id: 'a', n: 3 })).toBe(true);
        expect(await store.getVersioned('tickets', 'a')).toEqual({ document: { _id: 'a', n: 3 }, version: 2 });
        expect(await store.getVersioned('tickets', 'b')).toBeNull();
      });

      test('what only write has put has version 0, and write leaves the version as it is', async () => {
        await store.write([put('a')]);
        expect(await store.swap('tickets', 'a', 0, { _id: 'a', n: 1 })).toBe(true);
        await store.write([put('a', { n: 2 })]);
        expect(await store.getVersioned('tickets', 'a')).toEqual({ document: { _id: 'a', n: 2 }, version: 1 });
      });

      test('of 20 at once exactly one wins', async () => {
        await store.swap('tickets', 'a', null, { _id: 'a' });
        const won = await Promise.all(Array.from({ length: 20 }, (_, n) => store.swap('tickets', 'a', 1, { _id: 'a', n })));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', n: won.indexOf(true) });
      });
    });

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

      test('in several values, merged into one order', async () => {
        await store.write(three);
        const where = [{ field: 'status', in: ['open', 'closed', 'open', 'none'] }];
        const sort = [{ field: 'changed', descending: true }];
        expect(await pages({ where, sort }, 2)).toEqual(['b', 'c', 'a']);
        expect(await pages({ where: [{ field: 'status', in: [] }], sort }, 2)).toEqual([]);
        expect(await store.count('tickets', where)).toBe(3);
      });

      test('has finds members of a list, with equalities and a sort behind it', async () => {
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

      test('a range keeps to the type of its bound', async () => {
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

      test('null and missing come first, then numbers, text by code point, booleans; descending is the reverse', async () => {
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

      test('pages go through ties without a gap or a repeat', async () => {
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

      test('without a sort the order is that of the ids, and the last page has no next', async () => {
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

      test('a count no index begins with is refused', async () => {
        await expect(store.count('tickets', [{ field: 'changed', eq: 1 }])).rejects.toThrow(UnservedQuery);
        await expect(store.count('tickets', [{ field: 'visibleTo', gt: 'a' }])).rejects.toThrow(UnservedQuery);
      });

      test('a cursor of another sort, or of nobody, is refused', async () => {
        await store.write(three);
        const { next } = await store.find('tickets', { where: [], limit: 1 });
        const other = { where: [{ field: 'status', eq: 'open' }], sort: [{ field: 'changed' }], limit: 1 };
        await expect(store.find('tickets', { ...other, after: next ?? '' })).rejects.toThrow(BadCursor);
        for (const after of ['', 'x', 'bnVsbA', 'eyJzIjoiX2lkIiwidiI6W3t9XX0']) {
          await expect(store.find('tickets', { where: [], limit: 1, after })).rejects.toThrow(/first page/);
        }
      });
    });

    describe('text', () => {
      const texts: readonly (readonly [string, string, string])[] = [
        ['a', 'Großer Ärger mit dem Drucker', 'x'],
        ['b', 'arger printer 4711', 'y'],
        ['c', 'Éric’s 日本 Drucker A', 'x'],
      ];
      beforeEach(() =>
        store.write(
          texts.map(([id, text, owner]) => put(id, { _words: words(text), visibleTo: [owner], status: 'open', changed: id })),
        ),
      );
      const search = async (text: string, where: Query['where'] = []) =>
        ids(await store.find('tickets', { where, text, limit: 9 }));

      test('marks and case do not count: "Ärger" and "arger" meet', async () => {
        expect(await search('ÄRGER')).toEqual(['a', 'b']);
        expect(await search('arger')).toEqual(['a', 'b']);
        expect(await search('eric')).toEqual(['c']);
      });

      test('every word asked for begins a word', async () => {
        expect(await search('druck arg')).toEqual(['a']);
        expect(await search('druck print')).toEqual([]);
        expect(await search('47')).toEqual(['b']);
        expect(await search('ucker')).toEqual([]);
        expect(await search('日')).toEqual([]);
        expect(await search('日本')).toEqual(['c']);
      });

      test('one character is a whole word, no word finds nothing, and quotes are no syntax', async () => {
        expect(await search('a')).toEqual(['c']);
        expect(await search('d')).toEqual([]);
        expect(await search(' ?! ')).toEqual([]);
        expect(await search('"drucker" OR (arger')).toEqual([]);
        expect(await search('"drucker"')).toEqual(['a', 'c']);
      });

      test('with filters, a sort and pages', async () => {
        expect(await search('drucker', [{ field: 'visibleTo', has: 'y' }])).toEqual([]);
        expect(
          await search('arger', [
            { field: 'visibleTo', has: 'y' },
            { field: 'status', eq: 'open' },
          ]),
        ).toEqual(['b']);
        expect(await search('arger', [{ field: 'changed', gt: 'a' }])).toEqual(['b']);
        expect(await pages({ where: [], text: 'drucker', sort: [{ field: 'changed', descending: true }] }, 1)).toEqual([
          'c',
          'a',
        ]);
      });

      test('a collection without words refuses', async () => {
        await store.prepare({ name: 'plain', indexes: [] });
        await expect(store.find('plain', { where: [], text: 'x', limit: 1 })).rejects.toThrow(UnservedQuery);
      });
    });

    describe('collections', () => {
      test('one that was never prepared is an error, whatever is asked', async () => {
        const asked = [
          () => store.get('none', 'a'),
          () => store.getMany('none', []),
          () => store.getPositioned('none', []),
          () => store.find('none', { where: [], limit: 1 }),
          () => store.count('none', []),
          () => store.write([{ collection: 'none', id: 'a', document: { _id: 'a' } }]),
          () => store.swap('none', 'a', null, { _id: 'a' }),
          () => store.getVersioned('none', 'a'),
        ];
        for (const ask of asked) await expect(ask()).rejects.toThrow(UnknownCollection);
      });

      test('prepared again with other indexes: the documents stay and are found by them', async () => {
        await store.write([put('a', { status: 'open', owner: 'me', _words: ['printer'] })]);
        await store.prepare({ name: 'tickets', indexes: [{ fields: [{ field: 'owner' }] }], text: true });
        expect(ids(await store.find('tickets', { where: [{ field: 'owner', eq: 'me' }], text: 'printer', limit: 1 }))).toEqual([
          'a',
        ]);
        expect(ids(await store.find('tickets', { where: [{ field: 'owner', eq: 'me' }], limit: 1 }))).toEqual(['a']);
        await expect(store.count('tickets', [{ field: 'status', eq: 'open' }])).rejects.toThrow(UnservedQuery);
      });

      test('an index that cannot be is refused', async () => {
        const fields = [{ field: 'a' }, { field: 'b', many: true as const }];
        await expect(store.prepare({ name: 'bad', indexes: [{ fields }] })).rejects.toThrow(/at most its first/);
        await expect(store.prepare({ name: 'bad', indexes: [{ fields: [{ field: 'a.b' }] }] })).rejects.toThrow(/no dots/);
      });

      test('dropped ones are gone, and come back empty', async () => {
        await store.prepare({ name: 'Odd name@1-2', indexes: [] });
        expect(await store.collections()).toEqual(['Odd name@1-2', 'tickets']);
        await store.write([put('a')]);
        await store.drop('tickets');
        await store.drop('tickets');
        expect(await store.collections()).toEqual(['Odd name@1-2']);
        await expect(store.get('tickets', 'a')).rejects.toThrow(UnknownCollection);
        await store.prepare(tickets);
        expect(await store.get('tickets', 'a')).toBeNull();
      });

      test('compacting loses nothing', async () => {
        await store.write([put('a', { _words: ['printer'] }), put('b')]);
        await store.write([{ collection: 'tickets', id: 'b', document: null }]);
        await store.compact();
        expect(ids(await store.find('tickets', { where: [], text: 'printer', limit: 9 }))).toEqual(['a']);
      });
    });
  });
}
