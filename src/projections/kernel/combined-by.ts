import { UnservedQuery } from './documents.port';
import type { Alternative, CollectionSpec, Condition, FacetSpec, Query, Sort } from './documents.port';
import { countedBy, fullSort, partsOf, servedBy, type Plan } from './served-by';

/** A query that facets answer: any combination of conditions, in the order of one ordered facet. */
export interface Combination {
  readonly equalities: readonly Condition[];
  readonly ranges: readonly Condition[];
  /** The complete order, including `_id`. */
  readonly sort: readonly Sort[];
  readonly sorted: FacetSpec & { readonly ordered: number };
}

export const mostValues = 20_000;

/**
 * Chooses an index if one serves the query, because it reads no more than the page, else the facets.
 * @throws {UnservedQuery} when neither serves it, with the reason
 */
export function planOf(spec: CollectionSpec, query: Query): Plan | Combination {
  if (query.wishes !== undefined) return combinedBy(spec, query);
  try {
    return servedBy(spec, query);
  } catch (unserved) {
    if (spec.facets === undefined || !(unserved instanceof UnservedQuery)) throw unserved;
    return combinedBy(spec, query);
  }
}

/**
 * Like `planOf`, for a count, which needs no order.
 * @throws {UnservedQuery}
 */
export function countPlanOf(spec: CollectionSpec, where: readonly Condition[]): ReturnType<typeof countedBy> | null {
  try {
    return countedBy(spec, where);
  } catch (unserved) {
    if (spec.facets === undefined || !(unserved instanceof UnservedQuery)) throw unserved;
    for (const condition of where) requireFacet(spec, condition);
    return null;
  }
}

export function isCombination(plan: Plan | Combination): plan is Combination {
  return 'sorted' in plan;
}

/** @throws {UnservedQuery} when a condition or the sort is on no facet */
function combinedBy(spec: CollectionSpec, { where, wishes = [], sort: asked = [] }: Query): Combination {
  const { equalities, range: ranges } = partsOf(where);
  for (const condition of where) requireFacet(spec, condition);
  for (const alternative of wishes.flat()) requireAlternative(spec, alternative);
  const sort = fullSort(asked);
  return { equalities, ranges, sort, sorted: sortedBy(spec, sort) };
}

function sortedBy(spec: CollectionSpec, sort: readonly Sort[]): Combination['sorted'] {
  const facet = spec.facets?.find(({ field }) => field === sort[0]?.field);
  if (facet?.ordered === undefined || sort.length > 2) unserved(spec, 'can be sorted only by one ordered facet');
  return { ...facet, ordered: facet.ordered };
}

function requireAlternative(spec: CollectionSpec, alternative: Alternative): void {
  if ('field' in alternative) requireFacet(spec, alternative);
  else if (alternative.collection === undefined && spec.text === undefined) unserved(spec, 'keeps no words: declare text');
}

function requireFacet(spec: CollectionSpec, condition: Condition): void {
  const { field, in: several = [] } = condition;
  if (several.length > mostValues) unserved(spec, `more than ${mostValues} values of ${field} requested`);
  const asked = wayOf(condition);
  if (field === '_id' && asked === 'values') return;
  const facet = spec.facets?.find((one) => one.field === field);
  if (facet === undefined) unserved(spec, `neither an index nor a facet serves ${field}; declare one`);
  if (asked !== wayTo(facet))
    unserved(spec, `${field}: query a list with has, an ordered facet with ranges, any other facet with eq and in`);
}

type Way = 'has' | 'range' | 'values';

function wayOf({ eq, in: several, has }: Condition): Way {
  if (has !== undefined) return 'has';
  return eq === undefined && several === undefined ? 'range' : 'values';
}

function wayTo({ many, ordered }: FacetSpec): Way {
  if (many === true) return 'has';
  return ordered === undefined ? 'values' : 'range';
}

function unserved({ name }: CollectionSpec, detail: string): never {
  throw new UnservedQuery(name, detail);
}
