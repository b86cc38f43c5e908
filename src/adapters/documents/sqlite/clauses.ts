import type { Condition, Scalar } from '../../../projections/kernel/documents.port';
import type { Plan } from '../../../projections/kernel/served-by';
import type { Connection } from './connection';
import { columnValue } from './indexes';
import type { Table } from './tables';
import { numberOf } from './terms';

/** A condition on a column of the index: part of one range of it. */
export interface Clause {
  readonly sql: string;
  readonly value: Scalar;
}

/** What is asked for, as the index holds it: of a list, the numbers of those values that any document has. */
export function storedValues(
  connection: Connection,
  { indexes }: Table,
  { index, equal }: Pick<Plan, 'index' | 'equal'>,
): Plan['equal'] {
  const terms = index === null ? undefined : indexes[index]?.terms;
  const [listed, ...others] = equal;
  if (terms === undefined || listed === undefined) return equal;
  return [listed.flatMap((value) => numberOf(connection, terms, value as string) ?? []), ...others];
}

export function combinations(equal: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return equal.reduce<readonly (readonly Scalar[])[]>(
    (all, values) => all.flatMap((one) => values.map((value) => [...one, value])),
    [[]],
  );
}

export function equalities(equal: readonly Scalar[]): readonly Clause[] {
  return equal.map((value, i) => ({ sql: `k${i} = ?`, value }));
}

/**
 * A range keeps to the type of its bounds: text lies above every number and below every boolean. The end that is not asked for gets the
 * type's own, and no end two: SQLite may seek by the wider one and pass over the rest.
 */
export function bounds(column: string, range: readonly Condition[]): readonly Clause[] {
  const asked = range.flatMap(({ gt, gte, lt, lte }) => [
    ...bound(column, '>', gt),
    ...bound(column, '>=', gte),
    ...bound(column, '<', lt),
    ...bound(column, '<=', lte),
  ]);
  const of = asked[0]?.value;
  const isText = typeof of === 'string';
  const ends: readonly Clause[] = [
    isText ? { sql: `${column} >= ?`, value: '' } : { sql: `${column} > ?`, value: null },
    isText ? { sql: `${column} < ?`, value: false } : { sql: `${column} < ?`, value: '' },
  ];
  const missing = ends.filter((_, end) => asked.length > 0 && !asked.some(({ sql }) => sql.includes(end === 0 ? '>' : '<')));
  return [...asked, ...missing];
}

function bound(column: string, operator: string, value: string | number | undefined): readonly Clause[] {
  return value === undefined ? [] : [{ sql: `${column} ${operator} ?`, value }];
}

export function whereText(clauses: readonly Clause[]): string {
  return clauses.length === 0 ? '' : ` WHERE ${clauses.map(({ sql }) => sql).join(' AND ')}`;
}

export function columnsOf(clauses: readonly Clause[]): readonly (string | number | Buffer)[] {
  return clauses.map(({ value }) => columnValue(value));
}
