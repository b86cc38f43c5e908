import { canonicalText } from '../../../src/adapters/eventstore/canonical';
import type { StoredFact } from '../../../src/adapters/eventstore/event-store.port';
import { SharedBatch } from '../../../src/adapters/runner/shared-batch';
import type { FactReader } from '../../../src/adapters/runner/shared-batch';

const nobodyReads = {} as FactReader;
const moves = (facets: object | null): boolean => {
  const stored = { facets: facets === null ? null : canonicalText(facets) } as StoredFact;
  return new SharedBatch([stored], nobodyReads).moves(0);
};

describe('whether a fact moves its facets, from the stored text alone', () => {
  const here = { phase: 3, team: null, handler: 'after', subStatus: ',"before":' };

  it.each([
    ['no facets before', { before: null, after: here }, true],
    ['another value', { before: here, after: { ...here, team: 'pumps' } }, true],
    ['another value of the same length', { before: here, after: { ...here, phase: 4 } }, true],
    ['a value one character longer', { before: here, after: { ...here, handler: 'after!' } }, true],
    ['no facets after', { before: here, after: null }, true],
    ['the same in another order', { before: here, after: Object.fromEntries(Object.entries(here).reverse()) }, false],
    ['the same, null', { before: null, after: null }, false],
    ['no facets at all', null, false],
  ])('%s', (_, facets, expected) => {
    expect(moves(facets)).toBe(expected);
  });
});
