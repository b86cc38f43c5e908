import { documentOf, withoutId } from '../../../src/adapters/documents/sqlite/body';

describe('the body of a document', () => {
  test.each([
    ['omits the id', { _id: 'a', status: 'open' }, '{"status":"open"}'],
    ['omits an id with quotes and a line break', { _id: 'a "b"\n{', n: 1 }, '{"n":1}'],
    ['keeps an id that does not come first', { n: 1, _id: 'a' }, '{"n":1,"_id":"a"}'],
    ['keeps an id without other fields', { _id: 'a' }, '{"_id":"a"}'],
  ])('%s, and reads as it was', (_, document, body) => {
    expect(withoutId(document)).toBe(body);
    const read = documentOf({ id: document._id, body });
    expect(read).toEqual(document);
    expect(Object.keys(read)[0]).toBe('_id');
  });

  test('may contain the id, in durable databases or from an older version', () => {
    expect(documentOf({ id: 'a', body: '{"_id":"a","status":"open"}' })).toEqual({ _id: 'a', status: 'open' });
  });
});
