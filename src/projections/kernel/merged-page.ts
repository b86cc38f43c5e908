import { cutPage } from './cursor';
import type { Document, Page, Query } from './documents.port';
import type { ReadModels } from './read-models';
import { compareBy } from './scalars';
import { fullSort } from './served-by';

/** One page of several read models in one order, as if they were one. */
export async function mergedPage<D extends Document>(
  models: Pick<ReadModels, 'find'>,
  names: readonly string[],
  query: Query,
): Promise<Page<D>> {
  const sort = fullSort(query.sort);
  const pages = await Promise.all(names.map((name) => models.find<D>(name, { ...query, limit: query.limit + 1 })));
  return cutPage(pages.flatMap(({ items }) => items).sort(compareBy(sort)), query.limit, sort);
}
