import type { Api } from './api';

/** Paths of GET routes that are for programs, or that serve files. */
const isNoPage = (url: string): boolean => /^\/(v1|docs|openapi\.json|health|problems|metrics|assets)(\/|$)/.test(url);

/** Of Fastify's own table: a new page cannot be forgotten. */
export function pageRoutes({ routes }: Pick<Api, 'routes'>, method: 'GET' | 'POST'): readonly string[] {
  return [...routes]
    .filter(([url, methods]) => methods.has(method) && !isNoPage(url) && url !== '*')
    .map(([url]) => url)
    .sort();
}

/** Every way to put values in for the parameters of a route. @throws {Error} for a parameter without values */
export function filledIn(route: string, values: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const name = /:(\w+)/.exec(route)?.[1];
  if (name === undefined) return [route];
  const known = values[name];
  if (known === undefined) throw new Error(`${route}: no values are known for :${name}`);
  return known.flatMap((value) => filledIn(route.replace(`:${name}`, encodeURIComponent(value)), values));
}
