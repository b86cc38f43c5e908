import type { FastifyRequest } from 'fastify';

/** Behind TLS the browser itself sees to it that no other host and no plain connection sets or gets them. */
function cookieName(request: FastifyRequest, name: string): string {
  return request.protocol === 'https' ? `__Host-${name}` : name;
}

/** The value of our own cookie; null where there is none. */
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
  /** Until the browser closes where left out; 0 takes it away. */
  readonly seconds?: number;
}

/** No script reads it, and no other site's form sends it. */
export function cookieLine(request: FastifyRequest, { name, value, seconds }: CookieWish): string {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${cookieName(request, name)}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax${age}${secure}`;
}
