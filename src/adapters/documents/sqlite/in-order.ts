import type { Combination } from '../../../projections/kernel/combined-by';
import type { Document, Page, Query, Scalar, Sort } from '../../../projections/kernel/documents.port';
import { compareBy, scalarOf } from '../../../projections/kernel/scalars';
import { cutPage, readCursor, shortPage } from '../../../projections/kernel/cursor';
import { addNumbers, numbersIn, size, type Bits } from './bits';
import { documentsAt } from './rows';
import { setsOf } from './sets';
import { behindParts, partIn, partOf, partTerm } from './set-terms';
import { walkIndex, type Gathering, type Source, type Walked } from './walk-index';

/** Maximum number of documents read and sorted at once, in less than a millisecond. */
const fewDocuments = 100;
/** For larger parts an index finds the first ones faster. If it does not help, up to this many are read, in about 3 ms. */
const someDocuments = 400;
/** Maximum number of index entries read for one page, in about 5 ms. */
const mostLines = 10_000;

/** The page of the found documents, read part by part of the sort field until it is full. */
export function inOrder(source: Source, query: Query, plan: Combination, found: Bits): Page<Document> {
  const { sort } = plan;
  const last = query.after === undefined ? null : documentAt(readCursor(query.after, sort), sort);
  const page: Gathering = { source, query, plan, found, last };
  if (size(found) <= fewDocuments) return cutPage(sortedAt(page, numbersIn(found)), query.limit, sort);
  const items: Document[] = [];
  for (const part of partsInOrder(page)) {
    const { documents, lookedAt } = documentsOfPart(page, part, query.limit + 1 - items.length);
    items.push(...documents);
    if (items.length > query.limit) break;
    if (lookedAt !== null) return shortPage(items, lookedAt, sort);
  }
  return cutPage(items, query.limit, sort);
}

/** The found documents in one part of the sort field. */
interface Part {
  readonly value: string | null;
  readonly numbers: readonly number[];
}

function documentsOfPart(page: Gathering, { value, numbers }: Part, wanted: number): Walked {
  if (numbers.length > fewDocuments) {
    const isCrowded = numbers.length > someDocuments;
    const most = isCrowded ? mostLines : numbers.length * 4;
    const walked = walkIndex({ ...page, part: value, wanted, members: numbers, most });
    if (walked !== null && (isCrowded || walked.lookedAt === null)) return walked;
  }
  return { documents: sortedAt(page, numbers).slice(0, wanted), lookedAt: null };
}

/** The documents after the previous page, in order. */
function sortedAt({ source: { connection, table }, plan, last }: Gathering, numbers: readonly number[]): readonly Document[] {
  const order = compareBy(plan.sort);
  return documentsAt(connection, table, numbers)
    .map(({ document }) => document)
    .filter((document) => last === null || order(document, last) > 0)
    .sort(order);
}

type PartRow = readonly [term: string, chunk: number, docs: Buffer];

/** Skips parts without found documents. Does not read those before the page. */
function* partsInOrder(page: Gathering): Iterable<Part> {
  const { field } = page.plan.sorted;
  let current: { readonly term: string; readonly numbers: number[] } = { term: '', numbers: [] };
  for (const [term, chunk, docs] of partRows(page)) {
    if (term !== current.term) {
      if (current.numbers.length > 0) yield { value: partIn(field, current.term), numbers: current.numbers };
      current = { term, numbers: [] };
    }
    addNumbers(current.numbers, page.found, { chunk, row: docs });
  }
  if (current.numbers.length > 0) yield { value: partIn(field, current.term), numbers: current.numbers };
}

function partRows({ source: { connection, table }, plan, last }: Gathering): Iterable<PartRow> {
  const { field, ordered } = plan.sorted;
  const isDescending = plan.sort[0]?.descending === true;
  const [first, end] = [partTerm(field, null), behindParts(field)];
  const edge = last === null ? null : partTerm(field, partAt(scalarOf(last, field), ordered));
  const range = isDescending ? [first, edge ?? end] : [edge ?? first, end];
  const order = isDescending ? 'DESC' : 'ASC';
  const sql = `SELECT term, chunk, docs FROM ${setsOf(table)} WHERE term BETWEEN ? AND ? ORDER BY term ${order}`;
  return connection.rows(sql, ...range) as Iterable<PartRow>;
}

function partAt(value: Scalar, length: number): string | null {
  return typeof value === 'string' ? partOf(value, length) : null;
}

/** A document at the position of the cursor. */
function documentAt(values: readonly Scalar[], sort: readonly Sort[]): Document {
  return Object.fromEntries(sort.map(({ field }, i) => [field, values[i]])) as Document;
}
