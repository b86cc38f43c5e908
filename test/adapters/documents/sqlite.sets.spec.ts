import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedRow, change, noBits, addChunk, numbersIn, size } from '../../../src/adapters/documents/sqlite/bits';
import { openCatalog } from '../../../src/adapters/documents/sqlite/catalog';
import { bounds } from '../../../src/adapters/documents/sqlite/clauses';
import { connect } from '../../../src/adapters/documents/sqlite/connection';
import { sqliteDocuments } from '../../../src/adapters/documents/sqlite/documents';
import type { CollectionSpec, Document, Documents, Page, Query } from '../../../src/projections/kernel/documents.port';
import { askedWords } from '../../../src/projections/kernel/words';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = () => ({ file: join(folder, 'read.db'), durability: 'normal', secureDelete: true }) as const;
const spec: CollectionSpec = {
  name: 'cases',
  indexes: [{ fields: [{ field: 'state' }, { field: 'title' }] }],
  facets: [{ field: 'state' }, { field: 'team' }, { field: 'title', ordered: 1 }],
  text: { fields: ['title'] },
};
const put = (document: Document) => ({ collection: 'cases', id: document._id, document });
const pageOf = (documents: Documents, query: Omit<Query, 'sort'>): Promise<Page<Document>> =>
  documents.find('cases', { ...query, sort: [{ field: 'title' }] });

describe('rows of sets', () => {
  const apply = (places: readonly number[], there: boolean, row: Buffer | null = null) =>
    changedRow(
      row,
      places.map((place) => change(place, there)),
    );
  const placesIn = (row: Buffer | null) => {
    const bits = noBits(8_191);
    if (row !== null) addChunk(bits, 0, row);
    expect(size(bits)).toBe(numbersIn(bits).length);
    return numbersIn(bits);
  };
  const many = Array.from({ length: 700 }, (_, i) => i * 11);

  it('grow from a list to a bitmap and back, and disappear when empty', () => {
    const few = apply([3, 8_000], true);
    expect(few).toHaveLength(4);
    const dense = apply(many, true, few);
    expect(dense).toHaveLength(1_024);
    expect(placesIn(dense)).toEqual([...new Set([3, 8_000, ...many])].sort((a, b) => a - b));
    const sparse = apply(many.slice(1), false, dense);
    expect(placesIn(sparse)).toEqual([0, 3, 8_000]);
    expect(sparse).toHaveLength(6);
    expect(apply([0, 3, 8_000], false, sparse)).toBeNull();
  });

  it('stay the same when nothing changes', () => {
    const row = apply([5, 9], true);
    expect(apply([9], true, row)).toBe(row);
    expect(apply([6], false, row)).toBe(row);
    expect(apply([7], false)).toBeNull();
  });
});

test('a page that would read too much is short, and paging continues to the end without gaps or repeats', async () => {
  const documents = sqliteDocuments(options());
  await documents.prepare(spec);
  const all = Array.from({ length: 24_000 }, (_, i) => {
    const id = String(i).padStart(5, '0');
    return put({ _id: id, state: i % 2 === 0 ? 'open' : 'closed', team: i >= 23_000 ? 'late' : 'early', title: `pump ${id}` });
  });
  await documents.write(all);
  for (const state of [['open', 'closed'], ['open']]) {
    const where = [
      { field: 'state', in: state },
      { field: 'team', eq: 'late' },
    ];
    const sizes: number[] = [];
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: Page<Document> = await pageOf(documents, { where, limit: 50, ...(after === null ? {} : { after }) });
      sizes.push(page.items.length);
      found.push(...page.items.map(({ _id }) => _id));
      after = page.next;
    } while (after !== null);
    expect(sizes[0]).toBe(0);
    expect(found).toEqual(
      all.slice(23_000).flatMap(({ id, document }) => (state.some((one) => one === document.state) ? [id] : [])),
    );
  }
  await documents.close();
});

test('a common beginning finds the first words, and a whole word all of its documents', async () => {
  const documents = sqliteDocuments(options());
  await documents.prepare(spec);
  const wordsOf = (i: number) => `pa${i.toString(36).padStart(4, '0')}${i % 3 === 0 ? ' common' : ''}`;
  await documents.write(Array.from({ length: 6_000 }, (_, i) => put({ _id: `c${i}`, title: wordsOf(i) })));
  const count = async (text: string) => {
    let [n, after]: [number, string | null] = [0, null];
    do {
      const wishes = askedWords(text).map((word) => [{ word }]);
      const page: Page<Document> = await pageOf(documents, {
        where: [],
        wishes,
        limit: 200,
        ...(after === null ? {} : { after }),
      });
      n += page.items.length;
      after = page.next;
    } while (after !== null);
    return n;
  };
  expect([await count('pa'), await count('common'), await count(wordsOf(5))]).toEqual([2_000, 2_000, 1]);
  await documents.close();
});

test('a file of a version with FTS5 is renumbered and searchable, without its old word table', async () => {
  const connection = connect(options());
  openCatalog(connection);
  connection.exec(`
    CREATE TABLE d1_ (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pos TEXT, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE d1_text USING fts5(words, content='', contentless_delete=1, tokenize='ascii', detail=column, prefix='2 3');
    INSERT INTO d1_ (id, version, body) VALUES ('b', 0, '{"_id":"b","state":"open","title":"Pump"}');
    INSERT INTO d1_ (id, version, body) VALUES ('a', 0, '{"_id":"a","state":"open","title":"Iğdır"}');`);
  const layout = {
    spec: { name: 'cases', indexes: [], text: true },
    name: 'd1_',
    indexes: [],
    text: { name: 'd1_text', lists: [] },
  };
  connection.run('INSERT INTO collections (name, layout) VALUES (?, ?)', 'cases', JSON.stringify(layout));
  connection.close();
  const documents = sqliteDocuments(options());
  await documents.prepare({ ...spec, name: 'others' });
  await documents.write([{ collection: 'others', id: 'a', document: { _id: 'a', title: 'Other' } }]);
  await documents.prepare(spec);
  const wishes = askedWords('igdir').map((word) => [{ word }]);
  const asked = { where: [{ field: 'state', eq: 'open' }], wishes, limit: 9 };
  expect((await pageOf(documents, asked)).items).toEqual([{ _id: 'a', state: 'open', title: 'Iğdır' }]);
  await documents.write([put({ _id: 'c', state: 'open', title: 'Iğdır deposu' })]);
  expect((await pageOf(documents, asked)).items.map(({ _id }) => _id)).toEqual(['a', 'c']);
  await documents.close();
  const file = connect(options());
  expect(file.all("SELECT name FROM sqlite_master WHERE name LIKE '%text%'")).toEqual([]);
  file.close();
});

test('no file holds a word that no document has', async () => {
  const documents = sqliteDocuments(options());
  await documents.prepare(spec);
  await documents.write([put({ _id: 'a', title: 'Zwetschgenbaum' }), put({ _id: 'b', title: 'Pump' })]);
  await documents.write([put({ _id: 'a', title: 'ERASED' })]);
  await documents.compact();
  await documents.close();
  expect(readFileSync(options().file).toString('latin1').toLowerCase()).not.toContain('zwetschg');
});

test.each([
  [[{ field: 'at', gte: '2026-01', lt: '2026-02' }], ['at >= ?', 'at < ?']],
  [
    [
      { field: 'at', gte: '2026-01' },
      { field: 'at', lt: '2026-02' },
    ],
    ['at >= ?', 'at < ?'],
  ],
  [[{ field: 'at', gt: '2026-01' }], ['at > ?', 'at < ?']],
  [[{ field: 'at', lte: 7 }], ['at <= ?', 'at > ?']],
  [[], []],
])('the range %j has one bound at each end, because SQLite may seek by the wider of two', (range, expected) => {
  expect(bounds('at', range).map(({ sql }) => sql)).toEqual(expected);
});
