import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../src/adapters/documents/sqlite/connection';
import type { Connection } from '../../../src/adapters/documents/sqlite/connection';
import { openCatalog } from '../../../src/adapters/documents/sqlite/catalog';
import { sqliteDocuments } from '../../../src/adapters/documents/sqlite/documents';
import { count, find } from '../../../src/adapters/documents/sqlite/query';
import { askedWords } from '../../../src/projections/kernel/words';
import type { CollectionSpec, Query } from '../../../src/projections/kernel/documents.port';

const saying = (text: string) => ({
  wishes: askedWords(text).map((word) => [{ word }]),
  sort: [{ field: 'name' }],
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'read.db');
const people: CollectionSpec = {
  name: 'people',
  indexes: [
    { fields: [{ field: 'name' }] },
    { fields: [{ field: 'visibleTo', many: true }, { field: 'state' }, { field: 'since', descending: true }] },
  ],
  facets: [{ field: 'name', ordered: 2 }],
  text: { fields: ['words'] },
};

describe('every connection', () => {
  test.each([
    ['full', 2],
    ['normal', 1],
  ] as const)('durability %s: WAL, synchronous = %i, deleted content overwritten', (durability, synchronous) => {
    const connection = connect({ file: file(), durability, secureDelete: true });
    expect(connection.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(connection.get('PRAGMA synchronous')).toEqual({ synchronous });
    expect(connection.get('PRAGMA secure_delete')).toEqual({ secure_delete: 1 });
    connection.close();
  });
});

describe('no list page scans', () => {
  function plansOf(ask: (connection: Connection, catalog: ReturnType<typeof openCatalog>) => unknown): readonly string[] {
    const connection = connect({ file: file(), durability: 'normal', secureDelete: false });
    const catalog = openCatalog(connection);
    catalog.prepare(people);
    const plans: string[] = [];
    const explained: Connection = {
      ...connection,
      all: (sql, ...values) => {
        plans.push(...connection.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail));
        return connection.all(sql, ...values);
      },
      rows: (sql, ...values) => {
        plans.push(...connection.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail));
        return connection.rows(sql, ...values);
      },
      get: (sql, ...values) => {
        plans.push(...connection.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail));
        return connection.get(sql, ...values);
      },
    };
    ask(explained, catalog);
    connection.close();
    return plans;
  }
  const cursor = (s: string, v: readonly unknown[]) => Buffer.from(JSON.stringify({ s, v })).toString('base64url');
  const scoped = [
    { field: 'visibleTo', has: 'x' },
    { field: 'state', in: ['on', 'off', null] },
  ];
  const newest = [{ field: 'since', descending: true }];

  test.each<readonly [string, Query]>([
    ['by id', { where: [], limit: 5, after: cursor('_id', ['a']) }],
    ['equality', { where: [{ field: 'name', eq: 'a' }], limit: 5 }],
    ['range', { where: [{ field: 'name', gte: 'a', lt: 'b' }], sort: [{ field: 'name' }], limit: 5 }],
    ['scope, states and order', { where: scoped, sort: newest, limit: 5 }],
    ['its next page', { where: scoped, sort: newest, limit: 5, after: cursor('-since,-_id', ['2026', 'a']) }],
    ['the reverse order', { where: scoped, sort: [{ field: 'since' }], limit: 5, after: cursor('since,_id', [null, 'a']) }],
  ])('%s: searches ranges of indexes without sorting', (_, query) => {
    const plans = plansOf((connection, catalog) => find(connection, catalog, 'people', query));
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => !plan.startsWith('SEARCH'))).toEqual([]);
  });

  test('counts and word searches use indexes, too', () => {
    const plans = plansOf((connection, catalog) => {
      count(connection, catalog.open('people'), scoped);
      find(connection, catalog, 'people', { where: [], ...saying('anna'), limit: 5 });
    });
    expect(plans.length).toBeGreaterThan(2);
    expect(plans.filter((plan) => !plan.startsWith('SEARCH') && !plan.startsWith('SCAN asked'))).toEqual([]);
  });
});

test('no file holds a name after its deletion and compact()', async () => {
  const documents = sqliteDocuments({ file: file(), durability: 'normal', secureDelete: true });
  await documents.prepare(people);
  for (let i = 0; i < 300; i++) {
    const document = {
      _id: `p${i}`,
      name: `Zwetschgenbaum ${i}`,
      visibleTo: [`Zwetschgenbaum-${i % 3}`],
      words: `zwetschgenbaum n${i}`,
    };
    await documents.write([{ collection: 'people', id: document._id, document }]);
  }
  const holders = () =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name)).toString('latin1').toLowerCase().includes('zwetschg'));
  expect(holders()).not.toEqual([]);
  for (let i = 0; i < 300; i++) await documents.write([{ collection: 'people', id: `p${i}`, document: null }]);
  await documents.compact();
  expect(holders()).toEqual([]);
  await documents.close();
});

test('no file holds a name after a drop and compact(), even in a nearly full file with another reader', async () => {
  const options = { file: file(), durability: 'normal', secureDelete: true } as const;
  const documents = sqliteDocuments(options);
  const reading = sqliteDocuments(options);
  for (const [name, who, size] of [
    ['people', 'zwetschgenbaum', 300],
    ['others', 'somebody', 3_000],
  ] as const) {
    await documents.prepare({ ...people, name });
    const documentOf = (i: number) => ({ _id: `p${i}`, name: `${who} ${i}`, visibleTo: [who], words: `${who} n${i}` });
    await documents.write(Array.from({ length: size }, (_, i) => ({ collection: name, id: `p${i}`, document: documentOf(i) })));
  }
  const holders = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('zwetschgenbaum'));
  expect(await reading.count('people', [])).toBe(300);
  expect(holders()).not.toEqual([]);
  await documents.drop('people');
  await documents.compact();
  expect(holders()).toEqual([]);
  await expect(reading.count('people', [])).rejects.toThrow(/no collection people/);
  expect(await reading.count('others', [])).toBe(3_000);
  await Promise.all([documents.close(), reading.close()]);
});

test('keeps everything across a restart, without preparing again', async () => {
  const first = sqliteDocuments({ file: file(), durability: 'full', secureDelete: true });
  await first.prepare(people);
  await first.write([{ collection: 'people', id: 'a', document: { _id: 'a', name: 'Anna', words: 'anna' } }], {
    position: '7',
    checkpoints: [{ name: 'people', position: '7', token: 3 }],
  });
  await first.close();
  const second = sqliteDocuments({ file: file(), durability: 'full', secureDelete: true });
  expect((await second.find('people', { where: [{ field: 'name', eq: 'Anna' }], limit: 1 })).items).toHaveLength(1);
  expect((await second.find('people', { where: [], ...saying('ann'), limit: 1 })).items).toHaveLength(1);
  expect(await second.checkpoint('people')).toEqual({ name: 'people', position: '7', token: 3 });
  await second.close();
});
