import { UnservedQuery } from '../../../projections/kernel/documents.port';
import type { CollectionSpec, Document, FacetSpec } from '../../../projections/kernel/documents.port';
import { addChunk, change, changedRow, chunkOf, keepRows, noBits, placeOf, type Bits, type Changes, type Row } from './bits';
import { documentOf, type Written } from './body';
import type { Connection } from './connection';
import { columnValue } from './indexes';
import { aboutIn, checkFacets, wordsOf } from '../text';
import { facetTerms, isSame, isSameFacet, wordTerm } from './set-terms';
import type { Table } from './tables';
import { numbering } from './terms';

/**
 * The numbers used in sets. All collections of the file share them, so that results of one can be intersected with those of
 * another.
 */
export const numbersTable = 'numbers';

/** @throws {UnservedQuery} */
export function setsOf({ sets, spec }: Table): string {
  if (sets === undefined) throw new UnservedQuery(spec.name, 'keeps neither facets nor words');
  return sets.name;
}

export function createNumbers(connection: Connection): void {
  connection.exec(
    `CREATE TABLE IF NOT EXISTS ${numbersTable} (number INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL UNIQUE) STRICT`,
  );
}

/** Small rows, several to a page, because a fact changes few of them (docs/architecture.md). */
export function createSets(connection: Connection, sets: string): void {
  createNumbers(connection);
  connection.exec(
    `CREATE TABLE ${sets} (term TEXT NOT NULL, chunk INTEGER NOT NULL, docs BLOB NOT NULL, PRIMARY KEY (term, chunk)) STRICT, WITHOUT ROWID`,
  );
}

export function highestNumber(connection: Connection): number {
  return connection.get<{ most: number | null }>(`SELECT max(number) AS most FROM ${numbersTable}`)?.most ?? 0;
}

export function readTerm(connection: Connection, sets: string, term: string): Bits {
  const bits = noBits(highestNumber(connection));
  addTerm(connection, sets, term, bits);
  return bits;
}

/** Intersects `bits` with the set. */
export function keepTerm(connection: Connection, sets: string, term: string, bits: Bits): void {
  keepRows(bits, rowsOf(connection, sets, term));
}

function* rowsOf(connection: Connection, sets: string, term: string): Iterable<Row> {
  const sql = `SELECT chunk, docs FROM ${sets} WHERE term = ? ORDER BY chunk`;
  for (const [chunk, row] of connection.rows(sql, term)) yield { chunk: chunk as number, row: row as Buffer };
}

export function addTerm(connection: Connection, sets: string, term: string, bits: Bits): void {
  addRows(connection.rows(`SELECT chunk, docs FROM ${sets} WHERE term = ?`, term), bits);
}

/** Terms from `from` (inclusive) to `before` (exclusive). `most` limits the rows. */
export interface TermRange {
  readonly from: string;
  readonly before: string;
  readonly most?: number;
}

export function addTerms(connection: Connection, sets: string, { from, before, most = -1 }: TermRange, bits: Bits): void {
  const sql = `SELECT chunk, docs FROM ${sets} WHERE term >= ? AND term < ? ORDER BY term, chunk LIMIT ?`;
  addRows(connection.rows(sql, from, before, most), bits);
}

function addRows(rows: Iterable<readonly unknown[]>, bits: Bits): void {
  for (const [chunk, docs] of rows) addChunk(bits, chunk as number, docs as Buffer);
}

/** Moves the sets from one document (null: none) to the next. `flush` writes all changes of a transaction at once. */
export interface SetsWriter {
  /** The number of an id, the same in every collection. */
  readonly number: (id: string) => number;
  move(before: Document | null, after: Document | null): void;
  flush(): void;
  /** Called when the transaction has failed or ended. */
  forget(): void;
}

export function setsWriter(connection: Connection, table: Table, sets: string): SetsWriter {
  const { spec } = table;
  const { facets = [] } = spec;
  const number = numbering(connection, numbersTable);
  const held = new Map<string, Map<number, Changes>>();
  const note = (term: string, of: number, there: boolean): void => {
    let chunks = held.get(term);
    if (chunks === undefined) held.set(term, (chunks = new Map<number, Changes>()));
    const changes = chunks.get(chunkOf(of));
    if (changes === undefined) chunks.set(chunkOf(of), [change(placeOf(of), there)]);
    else changes.push(change(placeOf(of), there));
  };
  const others = otherWords(connection, table);
  const forgetWords = (before: Document, kept: ReadonlySet<string>): void => {
    const about = aboutIn(spec, before);
    const stale = wordsOf(spec, before).filter((word) => !kept.has(word));
    if (about === null || stale.length === 0) return;
    const said = others(about, before._id);
    for (const word of stale) if (!said.has(word)) note(wordTerm(word), number(about), false);
  };
  const moveWords = (before: Document | null, after: Document | null): void => {
    const fresh = wordsOf(spec, after);
    const about = aboutIn(spec, after);
    if (before !== null) forgetWords(before, new Set(aboutIn(spec, before) === about ? fresh : []));
    if (about === null) return;
    const of = number(about);
    for (const word of fresh) note(wordTerm(word), of, true);
  };
  const moveFacet = (facet: FacetSpec, before: Document | null, after: Document | null): void => {
    if (isSameFacet(facet, before, after)) return;
    const fresh = facetTerms(facet, after);
    if (before !== null) {
      const of = number(before._id);
      for (const term of facetTerms(facet, before)) if (!fresh.includes(term)) note(term, of, false);
    }
    if (after !== null) for (const term of fresh) note(term, number(after._id), true);
  };
  return {
    number,
    move: (before, after) => {
      if (after !== null) checkFacets(spec, after);
      for (const facet of facets) moveFacet(facet, before, after);
      if (spec.text !== undefined && !hasSameText(spec, before, after)) moveWords(before, after);
    },
    flush: () => {
      for (const [term, chunks] of held)
        for (const [chunk, changes] of chunks) writeRow(connection, sets, { term, chunk, changes });
      held.clear();
    },
    forget: () => held.clear(),
  };
}

interface RowChange {
  readonly term: string;
  readonly chunk: number;
  readonly changes: Changes;
}

function writeRow(connection: Connection, sets: string, { term, chunk, changes }: RowChange): void {
  const where = 'WHERE term = ? AND chunk = ?';
  const row = connection.get<{ docs: Buffer }>(`SELECT docs FROM ${sets} ${where}`, term, chunk)?.docs ?? null;
  const changed = changedRow(row, changes);
  if (changed === row) return;
  if (changed === null) connection.run(`DELETE FROM ${sets} ${where}`, term, chunk);
  else connection.run(`INSERT OR REPLACE INTO ${sets} (term, chunk, docs) VALUES (?, ?, ?)`, term, chunk, changed);
}

function hasSameText(spec: CollectionSpec, before: Document | null, after: Document | null): boolean {
  if (before === null || after === null || aboutIn(spec, before) !== aboutIn(spec, after)) return false;
  const { fields = [] } = spec.text ?? {};
  return fields.every((field) => isSame(before[field] ?? null, after[field] ?? null));
}

/** Words of other documents about the same thing, which stay when this document loses them. */
function otherWords(connection: Connection, { spec, name, indexes }: Table): (about: string, but: string) => ReadonlySet<string> {
  const about = spec.text?.about;
  const index = indexes.find(({ spec: { fields } }) => fields[0]?.field === about && fields[0]?.many !== true);
  if (about === undefined || index === undefined) return () => new Set();
  const lines = `SELECT d.id, d.body FROM ${index.name} i CROSS JOIN ${name} d ON d.id = i.id WHERE i.k0 = ? AND i.id <> ?`;
  return (value, but) =>
    new Set(connection.all<Written>(lines, columnValue(value), but).flatMap((row) => wordsOf(spec, documentOf<Document>(row))));
}
