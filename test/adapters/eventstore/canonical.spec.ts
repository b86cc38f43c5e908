import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText, maxDepth, NotStorable } from '../../../src/adapters/eventstore/canonical';

/** Every value a fact may hold, keys and texts from all of Unicode. */
const text = fc.string({ unit: 'binary' });
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    text,
    fc.string(),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(text, tie('value'), { maxKeys: 6 }),
  ),
}));

const nestedLists = (depth: number): unknown => (depth === 0 ? 1 : [nestedLists(depth - 1)]);

describe('canonical text', () => {
  it('matches another RFC 8785 implementation for any value', () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(canonicalText(any)).toBe(canonicalize(any));
      }),
      { numRuns: 1000, seed: 8785 },
    );
  });

  it('parses back to the same value, with −0 as 0', () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(canonicalText(JSON.parse(canonicalText(any)))).toBe(canonicalText(any));
      }),
      { numRuns: 300, seed: 8785 },
    );
    expect(canonicalText([-0])).toBe('[0]');
  });

  it('sorts keys by UTF-16 code units (RFC 8785, 3.2.3)', () => {
    const example = { '€': 'Euro', '\r': 'CR', '\ufb33': 'Dalet', '1': 'One', '😀': 'Smiley', '\u0080': 'Control', ö: 'o' };
    const expected = '{"\\r":"CR","1":"One","\u0080":"Control","ö":"o","€":"Euro","😀":"Smiley","\ufb33":"Dalet"}';
    expect(canonicalText(example)).toBe(expected);
  });

  it.each([2, 32, 33, 200])('sorts %i keys from any order', (count) => {
    const keys = Array.from({ length: count }, (_, i) => `${(i * 7919) % count} key`);
    const object = Object.fromEntries(keys.map((key, i) => [key, i]));
    expect(canonicalText(object)).toBe(canonicalize(object));
  });

  it('leaves undefined members out', () => {
    expect(canonicalText({ b: undefined, a: 1, c: { d: undefined } })).toBe('{"a":1,"c":{}}');
  });

  it('ignores inherited members', () => {
    class Point {
      constructor(readonly x: number) {}
    }
    expect(canonicalText(new Point(1))).toBe('{"x":1}');
    expect(canonicalText(JSON.parse('{"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1}}');
  });

  it.each([
    ['half a surrogate pair', 'x\ud83d'],
    ['half a surrogate pair, in a key', { '\ude00': 1 }],
    ['a fraction', 0.5],
    ['an unsafe integer', 2 ** 53],
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a hole in a list', new Array<unknown>(1)],
    ['a function', { f: () => 1 }],
    ['a symbol', Symbol('x')],
    ['a big integer', 1n],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
    ['bytes', Buffer.from('x')],
    ['33 levels', nestedLists(maxDepth + 1)],
  ])('refuses %s', (_, any) => {
    expect(() => canonicalText(any)).toThrow(NotStorable);
  });

  it('accepts 32 levels', () => {
    expect(canonicalText(nestedLists(maxDepth))).toBe('['.repeat(32) + '1' + ']'.repeat(32));
  });
});
