import { DocumentRefused, UnservedQuery } from '../../src/projections/kernel/documents.port';
import type { CollectionSpec, Condition, Document, Documents, Page, Query } from '../../src/projections/kernel/documents.port';
import { compareBy, matches } from '../../src/projections/kernel/scalars';
import { fullSort } from '../../src/projections/kernel/served-by';
import { askedWords } from '../../src/projections/kernel/words';

const cases: CollectionSpec = {
  name: 'cases',
  indexes: [{ fields: [{ field: 'visibleTo', many: true }, { field: 'state' }, { field: 'at', descending: true }] }],
  facets: [
    { field: 'visibleTo', many: true },
    ...['state', 'team', 'phase', 'urgent'].map((field) => ({ field })),
    { field: 'at', ordered: 10, coarse: 7 },
    { field: 'closed', ordered: 10 },
    { field: 'name', ordered: 1 },
  ],
  text: { fields: ['title'] },
};
const lines: CollectionSpec = {
  name: 'lines',
  indexes: [{ fields: [{ field: 'of' }, { field: 'place' }] }],
  text: { fields: ['said'], about: 'of' },
};

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function someCase(i: number, roll: (sides: number) => number): Document {
  const day = String(1 + roll(28)).padStart(2, '0');
  const at = `2026-0${1 + roll(2)}-${day}T0${roll(10)}:00:00.000Z`;
  return {
    _id: `c${String(i).padStart(4, '0')}`,
    visibleTo: ['*', `o${roll(3)}`, `o${roll(3)}`],
    state: roll(4) === 0 ? 'open' : 'closed',
    team: roll(3) === 0 ? null : `t${roll(3)}`,
    phase: 1 + roll(7),
    urgent: roll(2) === 0,
    ...(roll(5) === 0 ? {} : { closed: at }),
    at,
    name: `${'äbÇ😀'.slice(roll(3))}${roll(20)}`,
    title: `${['Pump', 'Printer', 'Pumpkin'][roll(3)] ?? ''} ${roll(5)}`,
  };
}

const pick = <T>(roll: (sides: number) => number, ...choices: readonly T[]): T => choices[roll(choices.length)] as T;

function someQuery(roll: (sides: number) => number): Omit<Query, 'limit'> {
  const often = (condition: Condition): readonly Condition[] => (roll(3) === 0 ? [condition] : []);
  const bound = (): string =>
    pick(roll, '2026-01-09', '2026-02-02', '2026-01-15T05:00:00.000Z', '2026', '2026-01-20T00:00:00.000Z');
  return {
    where: [
      { field: 'visibleTo', has: pick(roll, '*', 'o1', 'nobody') },
      { field: 'state', in: pick(roll, ['open', 'closed'], ['open'], ['closed', 'none']) },
      ...often({ field: 'team', in: pick(roll, [null], ['t0', 't1'], ['t2', null]) }),
      ...often({ field: 'phase', in: [1 + roll(7), 1 + roll(7)] }),
      ...often({ field: 'urgent', eq: roll(2) === 0 }),
      ...often({ field: 'at', gte: bound() }),
      ...often({ field: 'at', lt: bound() }),
      ...often({ field: 'closed', gt: bound(), lte: bound() }),
      ...often({ field: '_id', in: Array.from({ length: 200 }, () => `c${String(roll(1_200)).padStart(4, '0')}`) }),
    ],
    sort: [{ field: pick(roll, 'at', 'closed', 'name'), descending: roll(2) === 0 }],
  };
}

/** What every document store promises about facets in any combination, and about words. */
export function combiningContract(name: string, open: () => Promise<Documents>): void {
  describe(`combining facets: ${name}`, () => {
    let store: Documents;
    beforeEach(async () => {
      store = await open();
      await store.prepare(cases);
      await store.prepare(lines);
    });
    afterEach(() => store.close());

    const put = (document: Document) => ({ collection: 'cases', id: document._id, document });
    const line = (id: string, of: string | null, said: string) => ({
      ...{ collection: 'lines', id },
      document: { _id: id, of, place: id, said },
    });
    const pages = async (query: Omit<Query, 'limit'>, limit: number): Promise<string[]> => {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page: Page<Document> = await store.find('cases', { ...query, limit, ...(after === null ? {} : { after }) });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items.map(({ _id }) => _id));
        after = page.next;
      } while (after !== null);
      return found;
    };
    const sort = [{ field: 'at' }];
    const find = async (...wishes: NonNullable<Query['wishes']>) => pages({ where: [], wishes, sort }, 9);
    const saying = (text: string) => find(...askedWords(text).map((word) => [{ word }]));

    test('gives the same results as a scan, in every order, page by page, after changes and deletions', async () => {
      const roll = dice(7);
      const kept = new Map<string, Document>();
      for (let round = 0; round < 3; round++) {
        const writes = Array.from({ length: 400 }, () => someCase(roll(1_200), roll));
        for (const document of writes) kept.set(document._id, document);
        await store.write(writes.map(put));
        const gone = [...kept.keys()].filter(() => roll(10) === 0);
        for (const id of gone) kept.delete(id);
        await store.write(gone.map((id) => ({ collection: 'cases', id, document: null })));
        for (let i = 0; i < 40; i++) {
          const query = someQuery(roll);
          const expected = [...kept.values()]
            .filter((document) => query.where.every((condition) => matches(document, condition)))
            .sort(compareBy(fullSort(query.sort)))
            .map(({ _id }) => _id);
          expect({ query, found: await pages(query, pick(roll, 3, 50, 200)) }).toEqual({ query, found: expected });
          expect({ query, count: await store.count('cases', query.where) }).toEqual({ query, count: expected.length });
        }
      }
    });

    test('the last of several writes in a transaction counts, and a refused transaction leaves nothing', async () => {
      const document = someCase(1, dice(1));
      await store.write([put({ ...document, team: 'a' }), put({ ...document, team: 'b' }), put({ ...document, team: 'c' })]);
      const inTeam = (team: string) => pages({ where: [{ field: 'team', eq: team }], sort }, 9);
      expect([await inTeam('a'), await inTeam('b'), await inTeam('c')]).toEqual([[], [], [document._id]]);
      const refused = put({ ...document, _id: 'x', at: 7 });
      await expect(store.write([put({ ...document, team: 'd' }), refused])).rejects.toThrow(DocumentRefused);
      expect([await inTeam('c'), await inTeam('d')]).toEqual([[document._id], []]);
    });

    test.each<readonly [string, Omit<Query, 'limit'>]>([
      ['a field that is no facet', { where: [{ field: 'owner', eq: 'me' }], sort: [{ field: 'at' }] }],
      ['a sort that no ordered facet gives', { where: [{ field: 'team', eq: 't' }], sort: [{ field: 'phase' }] }],
      ['no sort', { where: [{ field: 'team', eq: 't' }] }],
      ['a range of what is not ordered', { where: [{ field: 'phase', gt: 1 }], sort: [{ field: 'at' }] }],
      ['equality on a list', { where: [{ field: 'visibleTo', eq: 'x' }], sort: [{ field: 'at' }] }],
      ['a value of an ordered facet', { where: [{ field: 'at', eq: 'x' }], sort: [{ field: 'closed' }] }],
    ])('refused: %s', async (_, query) => {
      await expect(store.find('cases', { limit: 5, ...query })).rejects.toThrow(UnservedQuery);
    });

    describe('words', () => {
      const titles: readonly (readonly [string, string, string])[] = [
        ['a', 'Großer Ärger mit dem Drucker', 'x'],
        ['b', 'arger printer 4711', 'y'],
        ['c', 'Éric’s 日本 Drucker A', 'x'],
      ];
      beforeEach(() =>
        store.write(titles.map(([id, title, owner]) => put({ _id: id, title, visibleTo: [owner], state: 'open', at: id }))),
      );

      test('ignores case and accents, and finds words by their beginnings', async () => {
        expect([await saying('ÄRGER'), await saying('eric'), await saying('GROSS')]).toEqual([['a', 'b'], ['c'], ['a']]);
        expect([await saying('druck arg'), await saying('druck print'), await saying('47')]).toEqual([['a'], [], ['b']]);
        expect([await saying('ucker'), await saying('日'), await saying('日本')]).toEqual([[], ['c'], ['c']]);
      });

      test('a single letter is a whole word, and quotes have no meaning', async () => {
        expect([await saying('a'), await saying('d'), await saying('"drucker" OR (arger')]).toEqual([['c'], [], []]);
        expect(await saying('"drucker"')).toEqual(['a', 'c']);
        expect(await find([])).toEqual([]);
      });

      test('combines with conditions, a sort and pages', async () => {
        const wishes = askedWords('drucker').map((word) => [{ word }]);
        const where = [{ field: 'visibleTo', has: 'y' }];
        expect(await pages({ where, wishes, sort }, 9)).toEqual([]);
        expect(await pages({ where: [], wishes, sort: [{ field: 'at', descending: true }] }, 1)).toEqual(['c', 'a']);
        expect(await pages({ where: [{ field: 'at', gt: 'a' }], wishes, sort }, 1)).toEqual(['c']);
      });

      test('words in another collection find the document they are about, until the last line with them is gone', async () => {
        await store.write([line('1', 'a', 'Fuse replaced'), line('2', 'a', 'The fuse again'), line('3', 'b', 'Nothing')]);
        const said = (text: string) => find(...askedWords(text).map((word) => [{ word }, { word, collection: 'lines' }]));
        expect([await said('fuse'), await said('fuse drucker'), await said('nothing')]).toEqual([['a'], ['a'], ['b']]);
        await store.write([line('1', 'a', 'ERASED')]);
        expect([await said('fuse'), await said('replaced'), await said('erased')]).toEqual([['a'], [], []]);
        await store.write([{ collection: 'lines', id: '2', document: null }, line('3', 'c', 'Nothing')]);
        expect([await said('fuse'), await said('nothing')]).toEqual([[], ['c']]);
        await store.write([line('4', null, 'Fuse')]);
        expect(await said('fuse')).toEqual([]);
      });

      test('a wish is met by any of its alternatives', async () => {
        await store.write([put({ _id: 'd', title: 'Other', team: 'night', state: 'open', at: 'd' })]);
        const word = askedWords('night')[0] ?? { word: '', whole: true };
        expect(await find([{ word }, { field: 'team', in: ['night', 'day'] }])).toEqual(['d']);
      });

      test('refuses a collection without words', async () => {
        await store.prepare({ name: 'plain', indexes: [], facets: [{ field: 'at', ordered: 1 }] });
        const wishes = askedWords('x').map((word) => [{ word }]);
        await expect(store.find('plain', { where: [], wishes, sort, limit: 1 })).rejects.toThrow(UnservedQuery);
        const elsewhere = askedWords('x').map((word) => [{ word, collection: 'plain' }]);
        await expect(store.find('cases', { where: [], wishes: elsewhere, sort, limit: 1 })).rejects.toThrow(UnservedQuery);
      });
    });
  });
}
