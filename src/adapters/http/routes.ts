import type { FastifyInstance, FastifyRequest } from 'fastify';

const tables = new WeakMap<object, Map<string, Set<string>>>();

/** Notes every route, because Fastify itself answers 404 where only the method is wrong. Call before any route is added. */
export function rememberRoutes(fastify: FastifyInstance): void {
  const table = new Map<string, Set<string>>();
  tables.set(fastify.server, table);
  fastify.addHook('onRoute', ({ method, url }) => {
    const methods = table.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each.toUpperCase());
    table.set(url, methods);
  });
}

/** The methods that the request's path does take. */
export function methodsOf(request: FastifyRequest): readonly string[] {
  const asked = segments(request.originalUrl.split('?', 1)[0] ?? '');
  const table = tables.get(request.server.server) ?? new Map<string, Set<string>>();
  const found = [...table].filter(([url]) => matches(segments(url), asked)).flatMap(([, methods]) => [...methods]);
  return [...new Set(found)].sort();
}

function matches(route: readonly string[], asked: readonly string[]): boolean {
  return route.length === asked.length && route.every((part, at) => part.startsWith(':') || (part === asked[at] && part !== '*'));
}

function segments(url: string): readonly string[] {
  return url.split('/').filter((part) => part !== '');
}
