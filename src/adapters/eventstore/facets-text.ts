import type { Facets, FacetValues } from '../../domain/kernel/event';

const maxCached = 5_000;
const cache = new Map<string, FacetValues | null>();

/**
 * Parses facets from canonical text. Most facts repeat the facets of an earlier one, so recently parsed sides are cached.
 * Callers share the cached objects and must not change them.
 */
export function parseFacets(text: string): Facets {
  const sides = splitSides(text);
  if (sides === null) return JSON.parse(text) as Facets;
  return { after: parseValues(sides.after), before: parseValues(sides.before) };
}

/** Null if the text does not have exactly these two sides. A quote inside a JSON value is escaped, so the split is safe. */
function splitSides(text: string): { readonly after: string; readonly before: string } | null {
  const [after, before, more] = text.slice('{"after":'.length, -1).split(',"before":');
  return after === undefined || before === undefined || more !== undefined ? null : { after, before };
}

function parseValues(text: string): FacetValues | null {
  const cached = cache.get(text);
  if (cached !== undefined) return cached;
  if (cache.size >= maxCached) cache.clear();
  const values = JSON.parse(text) as FacetValues | null;
  cache.set(text, values);
  return values;
}
