import { canonicalText } from '../../../src/adapters/eventstore/canonical';
import { readFacets } from '../../../src/adapters/eventstore/facets-text';

const values = (category: string) => ({ assignee: null, category, earlierHandlers: ['a', 'b'], phase: 3, priority: 'low' });

describe('facets out of their text', () => {
  test.each([
    ['two sides', { before: values('Pumps'), after: values('Fans') }],
    ['a ticket that was opened', { before: null, after: values('Pumps') }],
    ['nothing on either side', { before: null, after: null }],
    ['words that look like the text itself', { before: values('x","before":{"a":"'), after: values(',"before":') }],
  ])('%s: as they were written', (_, facets) => {
    expect(readFacets(canonicalText(facets))).toEqual(facets);
    expect(readFacets(canonicalText(facets))).toEqual(facets);
  });

  test('equal sides are one object, in one fact and from fact to fact: whoever compares them need not look inside', () => {
    const text = canonicalText({ before: values('Same'), after: values('Same') });
    const { before, after } = readFacets(text);
    expect(after).toBe(before);
    expect(readFacets(canonicalText({ before: null, after: values('Same') })).after).toBe(after);
  });

  test('many more than are kept are read all the same', () => {
    const texts = Array.from({ length: 12_000 }, (_, i) => canonicalText({ before: null, after: values(`Category ${i}`) }));
    texts.forEach((text, i) => expect(readFacets(text).after?.category).toBe(`Category ${i}`));
    expect(readFacets(texts[0] ?? '').after?.category).toBe('Category 0');
  });

  test('what is damaged is refused, not kept', () => {
    const damaged = '{"after":{"phase":,"before":null}';
    expect(() => readFacets(damaged)).toThrow(SyntaxError);
    expect(() => readFacets(damaged)).toThrow(SyntaxError);
    expect(readFacets('{"before":null}')).toEqual({ before: null });
  });
});
