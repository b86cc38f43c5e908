import type { Collection } from 'mongodb';
import type { Value } from '../../../domain/kernel/value';
import type { CollectionSpec, Document } from '../../../projections/kernel/documents.port';

/** A document as stored in MongoDB, with our content separate from the fields used to find it. */
export interface Stored {
  readonly _id: string;
  /** Everything except `_id`. Missing when `_gone`. */
  readonly body?: Body;
  /** Position of the last write that had one. */
  readonly _pos?: string;
  /** Counts swaps. */
  readonly _version?: number;
  /** Deleted at `_pos`, so that a late older write does not restore it. Never found; removed with the collection. */
  readonly _gone?: true;
  /** The words that a search finds it by, if the collection has words. */
  readonly _words?: readonly string[];
  /** The values covered by each unique index, without those with a null. Not every server has partial indexes. */
  readonly _unique?: Readonly<Record<string, readonly string[]>>;
}

/** A prepared collection. It has the same name in MongoDB, so that operators find it. */
export interface Table {
  readonly spec: CollectionSpec;
  readonly kept: Collection<Stored>;
}

export type Body = Readonly<Record<string, Value>>;

export function toBody(document: Document): Body {
  return encode({ ...document, _id: undefined }) as Body;
}

export function toDocument<D extends Document>({ _id, body }: Stored): D {
  return { _id, ...(decode(body ?? {}) as Body) } as unknown as D;
}

/** The path of a top-level field. Names need no escaping (documents.port.ts). */
export function pathOf(field: string): string {
  return field === '_id' ? '_id' : `body.${field}`;
}

/** One more than the maximum, so that the server sees the end in its first answer and keeps no cursor, unless it exceeds 16 MB. */
export function inOneAnswer(most: number): { readonly batchSize: number } {
  return { batchSize: most + 1 };
}

const nested = '%list';

function encode(value: Value | undefined): Value {
  if (typeof value === 'number') return value + 0; // JSON has no −0 either
  if (Array.isArray(value)) return value.map((one: Value) => (Array.isArray(one) ? { [nested]: encode(one) } : encode(one)));
  return renamed(value as Value, encode, encodeName);
}

function decode(value: Value): Value {
  if (Array.isArray(value)) return value.map((one: Value) => decode(listIn(one) ?? one));
  return renamed(value, decode, decodeName);
}

function listIn(value: Value): Value | undefined {
  return typeof value === 'object' && value !== null ? (value as Body)[nested] : undefined;
}

function renamed(value: Value, each: (value: Value) => Value, rename: (name: string) => string): Value {
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value as Readonly<Record<string, Value | undefined>>);
  return Object.fromEntries(fields.flatMap(([name, one]) => (one === undefined ? [] : [[rename(name), each(one)]])));
}

/**
 * Servers differ in the names they accept. So dots, a leading dollar, NUL and the empty name are written as %2E, %24, %00 and %,
 * and a list inside a list as an object that holds it as %list.
 */
function encodeName(name: string): string {
  return name === ''
    ? '%'
    : name.replace(/[%.\0]|^\$/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function decodeName(name: string): string {
  if (!name.includes('%')) return name;
  return name === '%' ? '' : name.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
