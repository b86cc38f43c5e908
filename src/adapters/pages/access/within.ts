/** A path of this site, or the dashboard for anything else. Prevents open redirects. */
export function pathWithin(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : '/';
}

/** Like `pathWithin`, for the page asked for before sign-in. */
export function within(then: unknown): string {
  const path = pathWithin(then);
  return path.startsWith('/sign-') ? '/' : path;
}
