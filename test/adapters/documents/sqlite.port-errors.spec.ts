import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { withPortErrors } from '../../../src/adapters/documents/sqlite/port-errors';
import { StoreCorrupted, StoreUnavailable } from '../../../src/adapters/eventstore/errors';

const place = { file: '/data/ops.db', remedy: 'restore it' };
const driver = (code: string) => Object.assign(new Error('the words of the driver'), { code });

/** Documents with one unreadable collection. */
function failing(code: string) {
  return withPortErrors(place, () => {
    const documents = memoryDocuments();
    const get: typeof documents.get = (name, id) => (name === 'lost' ? Promise.reject(driver(code)) : documents.get(name, id));
    return { ...documents, get };
  });
}

it('refuses writes and checks once damage was found, but still reads what it can', async () => {
  const documents = failing('SQLITE_CORRUPT_INDEX');
  await documents.prepare({ name: 'there', indexes: [] });
  await documents.write([{ collection: 'there', id: 'a', document: { _id: 'a' } }]);
  await expect(documents.get('lost', 'a')).rejects.toThrow(
    '/data/ops.db is damaged (the words of the driver). Stop the server, then restore it',
  );
  expect(await documents.get('there', 'a')).toEqual({ _id: 'a' });
  for (const refused of [
    () => documents.write([{ collection: 'there', id: 'b', document: { _id: 'b' } }]),
    () => documents.swap('there', 'b', null, { _id: 'b' }),
    () => documents.prepare({ name: 'new', indexes: [] }),
    () => documents.drop('there'),
    () => documents.compact(),
    () => documents.collections(),
  ])
    await expect(refused()).rejects.toThrow(StoreCorrupted);
});

it('accepts writes again once a full disk has room', async () => {
  const documents = failing('SQLITE_FULL');
  await expect(documents.get('lost', 'a')).rejects.toThrow(StoreUnavailable);
  await documents.prepare({ name: 'there', indexes: [] });
  await documents.write([{ collection: 'there', id: 'a', document: { _id: 'a' } }]);
  expect(await documents.collections()).toEqual(['there']);
});
