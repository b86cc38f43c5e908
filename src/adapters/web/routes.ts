import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './problems/framework-words';

const tables = new WeakMap<object, Map<string, Set<string>>>();

/** Records every route, because Fastify answers 404 when only the method is wrong. Call it before any route is added. */
export function rememberRoutes(fastify: FastifyInstance): void {
  const table = new Map<string, Set<string>>();
  tables.set(fastify.server, table);
  fastify.addHook('onRoute', ({ method, url }) => {
    const methods = table.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each.toUpperCase());
    table.set(url, methods);
  });
}

/** All routes of Fastify with their methods. */
export function routesOf({ server }: Pick<FastifyInstance, 'server'>): ReadonlyMap<string, ReadonlySet<string>> {
  return tables.get(server) ?? new Map<string, Set<string>>();
}

export interface NearestRoute {
  /** The existing path, if the request only had extra slashes. */
  readonly path: string | null;
  /** Methods that the path accepts. */
  readonly methods: readonly string[];
}

/** Finds the route that an unmatched request probably meant. */
export function nearestRoute(request: FastifyRequest): NearestRoute {
  const asked = pathOf(request.originalUrl);
  const spelled = `/${segments(asked).join('/')}`;
  const found = [...routesOf(request.server)]
    .filter(([url]) => matches(segments(url), segments(asked)))
    .flatMap(([, methods]) => [...methods]);
  return { path: found.length > 0 && spelled !== asked ? spelled : null, methods: [...new Set(found)].sort() };
}

function matches(route: readonly string[], asked: readonly string[]): boolean {
  return route.length === asked.length && route.every((part, at) => part.startsWith(':') || (part === asked[at] && part !== '*'));
}

function segments(url: string): readonly string[] {
  return url.split('/').filter((part) => part !== '');
}
