import type { Document, Documents } from '../../projections/kernel/documents.port';

const pageSize = 500;

/** Reads a collection in id order, one page in memory at a time. */
export async function* pagesOf<D extends Document>(
  documents: Pick<Documents, 'find'>,
  collection: string,
): AsyncIterable<readonly D[]> {
  let after: string | null | undefined;
  do {
    const page: { items: readonly D[]; next: string | null } = await documents.find<D>(collection, {
      ...{ where: [], limit: pageSize },
      ...(typeof after === 'string' && { after }),
    });
    yield page.items;
    after = page.next;
  } while (after !== null);
}

export async function allOf<D extends Document>(documents: Pick<Documents, 'find'>, collection: string): Promise<readonly D[]> {
  const found: D[] = [];
  for await (const page of pagesOf<D>(documents, collection)) found.push(...page);
  return found;
}
