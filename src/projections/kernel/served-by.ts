import { UnservedQuery } from './documents.port';
import type { CollectionSpec, Condition, IndexField, IndexSpec, Query, Scalar, Sort } from './documents.port';

/** How one index serves one query: each combination of `equal` values is one range of the index, read in the requested order. */
export interface Plan {
  /** Position in the spec's list of indexes. Null for the ids alone. */
  readonly index: number | null;
  /** One list of values per leading field of the index. */
  readonly equal: readonly (readonly Scalar[])[];
  /** The bounds of the field after these. */
  readonly range: readonly Condition[];
  /** The complete order, including `_id`. */
  readonly sort: readonly Sort[];
}

const byId: IndexSpec = { fields: [] };
export const mostRanges = 20;

/**
 * Finds the index that serves a page and reads no more of it than the page. The query has equalities on the first fields (in any
 * order), then the sort to the last field, in the declared directions or all reversed. A range is on the first sort field. `in`
 * counts as equality.
 * @throws {UnservedQuery} with what the query needs
 */
export function servedBy(spec: CollectionSpec, query: Query): Plan {
  const { equalities, range } = partsOf(query.where);
  const sort = fullSort(query.sort);
  refuseManyRanges(spec, equalities);
  for (const [index, candidate] of [...spec.indexes.map((one, i) => [i, one] as const), [null, byId] as const]) {
    const fields = physicalFields(candidate);
    const equal = equalValues(fields, equalities);
    if (equal !== null && sorts(fields.slice(equal.length), sort) && bounds(sort[0], range)) return { index, equal, range, sort };
  }
  throw new UnservedQuery(
    spec.name,
    `no index serves ${wish(equalities, range, sort)}; declare one, or query as an index declares`,
  );
}

/** Like `servedBy`, for a count: any index that begins with the equalities and then the range. */
export function countedBy(spec: CollectionSpec, where: readonly Condition[]): Omit<Plan, 'sort'> {
  const { equalities, range } = partsOf(where);
  refuseManyRanges(spec, equalities);
  if (where.length === 0) return { index: null, equal: [], range };
  for (const [index, candidate] of spec.indexes.entries()) {
    const fields = physicalFields(candidate);
    const equal = equalValues(fields, equalities);
    if (equal !== null && bounds(fields[equal.length], range)) return { index, equal, range };
  }
  throw new UnservedQuery(spec.name, `no index begins with ${wish(equalities, range, [])}; declare one`);
}

/** The fields of an index, then `_id`, which makes its order total, in the direction of the last field. */
export function physicalFields(index: IndexSpec): readonly IndexField[] {
  return [...index.fields, { field: '_id', ...(index.fields.at(-1)?.descending === true ? { descending: true as const } : {}) }];
}

/** The requested sort, made total by `_id`. */
export function fullSort(sort: readonly Sort[] = []): readonly Sort[] {
  if (sort.some(({ field }) => field === '_id')) return sort;
  return [...sort, { field: '_id', descending: sort.at(-1)?.descending === true }];
}

export function partsOf(where: readonly Condition[]): {
  readonly equalities: readonly Condition[];
  readonly range: readonly Condition[];
} {
  return { equalities: where.filter(isEquality), range: where.filter((condition) => !isEquality(condition)) };
}

function isEquality(condition: Condition): boolean {
  return condition.eq !== undefined || condition.in !== undefined || condition.has !== undefined;
}

function equalValues(fields: readonly IndexField[], equalities: readonly Condition[]): readonly (readonly Scalar[])[] | null {
  const found: (readonly Scalar[])[] = [];
  for (const field of fields.slice(0, equalities.length)) {
    const condition = equalities.find((one) => one.field === field.field && (one.has !== undefined) === (field.many === true));
    if (condition === undefined) return null;
    found.push(valuesOf(condition));
  }
  return found.length === equalities.length ? found : null;
}

export function valuesOf({ eq, has, in: several }: Condition): readonly Scalar[] {
  const single = has ?? eq;
  return single === undefined ? [...new Set(several)] : [single];
}

function sorts(fields: readonly IndexField[], sort: readonly Sort[]): boolean {
  if (fields.length !== sort.length || fields[0]?.many === true) return false;
  const turned = isTurned(fields[0], sort[0]);
  return fields.every((field, i) => field.field === sort[i]?.field && isTurned(field, sort[i]) === turned);
}

function isTurned(field: IndexField | undefined, sort: Sort | undefined): boolean {
  return (field?.descending === true) !== (sort?.descending === true);
}

function bounds(first: { readonly field: string; readonly many?: true } | undefined, range: readonly Condition[]): boolean {
  return range.every((condition) => condition.field === first?.field && first.many !== true);
}

function refuseManyRanges(spec: CollectionSpec, equalities: readonly Condition[]): void {
  const ranges = equalities.reduce((product, condition) => product * valuesOf(condition).length, 1);
  if (ranges > mostRanges) {
    throw new UnservedQuery(
      spec.name,
      `${ranges} combinations of values requested with "in"; at most ${mostRanges} are served at once`,
    );
  }
}

function wish(equalities: readonly Condition[], range: readonly Condition[], sort: readonly Sort[]): string {
  const parts = [
    ...equalities.map((one) => `${one.field} ${one.has === undefined ? (one.in === undefined ? '=' : 'in') : 'has'}`),
    ...range.map(({ field }) => `range of ${field}`),
    ...(sort.length === 0
      ? []
      : [`order by ${sort.map((one) => one.field + (one.descending === true ? ' descending' : '')).join(', ')}`]),
  ];
  return parts.join(', ');
}
