import { canonicalText } from '../../../src/adapters/eventstore/canonical';
import { parseFacets } from '../../../src/adapters/eventstore/facets-text';

const values = (category: string) => ({ assignee: null, category, earlierHandlers: ['a', 'b'], phase: 3, priority: 'low' });

describe('parseFacets', () => {
  test.each([
    ['two sides', { before: values('Pumps'), after: values('Fans') }],
    ['a ticket that was opened', { before: null, after: values('Pumps') }],
    ['nothing on either side', { before: null, after: null }],
    ['words that look like the text itself', { before: values('x","before":{"a":"'), after: values(',"before":') }],
  ])('parses what was written: %s', (_, facets) => {
    expect(parseFacets(canonicalText(facets))).toEqual(facets);
    expect(parseFacets(canonicalText(facets))).toEqual(facets);
  });

  test('shares one object between equal sides, so callers compare by reference', () => {
    const text = canonicalText({ before: values('Same'), after: values('Same') });
    const { before, after } = parseFacets(text);
    expect(after).toBe(before);
    expect(parseFacets(canonicalText({ before: null, after: values('Same') })).after).toBe(after);
  });

  test('parses correctly when the cache overflows', () => {
    const texts = Array.from({ length: 12_000 }, (_, i) => canonicalText({ before: null, after: values(`Category ${i}`) }));
    texts.forEach((text, i) => expect(parseFacets(text).after?.category).toBe(`Category ${i}`));
    expect(parseFacets(texts[0] ?? '').after?.category).toBe('Category 0');
  });

  test('throws on damaged text and does not cache it', () => {
    const damaged = '{"after":{"phase":,"before":null}';
    expect(() => parseFacets(damaged)).toThrow(SyntaxError);
    expect(() => parseFacets(damaged)).toThrow(SyntaxError);
    expect(parseFacets('{"before":null}')).toEqual({ before: null });
  });
});
