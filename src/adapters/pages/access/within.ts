/** A path of our own; the dashboard for anything else. No other site is ever led to. */
export function pathWithin(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : '/';
}

/** The same for where somebody wanted to go before they had to sign in. */
export function within(then: unknown): string {
  const path = pathWithin(then);
  return path.startsWith('/sign-') ? '/' : path;
}
