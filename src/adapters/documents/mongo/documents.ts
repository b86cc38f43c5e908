import type { Db } from 'mongodb';
import type { Document, Documents, Page, Positioned, Query } from '../../../projections/kernel/documents.port';
import { openCatalog } from './catalog';
import { connect } from './connection';
import type { MongoDocumentsOptions } from './connection';
import { storeError } from './errors';
import { count, find } from './query';
import { inOneAnswer, toDocument } from './stored';
import type { Stored } from './stored';
import { fence, moveCheckpoint, portions, readCheckpoint, swapOne, writeAll } from './writes';
import type { StoredCheckpoint } from './writes';

/**
 * A database of a MongoDB server, standalone or replica set, without transactions. Positions, versions and tokens in the
 * documents keep concurrent writes of several processes consistent.
 * @throws {StoreUnavailable | StoreRefused}
 */
export async function mongoDocuments(options: MongoDocumentsOptions): Promise<Documents> {
  const connection = await connect(options);
  const { db, patiently } = connection;
  const catalog = openCatalog(connection);
  const checkpoints = db.collection<StoredCheckpoint>('docket.checkpoints');

  const storedOne = async (name: string, id: string): Promise<Stored | null> => {
    const { kept } = await catalog.open(name);
    const stored = await kept.findOne({ _id: id });
    if (stored === null) await catalog.stillThere(name);
    return stored?._gone === true ? null : stored;
  };
  const storedOnes = async (name: string, ids: readonly string[]): Promise<readonly Stored[]> => {
    const { kept } = await catalog.open(name);
    const stored: Stored[] = [];
    for (const some of portions(ids))
      stored.push(...(await kept.find({ _id: { $in: some } }, inOneAnswer(some.length)).toArray()));
    if (stored.length === 0) await catalog.stillThere(name);
    return stored;
  };

  return {
    description: connection.description,
    prepare: (spec) => writing(() => catalog.prepare(spec)),
    get: <D extends Document>(name: string, id: string) =>
      reading(async () => {
        const stored = await storedOne(name, id);
        return stored === null ? null : toDocument<D>(stored);
      }),
    getMany: <D extends Document>(name: string, ids: readonly string[]) =>
      reading(async () => {
        const found = (await storedOnes(name, ids)).filter(({ _gone }) => _gone !== true);
        return new Map(found.map((stored) => [stored._id, toDocument<D>(stored)]));
      }),
    getPositioned: <D extends Document>(name: string, ids: readonly string[]) =>
      reading(async () => new Map((await storedOnes(name, ids)).map((stored) => [stored._id, positioned<D>(stored)]))),
    find: <D extends Document>(name: string, query: Query) =>
      reading(async () => {
        const page = await find((collection) => catalog.open(collection), name, query);
        if (page.next === null) await catalog.stillThere(name);
        return page as Page<D>;
      }),
    count: (name, where) =>
      reading(async () => {
        const number = await count(await catalog.open(name), where);
        if (number === 0) await catalog.stillThere(name);
        return number;
      }),
    write: (writes, { position = null, checkpoints: moved = [] } = {}) =>
      writing(async () => {
        await fence(checkpoints, moved);
        await writeAll(catalog, writes, position);
        for (const one of moved) await moveCheckpoint(checkpoints, one);
      }),
    checkpoint: (name) => reading(() => readCheckpoint(checkpoints, name)),
    forgetCheckpoint: (name) =>
      writing(async () => {
        await checkpoints.deleteOne({ _id: name });
      }),
    swap: (name, id, version, document) =>
      writing(async () => swapOne(await catalog.open(name), version, { ...document, _id: id })),
    getVersioned: <D extends Document>(name: string, id: string) =>
      reading(async () => {
        const stored = await storedOne(name, id);
        return stored === null ? null : { document: toDocument<D>(stored), version: stored._version ?? 0 };
      }),
    drop: (name) => writing(() => catalog.drop(name)),
    collections: () => reading(() => catalog.collections()),
    compact: () =>
      writing(async () => {
        const names = await catalog.names();
        await patiently((patient) => compact(patient, names));
      }),
    close: () => connection.close(),
  };
}

/**
 * Returns free space on a best-effort basis (docs/mongodb.md). A server may refuse, for example while it is compacting. A primary
 * of a replica set compacts only when forced.
 */
async function compact(db: Db, names: readonly string[]): Promise<void> {
  for (const name of names) {
    try {
      await db.command({ compact: name, force: true });
    } catch (error) {
      if ((error as Error).name !== 'MongoServerError') throw error;
    }
  }
}

function positioned<D extends Document>(stored: Stored): Positioned<D> {
  return { document: stored._gone === true ? null : toDocument<D>(stored), position: stored._pos ?? null };
}

function reading<T>(work: () => Promise<T>): Promise<T> {
  return mapped(work, 'read');
}

function writing<T>(work: () => Promise<T>): Promise<T> {
  return mapped(work, 'write');
}

async function mapped<T>(work: () => Promise<T>, doing: 'read' | 'write'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, doing);
  }
}
