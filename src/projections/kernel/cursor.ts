import { BadCursor } from './documents.port';
import type { Document, Page, Scalar, Sort } from './documents.port';
import { scalarOf } from './scalars';

interface Cursor {
  /** The sort it belongs to. */
  readonly s: string;
  /** The last document's values, in that order. */
  readonly v: readonly Scalar[];
}

/** One document more than the limit was looked for: it says whether there is a next page. The sort is total (`fullSort`). */
export function cutPage<D extends Document>(found: readonly D[], limit: number, sort: readonly Sort[]): Page<D> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && found.length > limit ? cursorAfter(last, sort) : null };
}

/** A page that what was looked at did not fill: it goes on behind what was looked at last. */
export function shortPage(items: readonly Document[], lookedAt: Document, sort: readonly Sort[]): Page<Document> {
  return { items, next: cursorAfter(lookedAt, sort) };
}

/** Where a page ended: base64url of JSON, to be handed back as it is. */
function cursorAfter(document: Document, sort: readonly Sort[]): string {
  const cursor: Cursor = { s: nameOf(sort), v: sort.map(({ field }) => scalarOf(document, field)) };
  const bytes = new TextEncoder().encode(JSON.stringify(cursor));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @throws {BadCursor} not ours, or of another sort */
export function readCursor(text: string, sort: readonly Sort[]): readonly Scalar[] {
  const cursor = parse(text);
  if (cursor.s !== nameOf(sort)) {
    throw new BadCursor(
      `the cursor belongs to a list sorted by ${cursor.s}, this one is sorted by ${nameOf(sort)}: start at the first page`,
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
    // told below, with what to do
  }
  throw new BadCursor('the cursor was not made by this server: hand back `next` of the page before, or start at the first page');
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
