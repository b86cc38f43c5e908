interface Paged {
  readonly next: string | null;
}

export interface NewestPage<Page> {
  readonly page: Page;
  /** Where the page before begins; `beginning` where that is the first. Null: there is none. */
  readonly earlier: string | null;
}

export const beginning = 'beginning';

/** A conversation of more pages than this shows the last of these, with a way to those that follow. */
const mostPages = 25;

/** The last page of what is asked from the oldest on, because people read on where they stopped. */
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
