interface Paged {
  readonly next: string | null;
}

export interface NewestPage<Page> {
  readonly page: Page;
  /** Start of the previous page, or `beginning` for the first. Null if there is none. */
  readonly earlier: string | null;
}

export const beginning = 'beginning';

/** Maximum number of pages to walk. Longer conversations show this page, with a link to the next one. */
const mostPages = 25;

/** The last page of an oldest-first list, because people continue where they stopped reading. */
export async function newestPage<Page extends Paged>(ask: (after?: string) => Promise<Page>): Promise<NewestPage<Page>> {
  const starts: (string | null)[] = [null];
  let page = await ask();
  while (page.next !== null && starts.length < mostPages) {
    starts.push(page.next);
    page = await ask(page.next);
  }
  const before = starts.at(-2);
  return { page, earlier: before === undefined ? null : (before ?? beginning) };
}
