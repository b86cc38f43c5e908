import type { CollectionSpec, Documents, Write } from '../../projections/kernel/documents.port';
import { noHash } from '../eventstore/codec';
import type { Clock, Ids } from '../system/clock.port';
import type { Access, AccessLog, AccessQuery } from './access-log.port';
import {
  entriesCollection,
  entryOf,
  everything,
  headsCollection,
  linked,
  marksCollection,
  scopeOf,
  type EntryDocument,
  type HeadDocument,
  type Place,
} from './links';
import { removeBefore } from './remove';
import { verifyAccessLog } from './verify-access';

export interface AccessLogParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Seals the marks of removed entries. */
  readonly secret: Buffer;
  /** True if no other process writes: one chain is kept. Otherwise each process starts a chain at the newest entry. */
  readonly exclusive: boolean;
}

const newest = [{ field: 'at', descending: true }] as const;
/** Supports any combination of filters in time order (ADR 15). */
const entriesSpec: CollectionSpec = {
  name: entriesCollection,
  indexes: [{ fields: [{ field: 'scopes', many: true }, { field: 'at' }] }],
  facets: [
    { field: 'scopes', many: true },
    ...['kind', 'user', 'ticket'].map((field) => ({ field })),
    { field: 'at', ordered: 10, coarse: 7 },
  ],
};

export async function openAccessLog(parts: AccessLogParts): Promise<AccessLog> {
  const { documents, clock, secret } = parts;
  await documents.prepare(entriesSpec);
  await documents.prepare({ name: headsCollection, indexes: [{ fields: [{ field: 'at' }] }] });
  await documents.prepare({ name: marksCollection, indexes: [] });
  const { chain, begins } = await chainOf(parts);
  // Null before the first write, and after a failed one.
  let place: Place | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const append = async (accesses: readonly Access[]): Promise<void> => {
    const from = place ?? (await placeIn(documents, chain)) ?? { chain, index: 0, hash: begins };
    place = null;
    const entries: EntryDocument[] = [];
    for (const access of accesses) entries.push(linked(entries.at(-1) ?? from, access));
    const end = entries.at(-1);
    if (end === undefined) return;
    const head: HeadDocument = { _id: chain, begins, index: end.index, hash: end.hash, at: clock.now() };
    const writes = entries.map((entry): Write => ({ collection: entriesCollection, id: entry._id, document: entry }));
    await documents.write([...writes, { collection: headsCollection, id: chain, document: head }]);
    place = { chain, index: end.index, hash: end.hash };
  };
  return {
    append: (accesses) => inTurn(() => append(accesses)),
    find: async ({ organisation, where, ...page }: AccessQuery) => {
      const scope = { field: 'scopes', has: organisation === null ? everything : scopeOf(organisation) };
      const found = await documents.find<EntryDocument>(entriesCollection, { where: [scope, ...where], sort: newest, ...page });
      return { items: found.items.map(entryOf), next: found.next };
    },
    verify: (signal) => verifyAccessLog({ documents, secret, ...(signal !== undefined && { signal }) }),
    removeBefore: (instant) => inTurn(() => removeBefore(instant, { documents, secret, clock })),
  };
}

async function chainOf({
  documents,
  ids,
  exclusive,
}: AccessLogParts): Promise<{ readonly chain: string; readonly begins: string }> {
  const { items } = await documents.find<HeadDocument>(headsCollection, { where: [], sort: newest, limit: 1 });
  const [head] = items;
  if (head !== undefined && exclusive) return { chain: head._id, begins: head.begins };
  return { chain: ids.next(), begins: head?.hash ?? noHash };
}

/** Reads the end from the entries: without transactions the head may lag behind. */
async function placeIn(documents: Documents, chain: string): Promise<Place | null> {
  const where = [{ field: '_id', gt: `${chain}/`, lt: `${chain}0` }];
  const sort = [{ field: '_id', descending: true }];
  const [end] = (await documents.find<EntryDocument>(entriesCollection, { where, sort, limit: 1 })).items;
  const head = end ?? (await documents.get<HeadDocument>(headsCollection, chain));
  return head === null ? null : { chain, index: head.index, hash: head.hash };
}
