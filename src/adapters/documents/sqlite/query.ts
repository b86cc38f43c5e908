import { UnservedQuery } from '../../../projections/kernel/documents.port';
import type { Condition, Document, Page, Query, Scalar, Sort } from '../../../projections/kernel/documents.port';
import { compareBy, matches } from '../../../projections/kernel/scalars';
import { countedBy, fullSort, servedBy } from '../../../projections/kernel/served-by';
import type { Plan } from '../../../projections/kernel/served-by';
import { cutPage, readCursor } from '../../../projections/kernel/cursor';
import { documentOf } from './body';
import type { Written } from './body';
import type { Connection } from './connection';
import { columnValue, token } from './indexes';
import type { Table } from './tables';
import { numberOf } from './terms';
import { askedWords } from '../text';

/** A condition on a column of the index: part of one range of it. */
interface Clause {
  readonly sql: string;
  readonly value: Scalar;
}

export function find(connection: Connection, table: Table, query: Query): Page<Document> {
  const sort = fullSort(query.sort);
  if (query.text !== undefined) return findByText(connection, table, { ...query, text: query.text });
  const plan = servedBy(table.spec, query);
  const after = query.after === undefined ? null : readCursor(query.after, sort);
  const ranges = combinations(stored(connection, table, plan)).map((equal) =>
    readRange(connection, table, plan, { equal, after, limit: query.limit + 1 }),
  );
  const found = ranges.length === 1 ? (ranges[0] ?? []) : ranges.flat().sort(compareBy(sort));
  return cutPage(found, query.limit, sort);
}

export function count(connection: Connection, table: Table, where: readonly Condition[]): number {
  const plan = countedBy(table.spec, where);
  const source = plan.index === null ? table.name : table.indexes[plan.index]?.name;
  const numbers = combinations(stored(connection, table, plan)).map((equal) => {
    const clauses = [...equalities(equal), ...bounds(`k${equal.length}`, plan.range)];
    const row = connection.get<{ n: number }>(
      `SELECT count(*) AS n FROM ${source ?? ''}${whereText(clauses)}`,
      ...valuesOf(clauses),
    );
    return row?.n ?? 0;
  });
  return numbers.reduce((sum, n) => sum + n, 0);
}

/** What is asked for, as the index holds it: of a list, the numbers of those values that any document has. */
function stored(connection: Connection, { indexes }: Table, { index, equal }: Pick<Plan, 'index' | 'equal'>): Plan['equal'] {
  const terms = index === null ? undefined : indexes[index]?.terms;
  const [listed, ...others] = equal;
  if (terms === undefined || listed === undefined) return equal;
  return [listed.flatMap((value) => numberOf(connection, terms, value as string) ?? []), ...others];
}

interface Reading {
  readonly equal: readonly Scalar[];
  readonly after: readonly Scalar[] | null;
  readonly limit: number;
}

/** Behind a cursor the index is read in rungs (same first values, later last one; then earlier differing ones), each a plain range. */
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
    const rows = connection.all<Written>(sql, ...valuesOf(clauses), limit - found.length);
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

function combinations(equal: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return equal.reduce<readonly (readonly Scalar[])[]>(
    (all, values) => all.flatMap((one) => values.map((value) => [...one, value])),
    [[]],
  );
}

function equalities(equal: readonly Scalar[]): readonly Clause[] {
  return equal.map((value, i) => ({ sql: `k${i} = ?`, value }));
}

/** A range keeps to the type of its bound: text lies above every number and below every boolean. */
function bounds(column: string, range: readonly Condition[]): readonly Clause[] {
  return range.flatMap(({ gt, gte, lt, lte }) => [
    ...bound(column, '>', gt),
    ...bound(column, '>=', gte),
    ...bound(column, '<', lt),
    ...bound(column, '<=', lte),
  ]);
}

function bound(column: string, operator: string, value: string | number | undefined): readonly Clause[] {
  if (value === undefined) return [];
  const asked = { sql: `${column} ${operator} ?`, value };
  const upwards = operator.startsWith('>');
  if (typeof value === 'number')
    return [asked, upwards ? { sql: `${column} < ?`, value: '' } : { sql: `${column} > ?`, value: null }];
  return [asked, upwards ? { sql: `${column} < ?`, value: false } : { sql: `${column} >= ?`, value: '' }];
}

function whereText(clauses: readonly Clause[]): string {
  return clauses.length === 0 ? '' : ` WHERE ${clauses.map(({ sql }) => sql).join(' AND ')}`;
}

function valuesOf(clauses: readonly Clause[]): readonly (string | number | Buffer)[] {
  return clauses.map(({ value }) => columnValue(value));
}

/** All matches are read, filtered and sorted here: costs as much as there are matches. Lists are met in the word index already. */
function findByText(
  connection: Connection,
  { name, spec, text }: Table,
  query: Query & { readonly text: string },
): Page<Document> {
  if (text === null) throw new UnservedQuery(spec.name, 'keeps no words: declare text');
  const sort = fullSort(query.sort);
  const inOrder = compareBy(sort);
  const after = query.after === undefined ? null : readCursor(query.after, sort);
  const last = after === null ? null : (Object.fromEntries(sort.map(({ field }, i) => [field, after[i]])) as unknown as Document);
  const asked = askedWords(query.text).map(({ word, whole }) => `words : "${word}"${whole ? '' : ' *'}`);
  if (asked.length === 0) return { items: [], next: null };
  const lists = query.where.flatMap(({ field, has }) => {
    const column = text.lists.indexOf(field);
    return has === undefined || column === -1 ? [] : [`m${column} : "${token(has)}"`];
  });
  const found = connection
    .all<Written>(
      `SELECT d.id, d.body FROM ${text.name} t CROSS JOIN ${name} d ON d.seq = t.rowid WHERE ${text.name} MATCH ?`,
      [...asked, ...lists].join(' AND '),
    )
    .map((row): Document => documentOf(row))
    .filter((one) => query.where.every((condition) => matches(one, condition)) && (last === null || inOrder(one, last) > 0));
  return cutPage(found.sort(inOrder), query.limit, sort);
}
