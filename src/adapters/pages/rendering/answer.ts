import type { MessageValues } from './words';
import type { View } from './templates';
import type { CookieWish } from '../access/cookies';

/** What a page's controller answers; the drawing of it is the interceptor's. */
export type PageAnswer = PageOf | Going;

export interface PageOf {
  readonly template: string;
  /** Already in the reader's language. */
  readonly title: string;
  readonly view: View;
  /** Which entry of the menu it belongs to. */
  readonly here?: string;
  readonly status?: number;
  /** Without menu and search: to sign in, to set up. */
  readonly isBare?: boolean;
  readonly cookies?: readonly CookieWish[];
  /** What a dialog shows of it; the page itself is for those who came without a script. */
  readonly dialog?: string;
}

/** Goes on to another page, with what to tell there. */
export interface Going {
  readonly to: string;
  readonly toast?: Toast;
  readonly cookies?: readonly CookieWish[];
}

export interface Toast {
  readonly key: string;
  readonly values?: MessageValues;
  /** Beginning of the names of drafts that were sent and are done with. */
  readonly draft?: string;
  /** The assignment that can be taken back, as long as the ticket is at this revision. */
  readonly undo?: { readonly ticket: string; readonly revision: number };
}

export function goTo(to: string, toast?: Toast, cookies: readonly CookieWish[] = []): Going {
  return { to, cookies, ...(toast !== undefined && { toast }) };
}
