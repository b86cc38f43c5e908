import type { Row } from './table';

export interface RowPage {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Every page of a list. The first one is read at once, so that a refusal is answered before the file begins. */
export async function allPages(
  ask: (after: string | null) => Promise<RowPage>,
): Promise<AsyncGenerator<readonly Row[], void, undefined>> {
  return onFrom(await ask(null), ask);
}

async function* onFrom(first: RowPage, ask: (after: string) => Promise<RowPage>) {
  let page = first;
  yield page.rows;
  while (page.next !== null) {
    page = await ask(page.next);
    yield page.rows;
  }
}

/** A table that is whole already. */
// eslint-disable-next-line @typescript-eslint/require-await
export async function* onePage(rows: readonly Row[]): AsyncGenerator<readonly Row[], void, undefined> {
  yield rows;
}
