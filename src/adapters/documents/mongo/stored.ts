import type { Collection } from 'mongodb';
import type { Value } from '../../../domain/kernel/value';
import type { CollectionSpec, Document } from '../../../projections/kernel/documents.port';

/** A document as MongoDB keeps it: ours apart from what is ours to find it by. */
export interface Stored {
  readonly _id: string;
  /** Everything but `_id`; missing where `_gone`. */
  readonly body?: Body;
  /** Position of the last write that had one. */
  readonly _pos?: string;
  /** Counts swaps. */
  readonly _version?: number;
  /** Deleted at `_pos`: an older write that comes late must not bring it back. Never found, gone with the collection. */
  readonly _gone?: true;
  /** What a search finds it by, where the collection keeps words. */
  readonly _words?: readonly string[];
  /** Per unique index the values it watches over, those with a null left out: not every server has partial indexes. */
  readonly _unique?: Readonly<Record<string, readonly string[]>>;
}

/** A prepared collection. MongoDB's own has the same name, so that an operator finds it. */
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

/** Where a top-level field of a document lies. Its name needs no escape (documents.port.ts). */
export function pathOf(field: string): string {
  return field === '_id' ? '_id' : `body.${field}`;
}

/** One more than there can be: the server sees the end in its first answer and keeps no cursor, unless it is more than 16 MB. */
export function inOneAnswer(most: number): { readonly batchSize: number } {
  return { batchSize: most + 1 };
}

const nested = '%list';

function encode(value: Value | undefined): Value {
  if (typeof value === 'number') return value + 0; // JSON knows no −0 either
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
 * Servers differ in what they take: dots, a leading dollar, NUL and the empty name are written as %2E, %24, %00 and %, and a list in a
 * list as an object that holds it as %list.
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
