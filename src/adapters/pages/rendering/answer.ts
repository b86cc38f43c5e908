import type { MessageValues } from './words';
import type { View } from './templates';
import type { CookieWish } from '../access/cookies';

/** The result of a page's controller. An interceptor draws it. */
export type PageAnswer = PageOf | Going;

export interface PageOf {
  readonly template: string;
  /** In the reader's language. */
  readonly title: string;
  readonly view: View;
  /** The menu entry of the page. */
  readonly here?: string;
  readonly status?: number;
  /** Without menu and search, such as sign-in and set-up. */
  readonly isBare?: boolean;
  readonly cookies?: readonly CookieWish[];
  /** The part that a dialog shows. Without scripts, the whole page is shown. */
  readonly dialog?: string;
}

/** A redirect, with a message for the next page. */
export interface Going {
  readonly to: string;
  readonly toast?: Toast;
  readonly cookies?: readonly CookieWish[];
}

export interface Toast {
  readonly key: string;
  readonly values?: MessageValues;
  /** Prefix of the drafts to delete, because they were sent. */
  readonly draft?: string;
  /** An assignment that can be undone while the ticket is at this revision. */
  readonly undo?: { readonly ticket: string; readonly revision: number };
}

export function goTo(to: string, toast?: Toast, cookies: readonly CookieWish[] = []): Going {
  return { to, cookies, ...(toast !== undefined && { toast }) };
}
