import type { CollectionSpec, Document, Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';

/** The live collection of a projection. After a rebuild, one write of this document switches collections. */
export interface LiveCollection extends Document {
  readonly collection: string;
  readonly version: number;
  /** Number of rebuilds requested, and the last one completed. Durable, so a request survives a crash. */
  readonly asked: number;
  readonly built: number;
  /** Random and new with every collection, also when a restored installation gives it a name that it had before. */
  readonly generation?: string;
}

export const liveSpec: CollectionSpec = { name: 'live', indexes: [] };

export function findLive(read: Pick<Documents, 'get'>, projection: string): Promise<LiveCollection | null> {
  return read.get<LiveCollection>(liveSpec.name, projection);
}

/** Updates the document by optimistic locking. */
export async function changeLive(
  read: Documents,
  projection: string,
  change: (live: LiveCollection) => LiveCollection,
): Promise<LiveCollection> {
  for (;;) {
    const current = await read.getVersioned<LiveCollection>(liveSpec.name, projection);
    if (current === null) throw new Error(`there is no projection ${projection}`);
    const changed = change(current.document);
    if (await read.swap(liveSpec.name, projection, current.version, changed)) return changed;
  }
}

const pattern = /^(.+)@(\d+)-(\d+)$/;

export function collectionName({ name, version }: Pick<Projection, 'name' | 'version'>, number: number): string {
  return `${name}@${version}-${number}`;
}

export function nextCollection(projection: Projection, { collection }: LiveCollection): string {
  return collectionName(projection, Number(pattern.exec(collection)?.[3] ?? 0) + 1);
}

export async function dropCollection(read: Documents, collection: string): Promise<void> {
  await read.drop(collection);
  await read.forgetCheckpoint(collection);
}

/** Drops collections of retired projections and unfinished rebuilds. True if there were any. */
export async function dropLeftovers(read: Documents, projections: readonly Projection[]): Promise<boolean> {
  const { items } = await read.find<LiveCollection>(liveSpec.name, { where: [], limit: 10_000 });
  const known = new Set(projections.map(({ name }) => name));
  const retired = items.filter(({ _id }) => !known.has(_id));
  await read.write(retired.map(({ _id }) => ({ collection: liveSpec.name, id: _id, document: null })));
  const used = new Set(items.filter(({ _id }) => known.has(_id)).map(({ collection }) => collection));
  const leftovers = (await read.collections()).filter((name) => pattern.test(name) && !used.has(name));
  for (const leftover of leftovers) await dropCollection(read, leftover);
  return leftovers.length > 0;
}
