import { LeaseLost, UnknownCollection, UnservedQuery } from '../../projections/kernel/documents.port';
import type {
  Alternative,
  Checkpoint,
  CollectionSpec,
  Condition,
  Document,
  Documents,
  Page,
  Positioned,
  Query,
  Write,
} from '../../projections/kernel/documents.port';
import { compareBy, matches } from '../../projections/kernel/scalars';
import { countPlanOf, planOf } from '../../projections/kernel/combined-by';
import { answer } from './answer';
import { cutPage, readCursor } from '../../projections/kernel/cursor';
import { checkSpec, entriesOf, isWatched, notUnique } from './entries';
import { hasWord } from '../../projections/kernel/words';
import { aboutIn, checkFacets, wordsOf } from './text';

interface Kept extends Positioned<Document> {
  readonly document: Document;
  readonly version: number;
}
interface Collection {
  readonly spec: CollectionSpec;
  readonly kept: Map<string, Kept>;
}

/** Documents in memory, for tests. Keeps the whole contract, but every find scans. */
export function memoryDocuments(): Documents {
  const collections = new Map<string, Collection>();
  const checkpoints = new Map<string, Checkpoint>();

  const open = (name: string): Collection => {
    const found = collections.get(name);
    if (found === undefined) throw new UnknownCollection(name);
    return found;
  };
  const read = <D extends Document>(name: string, id: string): D | null =>
    (open(name).kept.get(id)?.document as D | undefined) ?? null;
  const readMany = (name: string, ids: readonly string[]): Map<string, Kept> => {
    const { kept } = open(name);
    return new Map(ids.flatMap((id) => (kept.has(id) ? [[id, kept.get(id) as Kept]] : [])));
  };

  return {
    description: 'memory',
    prepare: (spec) => answer(() => prepare(collections, spec)),
    get: (name, id) => answer(() => read(name, id)),
    getMany: <D extends Document>(name: string, ids: readonly string[]) =>
      answer(() => new Map([...readMany(name, ids)].map(([id, { document }]) => [id, document as D]))),
    getPositioned: <D extends Document>(name: string, ids: readonly string[]) =>
      answer(
        () =>
          new Map(
            [...readMany(name, ids)].map(([id, { document, position }]): [string, Positioned<D>] => [
              id,
              { document: document as D, position },
            ]),
          ),
      ),
    find: <D extends Document>(name: string, query: Query) => answer(() => find(open, name, query) as Page<D>),
    count: (name, where) => answer(() => count(open(name), where)),
    write: (writes, options = {}) =>
      answer(() => {
        for (const one of options.checkpoints ?? []) fence(checkpoints, one);
        writeAll(open, writes, options.position ?? null);
        for (const one of options.checkpoints ?? []) checkpoints.set(one.name, { ...one });
      }),
    checkpoint: (name) => answer(() => checkpoints.get(name) ?? null),
    forgetCheckpoint: (name) => answer(() => void checkpoints.delete(name)),
    swap: (name, id, version, document) =>
      answer(() => {
        const collection = open(name);
        const stored = collection.kept.get(id);
        if ((stored?.version ?? null) !== version) return false;
        put(collection, { document: copyOf(document, id), version: (version ?? 0) + 1, position: stored?.position ?? null });
        return true;
      }),
    getVersioned: <D extends Document>(name: string, id: string) =>
      answer(() => {
        const stored = open(name).kept.get(id);
        return stored === undefined ? null : { document: stored.document as D, version: stored.version };
      }),
    drop: (name) => answer(() => void collections.delete(name)),
    collections: () => answer(() => [...collections.keys()].sort()),
    compact: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function prepare(collections: Map<string, Collection>, spec: CollectionSpec): void {
  checkSpec(spec);
  const before = collections.get(spec.name);
  const prepared: Collection = { spec, kept: new Map() };
  for (const kept of before?.kept.values() ?? []) put(prepared, kept);
  collections.set(spec.name, prepared);
}

type Open = (name: string) => Collection;

function find(open: Open, name: string, query: Query): Page<Document> {
  const { spec, kept } = open(name);
  const { sort } = planOf(spec, query);
  const inOrder = compareBy(sort);
  const after = query.after === undefined ? null : documentAt(readCursor(query.after, sort), sort);
  const meets = query.wishes === undefined ? () => true : meeting(open, name, query.wishes);
  const found = [...kept.values()]
    .map(({ document }) => document)
    .filter((one) => query.where.every((condition) => matches(one, condition)) && meets(one))
    .filter((one) => after === null || inOrder(one, after) > 0)
    .sort(inOrder);
  return cutPage(found, query.limit, sort);
}

function meeting(open: Open, name: string, wishes: NonNullable<Query['wishes']>): (document: Document) => boolean {
  const holds = wishes.map((wish) => wish.map((one) => meetsOne(open, name, one)));
  return (document) => holds.every((wish) => wish.some((meets) => meets(document)));
}

function meetsOne(open: Open, name: string, one: Alternative): (document: Document) => boolean {
  if ('field' in one) return (document) => matches(document, one);
  const { spec, kept } = open(one.collection ?? name);
  if (spec.text === undefined) throw new UnservedQuery(spec.name, 'keeps no words: declare text');
  const holders = [...kept.values()].filter(({ document }) => hasWord(wordsOf(spec, document), one.word));
  const found = new Set(holders.map(({ document }) => aboutIn(spec, document)));
  return ({ _id }) => found.has(_id);
}

/** A document at the position of the cursor. */
function documentAt(values: readonly unknown[], sort: readonly { readonly field: string }[]): Document {
  return Object.fromEntries(sort.map(({ field }, i) => [field, values[i]])) as Document;
}

function count({ spec, kept }: Collection, where: readonly Condition[]): number {
  countPlanOf(spec, where);
  return [...kept.values()].filter(({ document }) => where.every((condition) => matches(document, condition))).length;
}

function fence(checkpoints: ReadonlyMap<string, Checkpoint>, checkpoint: Checkpoint): void {
  if ((checkpoints.get(checkpoint.name)?.token ?? 0) > (checkpoint.token ?? 0)) throw new LeaseLost(checkpoint.name);
}

/** All or nothing: restores the earlier documents if one write is refused. */
function writeAll(open: (name: string) => Collection, writes: readonly Write[], position: string | null): void {
  const undo: (() => void)[] = [];
  try {
    for (const write of writes) {
      const { kept } = open(write.collection);
      const stored = kept.get(write.id);
      undo.push(() => (stored === undefined ? kept.delete(write.id) : kept.set(write.id, stored)));
      apply(open(write.collection), write, stored, position);
    }
  } catch (error) {
    for (const back of undo.reverse()) back();
    throw error;
  }
}

function apply(collection: Collection, { id, document }: Write, stored: Kept | undefined, position: string | null): void {
  const before = stored ?? { position: null, version: 0 };
  if (position !== null && before.position !== null && before.position > position) return;
  if (document === null) collection.kept.delete(id);
  else put(collection, { document: copyOf(document, id), version: before.version, position: position ?? before.position });
}

function put({ spec, kept }: Collection, one: Kept): void {
  checkFacets(spec, one.document);
  for (const index of spec.indexes) {
    const entries = entriesOf(spec.name, index, one.document)
      .filter((entry) => isWatched(index, entry))
      .map(valuesAlone);
    if (entries.length === 0) continue;
    for (const { document: other } of kept.values()) {
      if (other._id === one.document._id) continue;
      const taken = new Set(entriesOf(spec.name, index, other).map(valuesAlone));
      if (entries.some((entry) => taken.has(entry))) throw notUnique(spec.name, index, one.document._id);
    }
  }
  kept.set(one.document._id, one);
}

function valuesAlone(entry: readonly unknown[]): string {
  return JSON.stringify(entry.slice(0, -1));
}

/** A copy as a database would return it: no shared objects, nothing undefined. */
function copyOf(document: Document, id: string): Document {
  return freeze({ ...(JSON.parse(JSON.stringify(document)) as Document), _id: id });
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
