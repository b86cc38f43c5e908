import type { Alternative, Condition, Document, FacetSpec, Page, Query } from '../../../projections/kernel/documents.port';
import type { Combination } from '../../../projections/kernel/combined-by';
import { partsOf, valuesOf } from '../../../projections/kernel/served-by';
import { UnservedQuery } from '../../../projections/kernel/documents.port';
import { add, keep, noBits, numbersIn, remove, size, type Bits } from './bits';
import type { Catalog } from './catalog';
import type { Connection } from './connection';
import { inOrder } from './in-order';
import { documentsAt } from './rows';
import { addTerm, addTerms, highestNumber, keepTerm, numbersTable, setsOf, type TermRange } from './sets';
import { behindCoarse, behindParts, behindWords, coarseTerm, partOf, partTerm, valueTerm, wordTerm } from './set-terms';
import type { Table } from './tables';
import { numberOf } from './terms';
import { matches } from '../../../projections/kernel/scalars';

export interface Asked {
  readonly connection: Connection;
  readonly tables: Pick<Catalog, 'open'>;
  readonly table: Table;
}

/** If more words share a beginning, only the first rows count. Each word has a row or a few. */
const mostWordRows = 2_000;

/** Every condition is a set. Their intersection holds all documents that can be on the page, which is then read in order. */
export function findCombined(asked: Asked, query: Query, plan: Combination): Page<Document> {
  const { connection, table } = asked;
  const [first, ...others] = query.where.length === 0 ? (query.wishes ?? []) : [];
  const found = first === undefined ? meeting(connection, table, query.where) : granting(asked, first);
  for (const wish of first === undefined ? (query.wishes ?? []) : others) keep(found, granting(asked, wish));
  return inOrder({ connection, table }, query, plan, exactly(connection, table, found, plan.ranges));
}

export function countCombined(connection: Connection, table: Table, where: readonly Condition[]): number {
  const found = meeting(connection, table, where);
  return size(exactly(connection, table, found, partsOf(where).range));
}

function meeting(connection: Connection, table: Table, where: readonly Condition[]): Bits {
  const most = highestNumber(connection);
  const [first, ...others] = where;
  if (first === undefined) return everything(connection, table, most);
  const found = setOf(connection, table, first, most);
  for (const condition of others) keepCondition(connection, table, condition, found);
  return found;
}

function everything(connection: Connection, { name }: Table, most: number): Bits {
  const bits = noBits(most);
  for (const [seq] of connection.rows(`SELECT seq FROM ${name}`)) add(bits, seq as number);
  return bits;
}

function keepCondition(connection: Connection, table: Table, condition: Condition, found: Bits): void {
  const values = partsOf([condition]).range.length > 0 ? [] : valuesOf(condition);
  const [value = null] = values;
  if (values.length === 1 && condition.field !== '_id')
    keepTerm(connection, setsOf(table), valueTerm(condition.field, value), found);
  else keep(found, setOf(connection, table, condition, highestNumber(connection)));
}

function setOf(connection: Connection, table: Table, condition: Condition, most: number): Bits {
  const bits = noBits(most);
  const { equalities, range } = partsOf([condition]);
  if (range.length > 0) addParts(connection, table, condition, bits);
  else for (const one of equalities) addValues(connection, table, one, bits);
  return bits;
}

function addValues(connection: Connection, table: Table, condition: Condition, bits: Bits): void {
  for (const value of valuesOf(condition)) {
    if (condition.field !== '_id') addTerm(connection, setsOf(table), valueTerm(condition.field, value), bits);
    else add(bits, numberOf(connection, numbersTable, String(value)) ?? 0);
  }
}

/** All parts that the range touches. The first and the last may hold documents outside it (`exactly`). */
function addParts(connection: Connection, table: Table, condition: Condition, bits: Bits): void {
  for (const range of termsOfRange(facetOf(table, condition.field), condition)) addTerms(connection, setsOf(table), range, bits);
}

function termsOfRange({ field, ordered = 0, coarse }: FacetSpec, { gt, gte, lt, lte }: Condition): readonly TermRange[] {
  const above = gte ?? gt ?? '';
  const below = lte ?? lt;
  const from = partTerm(field, partOf(String(above), ordered));
  const before =
    below === undefined ? behindParts(field) : beforeBound(field, String(below), { ordered, isIn: lte !== undefined });
  if (coarse === undefined) return [{ from, before }];
  const last = below === undefined ? null : partOf(String(below), coarse);
  return aroundCoarse(
    { field, from, before },
    { first: partOf(String(above), coarse), last, isWithin: String(above).length >= coarse },
  );
}

function beforeBound(
  field: string,
  bound: string,
  { ordered, isIn }: { readonly ordered: number; readonly isIn: boolean },
): string {
  return partTerm(field, partOf(bound, ordered)) + (!isIn && isWhole(bound, ordered) ? '' : '\u0001');
}

type Fine = TermRange & { readonly field: string };

/** The coarse parts in which a range begins and ends. */
interface Coarse {
  readonly first: string;
  /** Null for a range without an end. */
  readonly last: string | null;
  /** True if the range begins within its first coarse part, which is then read by fine parts. */
  readonly isWithin: boolean;
}

/** The coarse parts in between, and the fine parts on both sides. */
function aroundCoarse({ field, from, before }: Fine, { first, last, isWithin }: Coarse): readonly TermRange[] {
  if (last !== null && first >= last) return [{ from, before }];
  const start = coarseTerm(field, first);
  return [
    ...(isWithin ? [{ from, before: `${partTerm(field, first)}\u{10FFFF}` }] : []),
    { from: isWithin ? `${start}\u0001` : start, before: last === null ? behindCoarse(field) : coarseTerm(field, last) },
    ...(last === null ? [] : [{ from: partTerm(field, last), before }]),
  ];
}

/** Whether the bound is a whole part, so that the parts before it, or from it on, are exact. */
function isWhole(bound: string | number, length: number): boolean {
  return String(bound).length <= length;
}

/** Removes documents in a part at the edge of a range but outside the range. */
function exactly(connection: Connection, table: Table, found: Bits, ranges: readonly Condition[]): Bits {
  for (const range of ranges) {
    const edges = edgesOf(range, facetOf(table, range.field).ordered ?? 0);
    if (edges.length === 0) continue;
    const atEdge = noBits(highestNumber(connection));
    for (const edge of edges) addTerm(connection, setsOf(table), partTerm(range.field, edge), atEdge);
    keep(atEdge, found);
    const numbers = numbersIn(atEdge);
    const there = new Map(documentsAt(connection, table, numbers).map(({ number, document }) => [number, document]));
    for (const number of numbers) {
      const document = there.get(number);
      if (document === undefined || !matches(document, range)) remove(found, number);
    }
  }
  return found;
}

function edgesOf({ gt, gte, lt, lte }: Condition, length: number): readonly string[] {
  const exact = [gte, lt].filter((bound) => bound !== undefined && !isWhole(bound, length));
  const bounds = [...exact, gt, lte].filter((bound) => bound !== undefined);
  return [...new Set(bounds.map((bound) => partOf(String(bound), length)))];
}

function facetOf({ spec }: Table, field: string): FacetSpec {
  return spec.facets?.find((facet) => facet.field === field) ?? { field };
}

function granting({ connection, tables, table }: Asked, wish: readonly Alternative[]): Bits {
  const bits = noBits(highestNumber(connection));
  for (const one of wish) {
    if ('field' in one) addValues(connection, table, one, bits);
    else addWord(connection, one.collection === undefined ? table : tables.open(one.collection), one.word, bits);
  }
  return bits;
}

type Asking = Extract<Alternative, { readonly word: unknown }>['word'];

function addWord(connection: Connection, table: Table, { word, whole }: Asking, bits: Bits): void {
  if (table.spec.text === undefined) throw new UnservedQuery(table.spec.name, 'keeps no words: declare text');
  if (whole) addTerm(connection, setsOf(table), wordTerm(word), bits);
  else addTerms(connection, setsOf(table), { from: wordTerm(word), before: behindWords(word), most: mostWordRows }, bits);
}
