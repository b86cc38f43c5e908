import type { Filter } from 'mongodb';
import { UnservedQuery } from '../../../projections/kernel/documents.port';
import type { Condition, Document, Page, Query, Scalar, Sort } from '../../../projections/kernel/documents.port';
import { countedBy, fullSort, servedBy } from '../../../projections/kernel/served-by';
import { cutPage, readCursor } from '../../../projections/kernel/cursor';
import { inOneAnswer, pathOf, toDocument } from './stored';
import type { Stored, Table } from './stored';
import { askedWords } from '../text';

/** Filters on one path each; together they are one range of an index. */
type Clause = Filter<Stored>;

export async function find(table: Table, query: Query): Promise<Page<Document>> {
  const sort = fullSort(query.sort);
  const ranges = query.text === undefined ? rangesOf(table, query, sort) : matchesOf(table, query, query.text, sort);
  const found: Document[] = [];
  for (const range of ranges) {
    const limit = query.limit + 1 - found.length;
    const page = table.kept.find(all(range), { sort: sortOf(sort), limit, ...inOneAnswer(limit) });
    for (const stored of await page.toArray()) found.push(toDocument(stored));
    if (found.length > query.limit) break;
  }
  return cutPage(found, query.limit, sort);
}

/** Each is read from one index in its order (served-by.ts) until the page is full. @throws {UnservedQuery | BadCursor} */
function rangesOf({ spec }: Table, query: Query, sort: readonly Sort[]): readonly (readonly Clause[])[] {
  servedBy(spec, query);
  const fixed = [...query.where.flatMap(clausesOf), ...alive(query.where)];
  return rungsBehind(sort, query.after).map((rung) => [...fixed, ...rung]);
}

/** All matches are sorted by the server: costs as much as there are matches. @throws {UnservedQuery | BadCursor} */
function matchesOf(
  { spec }: Table,
  { where, after }: Query,
  text: string,
  sort: readonly Sort[],
): readonly (readonly Clause[])[] {
  if (spec.text !== true) throw new UnservedQuery(spec.name, 'keeps no words: declare text');
  const rungs = rungsBehind(sort, after);
  const words = wordClauses(text);
  return words.length === 0 ? [] : [[...words, ...where.flatMap(clausesOf), { $or: rungs.map(all) }]];
}

export function count({ spec, kept }: Table, where: readonly Condition[]): Promise<number> {
  countedBy(spec, where);
  return kept.countDocuments(all([...where.flatMap(clausesOf), ...alive(where)]));
}

function all(clauses: readonly Clause[]): Clause {
  return clauses.length === 0 ? {} : { $and: [...clauses] };
}

function sortOf(sort: readonly Sort[]): Record<string, 1 | -1> {
  return Object.fromEntries(sort.map(({ field, descending }) => [pathOf(field), descending === true ? -1 : 1] as const));
}

/** Comparisons keep to the type of their value, and null finds missing fields: MongoDB's rules are the port's. */
function clausesOf({ field, eq, in: several, has, gt, gte, lt, lte }: Condition): readonly Clause[] {
  const asked = { $eq: has ?? eq, $in: several, $gt: gt, $gte: gte, $lt: lt, $lte: lte };
  return Object.entries(asked).flatMap(([operator, value]) => (value === undefined ? [] : [clause(field, operator, value)]));
}

function clause(field: string, operator: string, value: unknown): Clause {
  return { [pathOf(field)]: { [operator]: value } };
}

/** Only who asks for what is not there could find a deleted document: all others are answered from the index alone. */
function alive(where: readonly Condition[]): readonly Clause[] {
  return where.some(asksForSomething) ? [] : [{ _gone: { $exists: false } }];
}

function asksForSomething({ eq, in: several, has }: Condition): boolean {
  return has !== undefined || (eq !== undefined && eq !== null) || (several !== undefined && !several.includes(null));
}

/** Folded words are letters and digits: nothing in them means anything to an expression. */
function wordClauses(text: string): readonly Clause[] {
  return askedWords(text).map(({ word, whole }) => ({ [pathOf('_words')]: whole ? word : { $regex: `^${word}` } }));
}

/** Behind a cursor the index is read in rungs (same first values, later last one; then earlier differing ones), each a plain range. */
function rungsBehind(sort: readonly Sort[], cursor: string | undefined): readonly (readonly Clause[])[] {
  if (cursor === undefined) return [[]];
  const after = readCursor(cursor, sort);
  const rungs = sort.map((one, depth) => {
    const same = sort.slice(0, depth).map(({ field }, i) => clause(field, '$eq', after[i] ?? null));
    return behind(one, after[depth] ?? null).map((beyond) => [...same, beyond]);
  });
  return rungs.reverse().flat();
}

/** Types in the order of the port, each with what finds all of it. */
const types = [
  { type: 'object', operator: '$eq', least: null },
  { type: 'number', operator: '$gte', least: -Infinity },
  { type: 'string', operator: '$gte', least: '' },
  { type: 'boolean', operator: '$gte', least: false },
] as const;

/** What comes after a value: the rest of its own type, then the types behind it one by one. */
function behind({ field, descending }: Sort, value: Scalar): readonly Clause[] {
  const turned = descending === true;
  const rest = value === null ? [] : [clause(field, turned ? '$lt' : '$gt', value)];
  if (field === '_id') return rest;
  const rank = types.findIndex(({ type }) => type === typeof value);
  const others = turned ? types.slice(0, rank).reverse() : types.slice(rank + 1);
  return [...rest, ...others.map(({ operator, least }) => clause(field, operator, least))];
}
