import type { Filter } from 'mongodb';
import { UnservedQuery } from '../../../projections/kernel/documents.port';
import type { Alternative, Condition, Document, Page, Query, Scalar, Sort } from '../../../projections/kernel/documents.port';
import { countPlanOf, isCombination, planOf } from '../../../projections/kernel/combined-by';
import { cutPage, readCursor } from '../../../projections/kernel/cursor';
import { inOneAnswer, pathOf, toDocument } from './stored';
import type { Stored, Table } from './stored';
import { aboutIn } from '../text';

/** A filter on one path. Together the filters are one range of an index. */
type Clause = Filter<Stored>;

type Open = (collection: string) => Promise<Table>;

/** Time limit of a combination on the server, because the work per page is limited (documents.port.ts). */
const longestCombinationMs = 5_000;
/** Maximum number of ids taken from another collection, in the order found. */
const mostAbout = 10_000;

export async function find(open: Open, name: string, query: Query): Promise<Page<Document>> {
  const table = await open(name);
  const plan = planOf(table.spec, query);
  const { sort } = plan;
  const fixed = [...query.where.flatMap(clausesOf), ...alive(query.where)];
  const behind = rungsBehind(sort, query.after);
  const combined = isCombination(plan);
  // Reads an index in its order, step by step, until the page is full. The server sorts combinations.
  const ranges = combined
    ? [[...fixed, ...(await wishClauses(open, table, query.wishes ?? [])), { $or: behind.map(all) }]]
    : behind.map((rung) => [...fixed, ...rung]);
  const found: Document[] = [];
  for (const range of ranges) {
    const limit = query.limit + 1 - found.length;
    const options = { sort: sortOf(sort), limit, ...inOneAnswer(limit), ...(combined && { maxTimeMS: longestCombinationMs }) };
    for (const stored of await table.kept.find(all(range), options).toArray()) found.push(toDocument(stored));
    if (found.length > query.limit) break;
  }
  return cutPage(found, query.limit, sort);
}

export function count({ spec, kept }: Table, where: readonly Condition[]): Promise<number> {
  countPlanOf(spec, where);
  return kept.countDocuments(all([...where.flatMap(clausesOf), ...alive(where)]));
}

/** One clause per wish. MongoDB refuses an empty `$or`, so a wish without alternatives asks for an impossible id. */
async function wishClauses(open: Open, table: Table, wishes: NonNullable<Query['wishes']>): Promise<readonly Clause[]> {
  const granted = await Promise.all(wishes.map((wish) => Promise.all(wish.map((one) => alternativeClause(open, table, one)))));
  return granted.map((alternatives) => (alternatives.length === 0 ? clause('_id', '$in', []) : { $or: alternatives }));
}

async function alternativeClause(open: Open, table: Table, one: Alternative): Promise<Clause> {
  if ('field' in one) return clause(one.field, '$in', one.in);
  const asked = one.collection === undefined ? table : await open(one.collection);
  const { text } = asked.spec;
  if (text === undefined) throw new UnservedQuery(asked.spec.name, 'keeps no words: declare text');
  const { word, whole } = one.word;
  // Folded words are letters and digits, so they need no escaping in a regular expression.
  const spoken: Clause = { _words: whole ? word : { $regex: `^${word}` } };
  if (asked === table && text.about === undefined) return spoken;
  const path = pathOf(text.about ?? '_id');
  const options = { projection: { [path]: 1 }, limit: mostAbout, ...inOneAnswer(mostAbout), maxTimeMS: longestCombinationMs };
  const found = await asked.kept.find({ $and: [spoken, { _gone: { $exists: false } }] }, options).toArray();
  return clause('_id', '$in', [...new Set(found.flatMap((stored) => aboutIn(asked.spec, toDocument(stored)) ?? []))]);
}

function all(clauses: readonly Clause[]): Clause {
  return clauses.length === 0 ? {} : { $and: [...clauses] };
}

function sortOf(sort: readonly Sort[]): Record<string, 1 | -1> {
  return Object.fromEntries(sort.map(({ field, descending }) => [pathOf(field), descending === true ? -1 : 1] as const));
}

/** As the port demands, MongoDB compares values of one type only, and null finds missing fields. */
function clausesOf({ field, eq, in: several, has, gt, gte, lt, lte }: Condition): readonly Clause[] {
  const asked = { $eq: has ?? eq, $in: several, $gt: gt, $gte: gte, $lt: lt, $lte: lte };
  return Object.entries(asked).flatMap(([operator, value]) => (value === undefined ? [] : [clause(field, operator, value)]));
}

function clause(field: string, operator: string, value: unknown): Clause {
  return { [pathOf(field)]: { [operator]: value } };
}

/** Only conditions that match missing fields could find a deleted document. Others need no filter and use the index alone. */
function alive(where: readonly Condition[]): readonly Clause[] {
  return where.some(asksForSomething) ? [] : [{ _gone: { $exists: false } }];
}

function asksForSomething({ eq, in: several, has }: Condition): boolean {
  return has !== undefined || (eq !== undefined && eq !== null) || (several !== undefined && !several.includes(null));
}

/**
 * After a cursor the index is read in steps, each a plain range: equal first values and a later last one, then an earlier value
 * that differs.
 */
function rungsBehind(sort: readonly Sort[], cursor: string | undefined): readonly (readonly Clause[])[] {
  if (cursor === undefined) return [[]];
  const after = readCursor(cursor, sort);
  const rungs = sort.map((one, depth) => {
    const same = sort.slice(0, depth).map(({ field }, i) => clause(field, '$eq', after[i] ?? null));
    return behind(one, after[depth] ?? null).map((beyond) => [...same, beyond]);
  });
  return rungs.reverse().flat();
}

/** Types in the order of the port, each with a condition that finds all its values. */
const types = [
  { type: 'object', operator: '$eq', least: null },
  { type: 'number', operator: '$gte', least: -Infinity },
  { type: 'string', operator: '$gte', least: '' },
  { type: 'boolean', operator: '$gte', least: false },
] as const;

/** The values after a value: the rest of its type, then the following types one by one. */
function behind({ field, descending }: Sort, value: Scalar): readonly Clause[] {
  const turned = descending === true;
  const rest = value === null ? [] : [clause(field, turned ? '$lt' : '$gt', value)];
  if (field === '_id') return rest;
  const rank = types.findIndex(({ type }) => type === typeof value);
  const others = turned ? types.slice(0, rank).reverse() : types.slice(rank + 1);
  return [...rest, ...others.map(({ operator, least }) => clause(field, operator, least))];
}
