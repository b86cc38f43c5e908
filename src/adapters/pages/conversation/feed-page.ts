import type { ActivityEntry, ActivityParams, LinePage } from '../../../projections/tickets/read-ticket';
import type { ActivityPage } from '../../../projections/tickets/merged-view';

/** A page of a conversation, oldest line first. */
export interface FeedPage extends Pick<LinePage<ActivityEntry>, 'items' | 'names'> {
  /** Cursor `before` of the page with older entries. Null if there is none. */
  readonly earlier: string | null;
  /** Cursor `after` of the page with newer entries. Null at the end. */
  readonly later: string | null;
}

type Read = LinePage<ActivityEntry> & ActivityPage<ActivityEntry>;
type Ask = (paging: Pick<ActivityParams, 'after' | 'isBackwards'>) => Promise<Read>;

/** The newest entries, or those around a cursor from the URL. Costs one page, however long the conversation. */
export async function feedPage({ before, after }: Readonly<Record<string, unknown>>, ask: Ask): Promise<FeedPage> {
  const place = textIn(before);
  const from = textIn(after);
  if (place === undefined && from !== undefined) {
    const { items, names, next, back } = await ask({ after: from });
    return { items, names, earlier: back, later: next };
  }
  const { items, names, next, back } = await ask({ after: place, isBackwards: true });
  return { items: [...items].reverse(), names, earlier: next, later: place === undefined ? null : back };
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
