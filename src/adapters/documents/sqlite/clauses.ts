import type { Condition, Scalar } from '../../../projections/kernel/documents.port';
import type { Plan } from '../../../projections/kernel/served-by';
import type { Connection } from './connection';
import { columnValue } from './indexes';
import type { Table } from './tables';
import { numberOf } from './terms';

/** A condition on a column of the index. Together they are one range of it. */
export interface Clause {
  readonly sql: string;
  readonly value: Scalar;
}

/** The queried values as the index stores them. For a list, the numbers of the values that any document has. */
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
 * A range stays within the type of its bounds: text sorts after every number and before every boolean. A missing end becomes the
 * end of the type. No end is given twice, because SQLite may seek by the wider one and skip the rest.
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
