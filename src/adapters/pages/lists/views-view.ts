import type { VisibleView } from '../../desk/tickets/view-desk';

/** Saved views as tabs above the list. `query` is the query of the current list. */
export function viewTabs(views: readonly VisibleView[], query: string) {
  return views.map(({ name, query: saved, isOwn, sharedIn }) => ({
    ...{ name, href: listAddress(saved), isHere: saved === query },
    isOfOthers: !isOwn && sharedIn !== null,
  }));
}

export const listAddress = (query: string): string => (query === '' ? '/tickets' : `/tickets?${query}`);
