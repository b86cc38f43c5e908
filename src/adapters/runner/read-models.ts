import { UnknownCollection } from '../../projections/kernel/documents.port';
import type { Alternative, Condition, Document, Documents, Query } from '../../projections/kernel/documents.port';
import type { ProjectionStatus, ReadModels } from '../../projections/kernel/read-models';
import { findLive } from './live';
import type { Progress } from './progress';

/** Queries the collection that is live at the moment. */
export function readModels(read: Documents, progress: Progress, status: () => readonly ProjectionStatus[]): ReadModels {
  const resolve = async (name: string): Promise<string> => {
    const live = await findLive(read, name);
    if (live === null) throw new UnknownCollection(name);
    return live.collection;
  };
  /** A rebuild may switch and drop the collection between the two queries. */
  const ask = async <T>(name: string, question: (collection: string) => Promise<T>): Promise<T> => {
    const collection = await resolve(name);
    try {
      return await question(collection);
    } catch (error) {
      if (!(error instanceof UnknownCollection) || (await resolve(name)) === collection) throw error;
      return question(await resolve(name));
    }
  };
  return {
    get: <D extends Document>(name: string, id: string) => ask(name, (collection) => read.get<D>(collection, id)),
    getMany: <D extends Document>(name: string, ids: readonly string[]) =>
      ask(name, (collection) => read.getMany<D>(collection, ids)),
    find: async <D extends Document>(name: string, query: Query) => {
      const resolved = await resolveWishes(query, resolve);
      return ask(name, (collection) => read.find<D>(collection, resolved));
    },
    count: (name: string, where: readonly Condition[]) => ask(name, (collection) => read.count(collection, where)),
    status: () => Promise.resolve(status()),
    waitFor: (names, position, timeoutMs) => progress.passed(names, position, timeoutMs),
  };
}

/** Words may be looked for in other read models, each asked in the collection that is live. */
async function resolveWishes(query: Query, resolve: (name: string) => Promise<string>): Promise<Query> {
  if (query.wishes === undefined) return query;
  const resolveOne = async (one: Alternative): Promise<Alternative> =>
    'word' in one && one.collection !== undefined ? { word: one.word, collection: await resolve(one.collection) } : one;
  return { ...query, wishes: await Promise.all(query.wishes.map((wish) => Promise.all(wish.map(resolveOne)))) };
}
