import type { Condition, Document, Scalar, Sort } from './documents.port';

const rank = { undefined: 0, object: 0, number: 1, string: 2, boolean: 3 } as const;

/** The order in every adapter, including MongoDB: null, numbers, text by code point, booleans. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  const byType = rankOf(a) - rankOf(b);
  if (byType !== 0) return byType;
  if (typeof a === 'string') return compareText(a, b as string);
  return (a as number) < (b as number) ? -1 : 1;
}

function rankOf(value: Scalar): number {
  return rank[typeof value as keyof typeof rank];
}

/** Compares by code point, like UTF-8 bytes. UTF-16 would put surrogates before U+E000. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i);
    const other = b.charCodeAt(i);
    if (one !== other) return codeRank(one) - codeRank(other);
  }
  return a.length - b.length;
}

function codeRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

export function scalarOf(document: Document, field: string): Scalar {
  return (document[field] ?? null) as Scalar;
}

/** Compares documents by a sort that ends in `_id`. */
export function compareBy(sort: readonly Sort[]): (a: Document, b: Document) => number {
  return (a, b) => {
    for (const { field, descending } of sort) {
      const order = compareScalars(scalarOf(a, field), scalarOf(b, field));
      if (order !== 0) return descending === true ? -order : order;
    }
    return 0;
  };
}

export function matches(document: Document, condition: Condition): boolean {
  const value = document[condition.field];
  if (condition.has !== undefined) return Array.isArray(value) && value.includes(condition.has);
  const scalar = (value ?? null) as Scalar;
  if (condition.eq !== undefined && scalar !== condition.eq) return false;
  if (condition.in !== undefined && !condition.in.includes(scalar)) return false;
  return inRange(scalar, condition);
}

function inRange(value: Scalar, { gt, gte, lt, lte }: Condition): boolean {
  return (
    within(value, gt, (order) => order > 0) &&
    within(value, gte, (order) => order >= 0) &&
    within(value, lt, (order) => order < 0) &&
    within(value, lte, (order) => order <= 0)
  );
}

function within(value: Scalar, bound: Scalar | undefined, holds: (order: number) => boolean): boolean {
  return bound === undefined || (typeof value === typeof bound && holds(compareScalars(value, bound)));
}
