import { BadCursor } from './documents.port';
import type { Document, Page, Scalar, Sort } from './documents.port';
import { scalarOf } from './scalars';

interface Cursor {
  /** The sort that the cursor belongs to. */
  readonly s: string;
  /** The last document's values in the order of the sort. */
  readonly v: readonly Scalar[];
}

/** Expects one document more than the limit, which shows whether there is a next page. The sort is total (`fullSort`). */
export function cutPage<D extends Document>(found: readonly D[], limit: number, sort: readonly Sort[]): Page<D> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && found.length > limit ? cursorAfter(last, sort) : null };
}

/** A page that is not full although more may follow. The next page starts after the last document examined. */
export function shortPage(items: readonly Document[], examined: Document, sort: readonly Sort[]): Page<Document> {
  return { items, next: cursorAfter(examined, sort) };
}

/** An opaque mark of where a page ended: base64url of JSON. */
export function cursorAfter(document: Document, sort: readonly Sort[]): string {
  const cursor: Cursor = { s: nameOf(sort), v: sort.map(({ field }) => scalarOf(document, field)) };
  const bytes = new TextEncoder().encode(JSON.stringify(cursor));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @throws {BadCursor} when this server did not make it, or for another sort */
export function readCursor(text: string, sort: readonly Sort[]): readonly Scalar[] {
  const cursor = parse(text);
  if (cursor.s !== nameOf(sort)) {
    throw new BadCursor(
      `the cursor belongs to a list sorted by ${cursor.s}, but this one is sorted by ${nameOf(sort)}: start at the first page`,
    );
  }
  return cursor.v;
}

function parse(text: string): Cursor {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
    const cursor: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isCursor(cursor)) return cursor;
  } catch {
    // reported below
  }
  throw new BadCursor('the cursor was not made by this server: send `next` of the previous page, or start at the first page');
}

function isCursor(value: unknown): value is Cursor {
  const { s, v } = (value ?? {}) as Partial<Cursor>;
  return typeof s === 'string' && Array.isArray(v) && v.length === s.split(',').length && v.every(isScalar);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function nameOf(sort: readonly Sort[]): string {
  return sort.map(({ field, descending }) => (descending === true ? `-${field}` : field)).join(',');
}
