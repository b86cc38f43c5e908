import { routesOf } from '../../../src/adapters/web/routes';
import { operationsIn, type Document } from '../../dsl/openapi';
import { id } from '../../dsl/world';
import { startStage, type Stage } from './stage';

// Asked of Fastify's own table: a new route cannot be forgotten.

let stage: Stage;
let routes: readonly (readonly [method: string, url: string])[];

beforeAll(async () => {
  stage = await startStage();
  routes = [...routesOf(stage.app.getHttpAdapter().getInstance())].flatMap(([url, methods]) =>
    [...methods].filter((method) => method !== 'HEAD').map((method) => [method, url] as const),
  );
});
afterAll(() => stage.app.close());

const open = ['/docs', '/docs/start.js', '/docs/scalar.js', '/openapi.json'];
const isOpen = (url: string): boolean => open.includes(url) || /^\/(health|problems)(\/|$)/.test(url);

it('asks for a token on every route but health, problems and the description', async () => {
  expect(routes.length).toBeGreaterThan(25);
  for (const [method, url] of routes) {
    const asked = url.replace(/:\w+/g, id(1));
    const { statusCode } = await stage.app.inject({ method: method as 'GET', url: asked });
    expect([method, url, statusCode === 401]).toEqual([method, url, !isOpen(url)]);
  }
});

it('describes every route under /v1', async () => {
  const { paths } = (await stage.app.inject('/openapi.json')).json<Document>();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.length).toBe(operationsIn({ paths } as Document).length);
  const isDescribed = ([method, url]: readonly [string, string]): boolean => {
    const pattern = new RegExp(`^${method} ${url.replace(/:verb/g, '[a-z-]+').replace(/:\w+/g, '\\{\\w+\\}')}$`);
    return described.some((one) => pattern.test(one));
  };
  expect(routes.filter(([, url]) => url.startsWith('/v1')).filter((route) => !isDescribed(route))).toEqual([]);
});
