import { documentOf, withoutId } from '../../../src/adapters/documents/sqlite/body';

describe('the text of a document in its row', () => {
  test.each([
    ['leaves out the id that the row has', { _id: 'a', status: 'open' }, '{"status":"open"}'],
    ['also one with quotes and a line break', { _id: 'a "b"\n{', n: 1 }, '{"n":1}'],
    ['keeps it where it does not come first', { n: 1, _id: 'a' }, '{"n":1,"_id":"a"}'],
    ['keeps it where nothing else is there', { _id: 'a' }, '{"_id":"a"}'],
  ])('%s, and reads as it was', (_, document, body) => {
    expect(withoutId(document)).toBe(body);
    const read = documentOf({ id: document._id, body });
    expect(read).toEqual(document);
    expect(Object.keys(read)[0]).toBe('_id');
  });

  test('of what cannot be made again, or of an older version, repeats the id, and reads the same', () => {
    expect(documentOf({ id: 'a', body: '{"_id":"a","status":"open"}' })).toEqual({ _id: 'a', status: 'open' });
  });
});
