import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../src/adapters/documents/sqlite/connection';
import { openCatalog } from '../../../src/adapters/documents/sqlite/catalog';
import { sqliteDocuments } from '../../../src/adapters/documents/sqlite/documents';
import type { CollectionSpec, Documents } from '../../../src/projections/kernel/documents.port';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = () => ({ file: join(folder, 'read.db'), durability: 'normal', secureDelete: true }) as const;
const spec: CollectionSpec = {
  name: 'tickets',
  indexes: [
    {
      fields: [
        { field: 'scopes', many: true },
        { field: 'at', descending: true },
      ],
    },
    { fields: [{ field: 'number' }], unique: true },
  ],
};
const put = (id: string, scopes: readonly string[], number: string | null = null) => ({
  collection: 'tickets',
  id,
  document: { _id: id, scopes, number, at: `at ${id}` },
});
const seenBy = async (documents: Documents, scope: string): Promise<readonly string[]> => {
  const where = [{ field: 'scopes', has: scope }];
  const { items } = await documents.find('tickets', { where, sort: [{ field: 'at', descending: true }], limit: 9 });
  expect(await documents.count('tickets', where)).toBe(items.length);
  return items.map(({ _id }) => _id);
};

describe('values of indexed lists', () => {
  test('are stored once in the file, for all documents and indexes', async () => {
    const documents = sqliteDocuments(options());
    await documents.prepare(spec);
    await documents.write(Array.from({ length: 50 }, (_, i) => put(`t${i}`, ['organisation:somebody'])));
    await documents.close();
    const connection = connect(options());
    const { indexes } = openCatalog(connection).open('tickets');
    expect(connection.all(`SELECT DISTINCT typeof(k0) AS type FROM ${indexes[0]?.name ?? ''}`)).toEqual([{ type: 'integer' }]);
    connection.close();
  });

  test('get a new number after the transaction that numbered them was rolled back', async () => {
    const documents = sqliteDocuments(options());
    await documents.prepare(spec);
    await documents.write([put('a', ['x'], 'CT-1')]);
    await expect(documents.write([put('b', ['y'], 'CT-2'), put('c', ['z'], 'CT-1')])).rejects.toThrow(/must be unique/);
    expect([await seenBy(documents, 'y'), await seenBy(documents, 'z')]).toEqual([[], []]);
    await documents.write([put('d', ['z'])]);
    await documents.write([put('e', ['y', 'z'])]);
    expect([await seenBy(documents, 'x'), await seenBy(documents, 'y'), await seenBy(documents, 'z')]).toEqual([
      ['a'],
      ['e'],
      ['e', 'd'],
    ]);
    await documents.close();
  });

  test('are found again after another connection deleted them as unused', async () => {
    const [writer, other] = [sqliteDocuments(options()), sqliteDocuments(options())];
    await writer.prepare(spec);
    await writer.write([put('a', ['zwetschgenbaum', 'kept'])]);
    await writer.write([put('a', ['kept'])]);
    await other.compact();
    expect(readFileSync(options().file).includes('zwetschgenbaum')).toBe(false);
    await writer.write([put('b', ['another'])]);
    await writer.write([put('c', ['zwetschgenbaum', 'kept'])]);
    for (const documents of [writer, other]) {
      expect(await seenBy(documents, 'zwetschgenbaum')).toEqual(['c']);
      expect(await seenBy(documents, 'another')).toEqual(['b']);
      expect(await seenBy(documents, 'kept')).toEqual(['c', 'a']);
    }
    await Promise.all([writer.close(), other.close()]);
  });
});

describe('a file of a version that kept lists as text', () => {
  beforeEach(() => {
    const connection = connect(options());
    openCatalog(connection);
    const [scoped, unique] = spec.indexes;
    const layout = {
      ...{ spec, name: 'd1_', text: null },
      indexes: [
        { spec: scoped, name: 'd1_i0', collection: 'tickets' },
        { spec: unique, name: 'd1_i1', collection: 'tickets' },
      ],
    };
    connection.exec(`
      CREATE TABLE d1_ (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pos TEXT, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE TABLE d1_i0 (k0, k1, id, PRIMARY KEY (k0, k1 DESC, id DESC)) WITHOUT ROWID;
      CREATE TABLE d1_i1 (k0, id, PRIMARY KEY (k0, id)) WITHOUT ROWID;
      INSERT INTO d1_ (id, version, body) VALUES ('a', 0, '{"_id":"a","scopes":["x"],"number":"CT-1","at":"at a"}');
      INSERT INTO d1_i0 VALUES ('x', 'at a', 'a');
      INSERT INTO d1_i1 VALUES ('CT-1', 'a');`);
    connection.run('INSERT INTO collections (name, layout) VALUES (?, ?)', 'tickets', JSON.stringify(layout));
    connection.close();
  });

  test('is read and written unchanged until the collection is rebuilt', async () => {
    const documents = sqliteDocuments(options());
    await documents.prepare(spec);
    await documents.write([put('b', ['x', 'y'])]);
    expect([await seenBy(documents, 'x'), await seenBy(documents, 'y')]).toEqual([['b', 'a'], ['b']]);
    await documents.write([put('a', ['y'], 'CT-1')]);
    await documents.compact();
    expect([await seenBy(documents, 'x'), await seenBy(documents, 'y')]).toEqual([['b'], ['b', 'a']]);
    await documents.drop('tickets');
    await documents.close();
  });

  test('gets numbers for a new index, beside the old one', async () => {
    const documents = sqliteDocuments(options());
    const byNumber = { fields: [{ field: 'scopes', many: true as const }, { field: 'number' }] };
    await documents.prepare({ ...spec, indexes: [...spec.indexes, byNumber] });
    await documents.write([put('b', ['x'], 'CT-2')]);
    const where = [{ field: 'scopes', has: 'x' }];
    const { items } = await documents.find('tickets', { where, sort: [{ field: 'number' }], limit: 9 });
    expect(items.map(({ _id }) => _id)).toEqual(['a', 'b']);
    expect(await seenBy(documents, 'x')).toEqual(['b', 'a']);
    await documents.prepare({ name: 'tickets', indexes: [] });
    await documents.prepare(spec);
    expect(await seenBy(documents, 'x')).toEqual(['b', 'a']);
    await documents.close();
  });
});
