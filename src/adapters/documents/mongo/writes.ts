import type { AnyBulkWriteOperation, Collection, Filter, MongoBulkWriteError } from 'mongodb';
import { LeaseLost } from '../../../projections/kernel/documents.port';
import type { Checkpoint, CollectionSpec, Document, Write } from '../../../projections/kernel/documents.port';
import { checkFacets, wordsOf } from '../text';
import type { Catalog } from './catalog';
import { duplicateKey, isDuplicateKey } from './errors';
import { inOneAnswer, toBody } from './stored';
import type { Stored, Table } from './stored';
import { refuseTaken, takenMeanwhile, uniqueKeys } from './unique';

/** @throws {DocumentRefused} before anything is written, as far as this can be known */
export async function writeAll(catalog: Catalog, writes: readonly Write[], position: string | null): Promise<void> {
  const batches = await Promise.all(
    [...latest(writes)].map(async ([name, ofOne]) => ({ table: await catalog.open(name), writes: [...ofOne.values()] })),
  );
  for (const { table, writes } of batches) {
    const put = writes.flatMap(({ id, document }) => (document === null ? [] : [{ ...document, _id: id }]));
    await refuseTaken(table, put);
  }
  for (const { table, writes } of batches) await writeBatch(table, writes, position);
}

/** The last write per collection and id, because an unordered batch has no order. */
function latest(writes: readonly Write[]): ReadonlyMap<string, ReadonlyMap<string, Write>> {
  const collections = new Map<string, Map<string, Write>>();
  for (const write of writes) {
    const ofOne = collections.get(write.collection) ?? new Map<string, Write>();
    collections.set(write.collection, ofOne.set(write.id, write));
  }
  return collections;
}

const atOnce = 500;

/** Limits each command, so that none reaches a timeout. */
export function portions<T>(whole: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(whole.length / atOnce) }, (_, i) => whole.slice(i * atOnce, (i + 1) * atOnce));
}

async function writeBatch(table: Table, writes: readonly Write[], position: string | null): Promise<void> {
  for (const some of portions(writes)) await writeSome(table, some, position);
}

/** Inserts new documents, because an insert is refused if another process was faster. Updates others only if they are not newer. */
async function writeSome(table: Table, writes: readonly Write[], position: string | null): Promise<void> {
  const ids = writes.map(({ id }) => id);
  const there = await table.kept.find({ _id: { $in: ids } }, { projection: { _id: 1 }, ...inOneAnswer(ids.length) }).toArray();
  const known = new Set(there.map(({ _id }) => _id));
  const changes = writes.map((write) => changeOf(table.spec, write, position));
  const operations = changes.map((change) => (known.has(change.id) ? updating(change) : inserting(change)));
  try {
    await table.kept.bulkWrite(operations, { ordered: false });
  } catch (error) {
    for (const i of refusedOnes(error)) await repeat(table, changes[i] as Change);
  }
}

interface Refused {
  readonly code: number;
  readonly index: number;
}

/** @throws every error except duplicate keys, also when the other writes did not reach a majority and may be lost */
function refusedOnes(error: unknown): readonly number[] {
  const { writeErrors = [], result } = error as Partial<MongoBulkWriteError> & { readonly writeErrors?: Refused | Refused[] };
  const refused = [writeErrors].flat();
  const others = refused.length === 0 || refused.some(({ code }) => code !== duplicateKey);
  if (others || result?.getWriteConcernError() !== undefined) throw error;
  return refused.map(({ index }) => index);
}

/**
 * An insert is refused if another process wrote the document since, perhaps an older version, or by a unique index. The position
 * guard decides whether ours replaces it (test/contracts/documents.contract.ts).
 */
async function repeat({ spec, kept }: Table, { id, filter, update }: Change): Promise<void> {
  try {
    const { matchedCount } = await kept.updateOne(filter, update);
    if (matchedCount === 0 && (await kept.findOne({ _id: id })) === null) throw takenMeanwhile(spec, id);
  } catch (error) {
    throw isDuplicateKey(error) ? takenMeanwhile(spec, id) : error;
  }
}

/** One write as a plain update, guarded by its position. */
interface Change {
  readonly id: string;
  readonly filter: Filter<Stored>;
  readonly update: { readonly $set: Partial<Stored>; readonly $unset: Readonly<Partial<Record<keyof Stored, ''>>> };
  /** Deleted for good, because without a position there are no late writes. */
  readonly erases: boolean;
}

function changeOf(spec: CollectionSpec, { id, document }: Write, position: string | null): Change {
  const filter = position === null ? { _id: id } : { _id: id, _pos: { $not: { $gt: position } } };
  const at = position === null ? {} : { _pos: position };
  if (document !== null) return { id, filter, update: contentOf({ ...document, _id: id }, spec, at), erases: false };
  const update = { $set: { _gone: true, _version: 0, ...at }, $unset: { body: '', _unique: '', _words: '' } } as const;
  return { id, filter, update, erases: position === null };
}

function updating({ filter, update, erases }: Change): AnyBulkWriteOperation<Stored> {
  return erases ? { deleteOne: { filter } } : { updateOne: { filter, update } };
}

function inserting(change: Change): AnyBulkWriteOperation<Stored> {
  if (change.erases) return updating(change);
  return { insertOne: { document: { _version: 0, ...change.update.$set, _id: change.id } } };
}

/** @throws {DocumentRefused} when a facet holds a value that cannot be queried */
function wordsIn(spec: CollectionSpec, document: Document): Pick<Stored, '_words'> {
  checkFacets(spec, document);
  return spec.text === undefined ? {} : { _words: wordsOf(spec, document) };
}

function contentOf(document: Document, spec: CollectionSpec, more: Partial<Stored>): Change['update'] {
  const unique = uniqueKeys(spec, document);
  const _unique = Object.fromEntries(unique.map(({ name, values }) => [name, values]));
  return {
    $set: { body: toBody(document), ...(unique.length > 0 && { _unique }), ...wordsIn(spec, document), ...more },
    $unset: { _gone: '', ...(unique.length === 0 && { _unique: '' }) },
  };
}

/** Implements `swap` of the port. */
export async function swapOne(table: Table, version: number | null, document: Document): Promise<boolean> {
  const content = contentOf(document, table.spec, { _version: (version ?? 0) + 1 });
  await refuseTaken(table, [document]);
  try {
    if (version === null) return await create(table.kept, document._id, content);
    return await replace(table.kept, { _id: document._id, _version: version, _gone: { $exists: false } }, content);
  } catch (error) {
    throw isDuplicateKey(error) ? takenMeanwhile(table.spec, document._id) : error;
  }
}

/** @throws the driver's error when a unique index refuses it */
async function create(kept: Table['kept'], id: string, content: Change['update']): Promise<boolean> {
  try {
    await kept.insertOne({ ...content.$set, _id: id });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (await replace(kept, { _id: id, _gone: true }, content)) return true;
    if ((await kept.findOne({ _id: id })) === null) throw error;
    return false;
  }
}

async function replace(kept: Table['kept'], filter: object, content: Change['update']): Promise<boolean> {
  return (await kept.updateOne(filter, content)).matchedCount === 1;
}

export interface StoredCheckpoint {
  readonly _id: string;
  readonly position: string;
  readonly token: number | null;
}

export async function readCheckpoint(kept: Collection<StoredCheckpoint>, name: string): Promise<Checkpoint | null> {
  const stored = await kept.findOne({ _id: name });
  if (stored === null) return null;
  return { name, position: stored.position, ...(stored.token === null ? {} : { token: stored.token }) };
}

/**
 * Checked before the documents are written, so that a worker without its lease writes nothing.
 * @throws {LeaseLost}
 */
export async function fence(kept: Collection<StoredCheckpoint>, checkpoints: readonly Checkpoint[]): Promise<void> {
  if (checkpoints.length === 0) return;
  const stored = await kept.find({ _id: { $in: checkpoints.map(({ name }) => name) } }).toArray();
  const tokens = new Map(stored.map(({ _id, token }) => [_id, token ?? 0]));
  for (const { name, token } of checkpoints) if ((tokens.get(name) ?? 0) > (token ?? 0)) throw new LeaseLost(name);
}

/** @throws {LeaseLost} */
export async function moveCheckpoint(kept: Collection<StoredCheckpoint>, { name, position, token }: Checkpoint): Promise<void> {
  const filter = { _id: name, token: { $not: { $gt: token ?? 0 } } };
  const update = { $set: { position, token: token ?? null } };
  try {
    await kept.updateOne(filter, update, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if ((await kept.updateOne(filter, update)).matchedCount === 0) throw new LeaseLost(name);
  }
}
