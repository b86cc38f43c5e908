import { BadCursor } from './documents.port';
import type { Document, Page, Query } from './documents.port';
import type { ReadModels } from './read-models';
import { compareBy } from './scalars';
import { fullSort } from './served-by';

/** Where one read model goes on: a cursor of its own, from its start (empty), or not at all. No cursor has such a character. */
const ended = '~';
const between = '.';
const nothing: Page<never> = { items: [], next: null };

/** One page of what stands in several read models, in one order, as if it were one. */
export async function mergedPage<D extends Document>(
  models: Pick<ReadModels, 'find'>,
  names: readonly string[],
  { after, ...query }: Query,
): Promise<Page<D>> {
  const places = placesIn(after, names);
  const read = (i: number, limit: number): Promise<Page<D>> => {
    const [name = '', place = ''] = [names[i], places[i]];
    if (place === ended) return Promise.resolve(nothing);
    return models.find<D>(name, { ...query, limit, ...(place === '' ? {} : { after: place }) });
  };
  const pages = await Promise.all(names.map((_, i) => read(i, query.limit)));
  const inOrder = compareBy(fullSort(query.sort));
  const all = pages.flatMap(({ items }, from) => items.map((item) => ({ item, from })));
  const shown = all.sort((a, b) => inOrder(a.item, b.item)).slice(0, query.limit);
  const next = pages.map(async ({ items, next: behind }, i) => {
    const taken = shown.filter(({ from }) => from === i).length;
    if (taken === items.length) return behind ?? ended;
    // Only the store knows how to go on behind a document in the middle: it is asked for the page that ends there.
    return taken === 0 ? places[i] : (await read(i, taken)).next;
  });
  const cursors = await Promise.all(next);
  const isLast = cursors.every((cursor) => cursor === ended);
  return { items: shown.map(({ item }) => item), next: isLast ? null : cursors.join(between) };
}

function placesIn(after: string | undefined, names: readonly string[]): readonly string[] {
  if (after === undefined) return names.map(() => '');
  const places = after.split(between);
  if (places.length === names.length) return places;
  throw new BadCursor('the cursor was not made by this list: hand back `next` of the page before, or start at the first page');
}
