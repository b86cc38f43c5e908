import { DocumentRefused, LeaseLost, UnknownCollection, UnservedQuery } from '../../src/projections/kernel/documents.port';
import type { Documents } from '../../src/projections/kernel/documents.port';
import { combiningContract } from './documents.combining.contract';
import { findingContract, ids, put, saying, tickets } from './documents.finding.contract';

/** What every document store promises (documents.port.ts). `open` gives an empty one. */
export function documentsContract(name: string, open: () => Promise<Documents>): void {
  findingContract(name, open);
  combiningContract(name, open);

  describe(`documents: ${name}`, () => {
    let store: Documents;
    beforeEach(async () => {
      store = await open();
      await store.prepare(tickets);
    });
    afterEach(() => store.close());

    describe('reading and writing', () => {
      test('returns a document as it was written, awkward values included', async () => {
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

      test('drops undefined members', async () => {
        await store.write([put('a', { kept: 1, left: undefined })]);
        expect(Object.keys((await store.get('tickets', 'a')) ?? {}).sort()).toEqual(['_id', 'kept']);
      });

      test('returns a document of 100 kB completely', async () => {
        const text = 'ä'.repeat(50_000);
        await store.write([put('big', { text })]);
        expect(await store.get('tickets', 'big')).toEqual({ _id: 'big', text });
      });

      test('shares no objects between reads and writes', async () => {
        const document = { _id: 'a', list: ['one'] };
        await store.write([{ collection: 'tickets', id: 'a', document }]);
        document.list.push('two');
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', list: ['one'] });
      });

      test('returns null for an unknown id, and no entry in a map', async () => {
        await store.write([put('a')]);
        expect(await store.get('tickets', 'b')).toBeNull();
        expect([...(await store.getMany('tickets', ['b', 'a', 'c'])).keys()]).toEqual(['a']);
        expect((await store.getMany('tickets', [])).size).toBe(0);
      });

      test('null deletes a document, from every index and the words', async () => {
        await store.write([put('a', { status: 'open', visibleTo: ['x'], number: 'CT-1', words: 'printer' })]);
        await store.write([{ collection: 'tickets', id: 'a', document: null }]);
        await store.write([{ collection: 'tickets', id: 'never-there', document: null }]);
        expect(await store.get('tickets', 'a')).toBeNull();
        expect(await store.count('tickets', [{ field: 'visibleTo', has: 'x' }])).toBe(0);
        expect(ids(await store.find('tickets', saying('printer')))).toEqual([]);
        await store.write([put('b', { number: 'CT-1' })]);
      });

      test('finds a changed document only by its new values', async () => {
        await store.write([put('a', { status: 'open', changed: 1, visibleTo: ['x', 'y', 'x'], words: 'printer' })]);
        await store.write([put('a', { status: 'closed', changed: 2, visibleTo: ['y', 'z'], words: 'scanner' })]);
        const has = (value: string, status: string) =>
          store.count('tickets', [
            { field: 'visibleTo', has: value },
            { field: 'status', eq: status },
          ]);
        expect([await has('x', 'open'), await has('y', 'open'), await has('y', 'closed'), await has('z', 'closed')]).toEqual([
          0, 0, 1, 1,
        ]);
        expect(ids(await store.find('tickets', saying('printer')))).toEqual([]);
        expect(ids(await store.find('tickets', saying('scanner')))).toEqual(['a']);
      });

      test('a refused write rolls back the others and the checkpoint', async () => {
        await store.write([put('a', { number: 'CT-1' })]);
        const writes = [put('a', { number: 'CT-2' }), put('b', { number: 'CT-3' }), put('c', { number: 'CT-3' })];
        await expect(store.write(writes, { checkpoints: [{ name: 'list', position: '5' }] })).rejects.toThrow(DocumentRefused);
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', number: 'CT-1' });
        expect(await store.get('tickets', 'b')).toBeNull();
        expect(await store.checkpoint('list')).toBeNull();
      });

      test('refuses a duplicate of a unique value; missing and null are not values', async () => {
        await store.write([put('a', { number: 'CT-1' }), put('b'), put('c', { number: null })]);
        await expect(store.write([put('d', { number: 'CT-1' })])).rejects.toThrow(/same number/);
        await store.write([put('a', { number: 'CT-1', changed: 2 })]);
        expect(await store.count('tickets', [])).toBe(3);
      });

      test('refuses a list in a plain index and a text in a list index', async () => {
        await expect(store.write([put('a', { status: ['open'] })])).rejects.toThrow(DocumentRefused);
        await expect(store.write([put('a', { visibleTo: 'x' })])).rejects.toThrow(DocumentRefused);
        expect(await store.get('tickets', 'a')).toBeNull();
      });
    });

    describe('positions and checkpoints', () => {
      test('a batch written twice changes nothing', async () => {
        const batch = [put('a', { status: 'open' }), put('b', { status: 'open' })];
        for (let i = 0; i < 2; i++) await store.write(batch, { position: '07', checkpoints: [{ name: 'list', position: '07' }] });
        expect(await store.count('tickets', [])).toBe(2);
        expect(await store.checkpoint('list')).toEqual({ name: 'list', position: '07' });
        expect((await store.getPositioned('tickets', ['a'])).get('a')).toEqual({
          document: { _id: 'a', status: 'open' },
          position: '07',
        });
      });

      test('keeps the highest of 20 positions written in random order', async () => {
        const positions = [13, 2, 19, 7, 0, 11, 4, 16, 9, 1, 18, 5, 14, 3, 12, 8, 17, 6, 15, 10].map((n) =>
          String(n).padStart(3, '0'),
        );
        await Promise.all(positions.map((position) => store.write([put('a', { changed: position })], { position })));
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', changed: '019' });
      });

      test('an older position does not delete', async () => {
        await store.write([put('a')], { position: '05' });
        await store.write([{ collection: 'tickets', id: 'a', document: null }], { position: '04' });
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a' });
      });

      test('a write without a position keeps the stored one', async () => {
        await store.write([put('a', { changed: 1 })], { position: '05' });
        await store.write([put('a', { changed: 2 })]);
        await store.write([put('a', { changed: 3 })], { position: '04' });
        expect((await store.getPositioned('tickets', ['a'])).get('a')).toEqual({
          document: { _id: 'a', changed: 2 },
          position: '05',
        });
      });

      test.each([
        ['nothing', null],
        ['the stored document', { document: { _id: 'a', status: 'open', visibleTo: ['x'], words: 'printer' }, position: '05' }],
        ['an earlier document', { document: { _id: 'a', status: 'held', visibleTo: ['y'] }, position: '04' }],
      ])('a write that expects %s takes effect', async (_, over) => {
        await store.write([put('a', { status: 'open', visibleTo: ['x'], words: 'printer' })], { position: '05' });
        await store.write([{ ...put('a', { status: 'closed', visibleTo: ['y'], words: 'scanner' }), over }], {
          position: '06',
        });
        expect((await store.getPositioned('tickets', ['a'])).get('a')?.position).toBe('06');
        const found = async (value: string) => [
          await store.count('tickets', [{ field: 'visibleTo', has: value }]),
          ids(await store.find('tickets', saying(value === 'x' ? 'printer' : 'scanner'))),
        ];
        expect([await found('x'), await found('y')]).toEqual([
          [0, []],
          [1, ['a']],
        ]);
      });

      test('a write with a wrong expectation does not replace a newer document', async () => {
        await store.write([put('a', { changed: 7 })], { position: '07' });
        const old = { document: { _id: 'a', changed: 5 }, position: '05' };
        for (const over of [null, old]) await store.write([{ ...put('a', { changed: 6 }), over }], { position: '06' });
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', changed: 7 });
      });

      test('refuses a checkpoint with an older token, with all of its writes', async () => {
        await store.write([], { checkpoints: [{ name: 'list', position: '05', token: 2 }] });
        const late = { checkpoints: [{ name: 'list', position: '09', token: 1 }] };
        await expect(store.write([put('a')], late)).rejects.toThrow(LeaseLost);
        await expect(store.write([put('a')], { checkpoints: [{ name: 'list', position: '09' }] })).rejects.toThrow(LeaseLost);
        expect(await store.get('tickets', 'a')).toBeNull();
        await store.write([], { checkpoints: [{ name: 'list', position: '06', token: 3 }] });
        expect(await store.checkpoint('list')).toEqual({ name: 'list', position: '06', token: 3 });
      });

      test('one write moves several checkpoints, or none of them', async () => {
        const both = ['list', 'detail'].map((name) => ({ name, position: '05', token: 2 }));
        await store.write([put('a')], { position: '05', checkpoints: both });
        expect(await Promise.all(both.map(({ name }) => store.checkpoint(name)))).toEqual(both);
        const late = { name: 'detail', position: '09', token: 1 };
        const writing = store.write([put('b')], { checkpoints: [{ name: 'list', position: '09', token: 2 }, late] });
        await expect(writing).rejects.toThrow(LeaseLost);
        expect(await store.get('tickets', 'b')).toBeNull();
        expect(await store.checkpoint('list')).toEqual(both[0]);
      });

      test('removes a forgotten checkpoint', async () => {
        await store.write([], { checkpoints: [{ name: 'list', position: '05' }] });
        await store.forgetCheckpoint('list');
        await store.forgetCheckpoint('list');
        expect(await store.checkpoint('list')).toBeNull();
      });
    });

    describe('compare and set', () => {
      test('versions count from 1, and only the current one can be replaced', async () => {
        expect(await store.swap('tickets', 'a', 1, { _id: 'a' })).toBe(false);
        expect(await store.swap('tickets', 'a', null, { _id: 'a', n: 1 })).toBe(true);
        expect(await store.swap('tickets', 'a', null, { _id: 'a', n: 2 })).toBe(false);
        expect(await store.swap('tickets', 'a', 1, { _id: 'a', n: 3 })).toBe(true);
        expect(await store.getVersioned('tickets', 'a')).toEqual({ document: { _id: 'a', n: 3 }, version: 2 });
        expect(await store.getVersioned('tickets', 'b')).toBeNull();
      });

      test('a document written only by write has version 0, and write keeps the version', async () => {
        await store.write([put('a')]);
        expect(await store.swap('tickets', 'a', 0, { _id: 'a', n: 1 })).toBe(true);
        await store.write([put('a', { n: 2 })]);
        expect(await store.getVersioned('tickets', 'a')).toEqual({ document: { _id: 'a', n: 2 }, version: 1 });
      });

      test('exactly one of 20 concurrent swaps wins', async () => {
        await store.swap('tickets', 'a', null, { _id: 'a' });
        const won = await Promise.all(Array.from({ length: 20 }, (_, n) => store.swap('tickets', 'a', 1, { _id: 'a', n })));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await store.get('tickets', 'a')).toEqual({ _id: 'a', n: won.indexOf(true) });
      });
    });

    describe('collections', () => {
      test('every use of an unprepared collection is an error', async () => {
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

      test('preparing other indexes keeps the documents, which are found by them', async () => {
        await store.write([put('a', { status: 'open', owner: 'me', words: 'printer' })]);
        const { facets, text } = { facets: [{ field: 'level', ordered: 2 }, { field: 'owner' }], text: { fields: ['words'] } };
        await store.prepare({ name: 'tickets', indexes: [{ fields: [{ field: 'owner' }] }], facets, text });
        const where = [{ field: 'owner', eq: 'me' }];
        expect(ids(await store.find('tickets', { ...saying('printer'), where }))).toEqual(['a']);
        expect(ids(await store.find('tickets', { ...saying('scanner'), where }))).toEqual([]);
        expect(ids(await store.find('tickets', { where: [{ field: 'owner', eq: 'me' }], limit: 1 }))).toEqual(['a']);
        await expect(store.count('tickets', [{ field: 'status', eq: 'open' }])).rejects.toThrow(UnservedQuery);
      });

      test('refuses an invalid index', async () => {
        const fields = [{ field: 'a' }, { field: 'b', many: true as const }];
        await expect(store.prepare({ name: 'bad', indexes: [{ fields }] })).rejects.toThrow(/at most its first/);
        await expect(store.prepare({ name: 'bad', indexes: [{ fields: [{ field: 'a.b' }] }] })).rejects.toThrow(/no dots/);
      });

      test('a dropped collection is gone, and empty when prepared again', async () => {
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
        await store.write([put('a', { words: 'printer' }), put('b')]);
        await store.write([{ collection: 'tickets', id: 'b', document: null }]);
        await store.compact();
        expect(ids(await store.find('tickets', saying('printer')))).toEqual(['a']);
      });
    });
  });
}
