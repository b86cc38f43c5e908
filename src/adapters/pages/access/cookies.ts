import type { FastifyRequest } from 'fastify';

/** Over TLS, the `__Host-` prefix makes browsers refuse the cookie from other hosts and plain connections. */
function cookieName(request: FastifyRequest, name: string): string {
  return request.protocol === 'https' ? `__Host-${name}` : name;
}

/** Value of our own cookie, or null. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  const wanted = `${cookieName(request, name)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(wanted));
  return found === undefined ? null : decoded(found.slice(wanted.length));
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

export interface CookieWish {
  readonly name: string;
  readonly value: string;
  /** Lifetime. Without it the cookie lasts until the browser closes; 0 deletes it. */
  readonly seconds?: number;
}

/** HttpOnly hides it from scripts, and SameSite keeps it out of other sites' forms. */
export function cookieLine(request: FastifyRequest, { name, value, seconds }: CookieWish): string {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${cookieName(request, name)}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax${age}${secure}`;
}
