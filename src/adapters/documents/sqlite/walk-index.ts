import type { Condition, Document, IndexSpec, Query, Scalar } from '../../../projections/kernel/documents.port';
import type { Combination } from '../../../projections/kernel/combined-by';
import { compareBy, scalarOf } from '../../../projections/kernel/scalars';
import { valuesOf } from '../../../projections/kernel/served-by';
import { bitsOf, keep, size, type Bits } from './bits';
import { bounds, columnsOf, combinations, equalities, storedValues, whereText, type Clause } from './clauses';
import type { Connection } from './connection';
import { documentsAt } from './rows';
import { readTerm, setsOf } from './sets';
import { valueTerm } from './set-terms';
import type { Table } from './tables';

export interface Source {
  readonly connection: Connection;
  readonly table: Table;
}

export interface Gathering {
  readonly source: Source;
  readonly query: Query;
  readonly plan: Combination;
  readonly found: Bits;
  /** The last document of the previous page. */
  readonly last: Document | null;
}

export interface Walked {
  readonly documents: readonly Document[];
  /** Where the walk stopped early. Null if it reached the end or found enough. */
  readonly lookedAt: Document | null;
}

export interface Walk extends Omit<Gathering, 'found'> {
  /** The part of the sort field to walk. */
  readonly part: string | null;
  readonly members: readonly number[];
  readonly wanted: number;
  /** Maximum number of entries to read. */
  readonly most: number;
}

/**
 * The members in the order of an index that begins with equalities of the query and ends with the sort field. Null if there is
 * none.
 */
export function walkIndex(walk: Walk): Walked | null {
  const { source, plan, wanted } = walk;
  const chosen = chooseIndex(source.table.spec.indexes, plan);
  if (chosen === null) return null;
  const equal = chosen.conditions.map((condition) => valuesWithMembers(walk, condition));
  const ranges = combinations(storedValues(source.connection, source.table, { index: chosen.index, equal }));
  const order = compareBy(plan.sort);
  const most = Math.ceil(walk.most / Math.max(1, ranges.length));
  const walks = ranges.map((values) => walkRange(walk, { index: chosen.index, equal: values, most }));
  const [givenUp = null] = walks.flatMap(({ lookedAt }) => lookedAt ?? []).sort(order);
  const documents = walks
    .flatMap(({ documents: found }) => found)
    .sort(order)
    .filter((document) => givenUp === null || order(document, givenUp) <= 0)
    .slice(0, wanted);
  return { documents, lookedAt: documents.length === wanted ? null : givenUp };
}

interface Chosen {
  readonly index: number;
  readonly conditions: readonly Condition[];
}

/** The one with the most equalities. */
function chooseIndex(indexes: readonly IndexSpec[], { equalities: asked, sort }: Combination): Chosen | null {
  const fitting = indexes.flatMap(({ fields }, index): readonly Chosen[] => {
    const conditions = fields.slice(0, -1).map(({ field }) => asked.find((one) => one.field === field));
    const isWhole = fields.at(-1)?.field === sort[0]?.field && conditions.every((one) => one !== undefined);
    return isWhole ? [{ index, conditions }] : [];
  });
  return fitting.sort((a, b) => b.conditions.length - a.conditions.length)[0] ?? null;
}

/** Skips ranges of the index without members, which would be walked to their end. */
function valuesWithMembers({ source: { connection, table }, members }: Walk, condition: Condition): readonly Scalar[] {
  const values = valuesOf(condition);
  if (values.length === 1) return values;
  const all = bitsOf(members);
  return values.filter((value) => {
    const of = readTerm(connection, setsOf(table), valueTerm(condition.field, value));
    keep(of, all);
    return size(of) > 0;
  });
}

interface Range {
  readonly index: number;
  readonly equal: readonly Scalar[];
  readonly most: number;
}

function walkRange(walk: Walk, range: Range): Walked {
  const { source, plan, wanted } = walk;
  const { connection, table } = source;
  const members = new Set(walk.members);
  const field = plan.sort[0]?.field ?? '_id';
  const found: number[] = [];
  let looked = 0;
  let lookedAt: Document | null = null;
  for (const [number, value, id] of linesOf(walk, range)) {
    looked += 1;
    if (members.has(number)) found.push(number);
    if (found.length === wanted) break;
    if (looked === range.most) lookedAt = { _id: id, [field]: typeof value === 'string' ? value : null };
  }
  return { documents: documentsAt(connection, table, found).map(({ document }) => document), lookedAt };
}

type Line = readonly [number: number, value: string | number, id: string];

/** Entries after the previous page, within the part. Entries of other parts may be among them if these share a beginning. */
function linesOf({ source: { connection, table }, plan, part, last }: Walk, { index, equal, most }: Range): Iterable<Line> {
  const key = `k${equal.length}`;
  const [operator, direction] = plan.sort[0]?.descending === true ? ['<', ' DESC'] : ['>', ''];
  const clauses = [...equalities(equal), ...partClauses(key, part), ...behindLast(last, plan)];
  const behind = last === null ? '' : ` AND (i.${key}, i.id) ${operator} (?, ?)`;
  // Read lazily, so that nothing after the page is read.
  const sql =
    `SELECT d.seq, i.${key}, i.id FROM ${table.indexes[index]?.name ?? ''} i CROSS JOIN ${table.name} d ON d.id = i.id` +
    `${whereText(clauses.filter((clause) => clause.sql !== ''))}${behind} ORDER BY i.${key}${direction}, i.id${direction} LIMIT ?`;
  return connection.rows(sql, ...columnsOf(clauses), most) as Iterable<Line>;
}

/** Values for the comparison of two columns at once, which is not a clause on one column. */
function behindLast(last: Document | null, { sorted }: Combination): readonly Clause[] {
  if (last === null) return [];
  return [scalarOf(last, sorted.field), last._id].map((value) => ({ sql: '', value }));
}

function partClauses(key: string, part: string | null): readonly Clause[] {
  if (part === null) return [{ sql: `${key} = ?`, value: null }];
  return bounds(key, [{ field: key, gte: part, lt: `${part}\u{10FFFF}` }]);
}
