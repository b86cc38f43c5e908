import type { Document } from './documents.port';

const internal = [
  ...[
    '_id',
    'scopes',
    'numberSort',
    'prioritySort',
    'titleSort',
    'areaSort',
    'nameSort',
    'shortNumber',
    'requesterId',
    'phoneWords',
  ],
] as const;
type Internal = (typeof internal)[number];
const isInternal: ReadonlySet<string> = new Set(internal);
type Named<D> = { readonly [Key in keyof D as string extends Key ? never : Key]: D[Key] };

/** A document without the fields that only the store and the scope need. */
export type Shown<D extends Document> = { readonly id: string } & Omit<Named<D>, Internal>;

/** A loop, because lists of entries took a sixth of the time of a list page. */
export function shown<D extends Document>(document: D): Shown<D> {
  const kept: Record<string, unknown> = { id: document._id };
  for (const field in document) if (!isInternal.has(field)) kept[field] = document[field];
  return kept as Shown<D>;
}
