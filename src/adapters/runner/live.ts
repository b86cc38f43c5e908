import type { CollectionSpec, Document, Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';

/** Which collection answers for a projection; the switch after a rebuild is one write of this document. */
export interface Live extends Document {
  readonly collection: string;
  readonly version: number;
  /** Rebuilds asked for, and up to which of them it was built: an order survives a kill. */
  readonly asked: number;
  readonly built: number;
}

export const liveSpec: CollectionSpec = { name: 'live', indexes: [] };

export function liveOf(read: Documents, projection: string): Promise<Live | null> {
  return read.get<Live>(liveSpec.name, projection);
}

/** Changes the document as it is now, whoever else does so at the same time. */
export async function changeLive(read: Documents, projection: string, change: (live: Live) => Live): Promise<Live> {
  for (;;) {
    const current = await read.getVersioned<Live>(liveSpec.name, projection);
    if (current === null) throw new Error(`there is no projection ${projection}`);
    const changed = change(current.document);
    if (await read.swap(liveSpec.name, projection, current.version, changed)) return changed;
  }
}

const form = /^(.+)@(\d+)-(\d+)$/;

export function collectionName({ name, version }: Pick<Projection, 'name' | 'version'>, number: number): string {
  return `${name}@${version}-${number}`;
}

export function nextCollection(projection: Projection, { collection }: Live): string {
  return collectionName(projection, Number(form.exec(collection)?.[3] ?? 0) + 1);
}

export async function dropCollection(read: Documents, collection: string): Promise<void> {
  await read.drop(collection);
  await read.forgetCheckpoint(collection);
}

/** What a killed rebuild or a retired projection left. Answers whether there was anything. */
export async function dropLeftovers(read: Documents, projections: readonly Projection[]): Promise<boolean> {
  const { items } = await read.find<Live>(liveSpec.name, { where: [], limit: 10_000 });
  const known = new Set(projections.map(({ name }) => name));
  const retired = items.filter(({ _id }) => !known.has(_id));
  await read.write(retired.map(({ _id }) => ({ collection: liveSpec.name, id: _id, document: null })));
  const used = new Set(items.filter(({ _id }) => known.has(_id)).map(({ collection }) => collection));
  const leftovers = (await read.collections()).filter((name) => form.test(name) && !used.has(name));
  for (const leftover of leftovers) await dropCollection(read, leftover);
  return leftovers.length > 0;
}
