import { Api } from '../dsl/api';
import { documentedRoutes } from '../dsl/documented-routes';
import { leaksIn, leakWorld, outOfReach, type Ids } from '../dsl/leak-world';

// Rule 4 and the scope of every read, tested on every documented route with every kind of reader: no answer or refusal reveals anything out
// of reach.

let api: Api;
let ids: Ids;

beforeAll(async () => {
  api = await Api.start();
  ids = await leakWorld(api);
});
afterAll(() => api.stop());

/** Values to try for each query parameter. */
function valuesOf(name: string, schema: { readonly enum?: readonly string[]; readonly type?: string }): readonly string[] {
  if (name === 'after') return [];
  if (name === 'q') return ['Zanzibar', 'Gondola', 'Hyacinth', 'Rosebud', 'Marigold', 'Nautilus', 'PT', 'CT'];
  if (['organisation', 'team', 'assignee'].includes(name)) return Object.values(ids);
  if (schema.enum !== undefined) return schema.enum;
  return schema.type === 'integer' ? ['1', '3'] : ['x'];
}

function filled(path: string): readonly string[] {
  const [, ...names] = path.split(/\{(\w+)\}/).filter((_, i) => i % 2 === 1 || i === 0);
  if (names.length === 0) return [path];
  return Object.values(ids).map((id) =>
    path
      .replace('{id}', id)
      .replace('{file}', ids['file'] ?? '')
      .replace('{name}', path.includes('read-models') ? 'tickets' : 'log'),
  );
}

/** The address of the request is part of the answer and reveals nothing new. */
function told(text: string, asked: string): string {
  return asked
    .split(/[/?=&]/)
    .filter((part) => part.split('-').length === 5)
    .reduce((left, part) => left.replaceAll(part, ''), text)
    .toLowerCase();
}

describe.each(outOfReach)('%s, %s', (reader, _, never) => {
  test('reads nothing out of reach through any documented route', async () => {
    const { gets } = await documentedRoutes(api);
    const asked = gets.flatMap(({ path, query }) => [
      ...filled(path),
      ...query.flatMap(({ name, schema }) =>
        filled(path).flatMap((each) =>
          valuesOf(name, schema).flatMap((value) => {
            const question = `${each}?${name}=${encodeURIComponent(value)}`;
            return path === '/v1/tickets' && name !== 'scope'
              ? [`${question}&scope=all&state=all`, `${question}&scope=forwarded`]
              : [question];
          }),
        ),
      ),
    ]);
    expect(asked.length).toBeGreaterThan(200);
    const found: string[] = [];
    for (const path of asked) {
      const { text } = await api.as(reader).get(path);
      for (const leak of leaksIn(ids, told(text, path), never)) found.push(`${path} tells ${leak}: ${text.slice(0, 300)}`);
    }
    expect(found).toEqual([]);
  });

  test('learns nothing from refusals of commands on anything out of reach, and records nothing', async () => {
    const foreign = never.filter((word) => word.startsWith('id:') && word !== 'id:file').map((word) => ids[word.slice(3)] ?? '');
    const before = await api.facts();
    const found: string[] = [];
    for (const id of foreign) {
      for (const { path, body } of (await documentedRoutes(api)).posts(id)) {
        if (!path.startsWith('/v1/tickets/{id}/')) continue;
        const headers = { 'if-match': '*' };
        const change = path.endsWith('/revise-details') ? { title: 'x' } : body;
        const { status, text } = await api.as(reader).post(path.replace('{id}', id), change, headers);
        if (status !== 404) found.push(`${path} answers ${status}: ${text.slice(0, 300)}`);
        for (const leak of leaksIn(ids, told(text, `/${id}`), never)) found.push(`${path} tells ${leak}: ${text.slice(0, 300)}`);
      }
    }
    expect(found).toEqual([]);
    expect(await api.facts()).toBe(before);
  });
});

test('every schema named by the API description is described', async () => {
  const { text } = await api.as('Ben').get('/openapi.json');
  const { components } = JSON.parse(text) as { components: { schemas: object } };
  const named = [...text.matchAll(/#\/components\/schemas\/(\w*)/g)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !(name in components.schemas))).toEqual([]);
});

test('a permitted reader sees the texts, so the test would find a leak', async () => {
  const anja = api.as('Anja');
  for (const path of [`tickets/${ids['ben']}/activity`, `tickets/${ids['ben']}`]) {
    expect(leaksIn(ids, told((await anja.get(path)).text, path), ['gondola', 'zanzibar'])).not.toEqual([]);
  }
  expect((await anja.get(`tickets/${ids['ben']}/files/${ids['file']}`)).text).toContain('Zanzibar');
});
