import { DocumentRefused } from '../../projections/kernel/documents.port';
import type { CollectionSpec, Document, IndexField, IndexSpec, Scalar } from '../../projections/kernel/documents.port';
import type { Value } from '../../domain/kernel/value';

/** An entry of an index: the values of its fields, then `_id`. */
export type Entry = readonly Scalar[];

/**
 * The document's entries in an index: one, or one per distinct value of its list.
 * @throws {DocumentRefused}
 */
export function entriesOf(collection: string, index: IndexSpec, document: Document): readonly Entry[] {
  const [first, ...rest] = index.fields;
  if (first === undefined) return [];
  const tail = [...rest.map((field) => scalar(collection, field.field, document)), document._id];
  return valuesOf(collection, first, document).map((value) => [value, ...tail]);
}

function valuesOf(collection: string, { field, many }: IndexField, document: Document): readonly Scalar[] {
  const value = document[field];
  if (many !== true) return [scalar(collection, field, document)];
  if (value === undefined || value === null) return [];
  if (!isTextList(value))
    throw new DocumentRefused(collection, document._id, `${field} is indexed as a list of texts, and is none`);
  return [...new Set(value)];
}

function scalar(collection: string, field: string, document: Document): Scalar {
  const value = document[field] ?? null;
  if (typeof value !== 'object' || value === null) return value;
  throw new DocumentRefused(
    collection,
    document._id,
    `${field} is indexed: it holds a text, number, boolean or nothing, not a list or an object`,
  );
}

function isTextList(value: Value): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Whether a unique index covers this entry. Entries with a null are exempt. */
export function isWatched(index: IndexSpec, entry: Entry): boolean {
  return index.unique === true && entry.every((value) => value !== null);
}

/** @throws {Error} when the spec is invalid */
export function checkSpec(spec: CollectionSpec): void {
  const about = spec.text?.about;
  if (about !== undefined && !spec.indexes.some(({ fields: [first] }) => first?.field === about && first.many !== true))
    throw new Error(`${spec.name}: words are about ${about}; an index begins with it`);
  for (const { fields } of spec.indexes) {
    if (fields.length === 0 || fields.some(({ many }, i) => many === true && i > 0)) {
      throw new Error(`${spec.name}: an index has at least one field, and at most its first one is a list (many)`);
    }
    if (fields.some(({ field }) => !/^[A-Za-z_]\w*$/.test(field) || field === '_id')) {
      throw new Error(
        `${spec.name}: index fields start with a letter or "_", have no dots, and _id is part of every index already`,
      );
    }
  }
}

export function notUnique(collection: string, { fields }: IndexSpec, id: string): DocumentRefused {
  const names = fields.map(({ field }) => field).join(', ');
  return new DocumentRefused(collection, id, `another document has the same ${names}, which must be unique`);
}
