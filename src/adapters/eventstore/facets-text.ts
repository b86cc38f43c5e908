import type { Facets, FacetValues } from '../../domain/kernel/event';

const mostKept = 5_000;
const known = new Map<string, FacetValues | null>();

/**
 * Facets out of their canonical text. Few facts change them, and many tickets have the same ones but for names: a text that was read lately is
 * not parsed again, and equal texts are one object, which nobody may change.
 */
export function readFacets(text: string): Facets {
  const sides = sidesOf(text);
  if (sides === null) return JSON.parse(text) as Facets;
  return { after: valuesOf(sides.after), before: valuesOf(sides.before) };
}

/** Null: not the text of two sides in the order of their names. In a text of JSON, a quote inside a value is escaped. */
function sidesOf(text: string): { readonly after: string; readonly before: string } | null {
  const [after, before, more] = text.slice('{"after":'.length, -1).split(',"before":');
  return after === undefined || before === undefined || more !== undefined ? null : { after, before };
}

function valuesOf(text: string): FacetValues | null {
  const kept = known.get(text);
  if (kept !== undefined) return kept;
  if (known.size >= mostKept) known.clear();
  const values = JSON.parse(text) as FacetValues | null;
  known.set(text, values);
  return values;
}
