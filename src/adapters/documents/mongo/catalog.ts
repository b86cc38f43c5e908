import type { Db } from 'mongodb';
import { UnknownCollection } from '../../../projections/kernel/documents.port';
import type { CollectionSpec, IndexSpec } from '../../../projections/kernel/documents.port';
import { physicalFields } from '../../../projections/kernel/served-by';
import { checkSpec, notUnique } from '../entries';
import { wordsOf } from '../text';
import type { Connection } from './connection';
import { pathOf, toDocument } from './stored';
import type { Stored, Table } from './stored';
import { uniqueKeys, uniqueName } from './unique';

export interface Catalog {
  /** @throws {UnknownCollection} */
  open(name: string): Promise<Table>;
  /**
   * Called when nothing was found: another process may have dropped the collection.
   * @throws {UnknownCollection}
   */
  stillThere(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
  /** Includes unlisted ones, because a late worker may have recreated a dropped collection. */
  collections(): Promise<readonly string[]>;
  prepare(spec: CollectionSpec): Promise<void>;
  drop(name: string): Promise<void>;
}

interface Prepared {
  readonly _id: string;
  readonly spec: CollectionSpec;
}

export function openCatalog({ db, patiently }: Pick<Connection, 'db' | 'patiently'>): Catalog {
  const prepared = db.collection<Prepared>('docket.collections');
  const tables = new Map<string, Table>();
  const tableOf = (spec: CollectionSpec): Table => {
    const table = { spec, kept: db.collection<Stored>(spec.name) };
    tables.set(spec.name, table);
    return table;
  };
  const load = async (name: string): Promise<Table> => {
    const found = await prepared.findOne({ _id: name });
    if (found !== null) return tableOf(found.spec);
    tables.delete(name);
    throw new UnknownCollection(name);
  };
  const names = async (): Promise<readonly string[]> => (await prepared.find().toArray()).map(({ _id }) => _id).sort();
  return {
    open: async (name) => tables.get(name) ?? (await load(name)),
    stillThere: async (name) => {
      await load(name);
    },
    names,
    collections: async () => {
      const there = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
      return [...new Set([...(await names()), ...there.filter(isName)])].sort();
    },
    prepare: async (spec) => {
      checkSpec(spec);
      checkName(spec.name);
      const known = await prepared.findOne({ _id: spec.name });
      if (known === null) await createCollection(db, spec.name);
      const table = { spec, kept: db.collection<Stored>(spec.name) };
      if (known !== null && JSON.stringify(known.spec) !== JSON.stringify(spec)) await checkKept(table);
      await moveIndexes(table, (missing) => patiently((patient) => patient.collection(spec.name).createIndexes(missing)));
      await prepared.replaceOne({ _id: spec.name }, { spec }, { upsert: true });
      tables.set(spec.name, table);
    },
    drop: async (name) => {
      tables.delete(name);
      await prepared.deleteOne({ _id: name });
      await db.collection(name).drop();
    },
  };
}

function isName(name: string): boolean {
  return !/[$\0]|^(system|docket)\.|^\.|^$/.test(name) && Buffer.byteLength(name) <= 180;
}

function checkName(name: string): void {
  if (isName(name)) return;
  throw new Error(
    `${JSON.stringify(name)} cannot be a collection: 1 to 180 bytes without "$" and NUL, not beginning with "system." or "docket."`,
  );
}

/** Another process may have created the collection, which is fine. */
async function createCollection(db: Db, name: string): Promise<void> {
  try {
    await db.createCollection(name);
  } catch (error) {
    if ((error as { codeName?: string }).codeName !== 'NamespaceExists') throw error;
  }
}

/**
 * Checks that existing documents fit the new indexes, and fills in the values of unique indexes.
 * @throws {DocumentRefused}
 */
async function checkKept({ spec, kept }: Table): Promise<void> {
  const watches = spec.indexes.some(({ unique }) => unique);
  const taken = new Set<string>();
  for await (const stored of kept.find({ _gone: { $exists: false } })) {
    const keys = uniqueKeys(spec, toDocument(stored));
    for (const { index, name, values } of keys) {
      const ours = values.map((value) => `${name} ${value}`);
      if (ours.some((one) => taken.has(one))) throw notUnique(spec.name, index, stored._id);
      for (const one of ours) taken.add(one);
    }
    const _unique = Object.fromEntries(keys.map(({ name, values }) => [name, values]));
    const fresh = { ...(watches && { _unique }), ...(spec.text !== undefined && { _words: wordsOf(spec, toDocument(stored)) }) };
    if (Object.keys(fresh).length > 0) await kept.updateOne({ _id: stored._id }, { $set: fresh });
  }
}

/** Creates new indexes before dropping old ones, so that queries always find one. */
async function moveIndexes({ spec, kept }: Table, create: (missing: NamedIndex[]) => Promise<unknown>): Promise<void> {
  const wanted = indexesOf(spec);
  const there = (await kept.indexes()).map(({ name }) => name ?? '');
  const missing = wanted.filter(({ name }) => !there.includes(name));
  if (missing.length > 0) await build(spec.name, () => create(missing));
  for (const name of there) {
    if (name !== '_id_' && !wanted.some((one) => one.name === name)) await kept.dropIndex(name);
  }
}

async function build(collection: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as Error).name !== 'MongoServerError') throw error;
    throw new Error(
      `${collection}: MongoDB cannot build its indexes: ${(error as Error).message}. Nothing reads the collection meanwhile; put right what it says, then start again`,
      { cause: error },
    );
  }
}

interface NamedIndex {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  readonly sparse?: true;
}

/**
 * One per declared index, in its order and ending in `_id`; one more per unique index; one per facet, for the server to choose
 * from; one for the words.
 */
export function indexesOf({ indexes, facets = [], text }: CollectionSpec): readonly NamedIndex[] {
  return [
    ...indexes.map(rangeIndex),
    ...indexes.filter(({ unique }) => unique).map(watchingIndex),
    ...facets.map(({ field }) => ({ name: `facet ${field}`, key: { [pathOf(field)]: 1 as const, _id: 1 as const } })),
    ...(text === undefined ? [] : [{ name: 'words', key: { _words: 1 as const } }]),
  ];
}

function rangeIndex(index: IndexSpec): NamedIndex {
  const fields = physicalFields(index);
  const key = Object.fromEntries(fields.map(({ field, descending }) => [pathOf(field), descending === true ? -1 : 1] as const));
  return { name: fields.map(({ field, descending }) => `${descending === true ? '-' : ''}${field}`).join(' '), key };
}

function watchingIndex(index: IndexSpec): NamedIndex {
  const name = uniqueName(index);
  return { name: `unique ${name}`, key: { [`_unique.${name}`]: 1 }, unique: true, sparse: true };
}
