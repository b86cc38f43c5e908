import type { Condition, Document, Page, Query, Scalar, Sort } from '../../../projections/kernel/documents.port';
import { compareBy } from '../../../projections/kernel/scalars';
import { countPlanOf, isCombination, planOf } from '../../../projections/kernel/combined-by';
import type { Plan } from '../../../projections/kernel/served-by';
import { cutPage, readCursor } from '../../../projections/kernel/cursor';
import { documentOf } from './body';
import type { Written } from './body';
import type { Connection } from './connection';
import type { Catalog } from './catalog';
import { bounds, columnsOf, combinations, equalities, storedValues, whereText, type Clause } from './clauses';
import { countCombined, findCombined } from './combine';
import type { Table } from './tables';

export function find(connection: Connection, tables: Pick<Catalog, 'open'>, name: string, query: Query): Page<Document> {
  const table = tables.open(name);
  const plan = planOf(table.spec, query);
  if (isCombination(plan)) return findCombined({ connection, tables, table }, query, plan);
  const { sort } = plan;
  const after = query.after === undefined ? null : readCursor(query.after, sort);
  const ranges = combinations(storedValues(connection, table, plan)).map((equal) =>
    readRange(connection, table, plan, { equal, after, limit: query.limit + 1 }),
  );
  const found = ranges.length === 1 ? (ranges[0] ?? []) : ranges.flat().sort(compareBy(sort));
  return cutPage(found, query.limit, sort);
}

export function count(connection: Connection, table: Table, where: readonly Condition[]): number {
  const plan = countPlanOf(table.spec, where);
  if (plan === null) return countCombined(connection, table, where);
  const source = plan.index === null ? table.name : table.indexes[plan.index]?.name;
  const numbers = combinations(storedValues(connection, table, plan)).map((equal) => {
    const clauses = [...equalities(equal), ...bounds(`k${equal.length}`, plan.range)];
    const row = connection.get<{ n: number }>(
      `SELECT count(*) AS n FROM ${source ?? ''}${whereText(clauses)}`,
      ...columnsOf(clauses),
    );
    return row?.n ?? 0;
  });
  return numbers.reduce((sum, n) => sum + n, 0);
}

interface Reading {
  readonly equal: readonly Scalar[];
  readonly after: readonly Scalar[] | null;
  readonly limit: number;
}

/**
 * After a cursor the index is read in steps, each a plain range: equal first values and a later last one, then an earlier value
 * that differs.
 */
function readRange(connection: Connection, table: Table, plan: Plan, { equal, after, limit }: Reading): Document[] {
  const columns = plan.sort.map(({ field }, i) =>
    field === '_id' ? `${plan.index === null ? 'd' : 'i'}.id` : `i.k${equal.length + i}`,
  );
  const fixed = [...equalities(equal), ...bounds(columns[0] ?? '', plan.range)];
  const order = plan.sort.map(({ descending }, i) => `${columns[i] ?? ''}${descending === true ? ' DESC' : ''}`).join(', ');
  const found: Document[] = [];
  for (const rung of rungs(columns, plan.sort, after)) {
    const clauses = [...fixed, ...rung];
    const sql = `SELECT d.id, d.body FROM ${sourceOf(table, plan)}${whereText(clauses)} ORDER BY ${order} LIMIT ?`;
    const rows = connection.all<Written>(sql, ...columnsOf(clauses), limit - found.length);
    for (const row of rows) found.push(documentOf(row));
    if (found.length === limit) break;
  }
  return found;
}

function sourceOf(table: Table, { index }: Plan): string {
  if (index === null) return `${table.name} d`;
  return `${table.indexes[index]?.name ?? ''} i CROSS JOIN ${table.name} d ON d.id = i.id`;
}

function rungs(
  columns: readonly string[],
  sort: readonly Sort[],
  after: readonly Scalar[] | null,
): readonly (readonly Clause[])[] {
  if (after === null) return [[]];
  return sort
    .map((_, depth) => [
      ...columns.slice(0, depth).map((column, i) => ({ sql: `${column} = ?`, value: after[i] ?? null })),
      { sql: `${columns[depth] ?? ''} ${sort[depth]?.descending === true ? '<' : '>'} ?`, value: after[depth] ?? null },
    ])
    .reverse();
}
