import type { Document } from './documents.port';

const internal = [
  ...['_id', 'scopes', 'numberSort', 'prioritySort', 'titleSort', 'nameSort', 'shortNumber', 'requesterId'],
] as const;
type Internal = (typeof internal)[number];
type Named<D> = { readonly [Key in keyof D as string extends Key ? never : Key]: D[Key] };

/** A document without what only the store and the scope need. */
export type Shown<D extends Document> = { readonly id: string } & Omit<Named<D>, Internal>;

export function shown<D extends Document>(document: D): Shown<D> {
  const kept = Object.entries(document).filter(([field]) => !(internal as readonly string[]).includes(field));
  return { id: document._id, ...Object.fromEntries(kept) } as unknown as Shown<D>;
}
