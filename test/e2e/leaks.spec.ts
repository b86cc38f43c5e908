import { loadActor } from '../../src/adapters/world/actor-loader';
import { Api, type Person } from '../dsl/api';
import { documentedRoutes } from '../dsl/documented-routes';

// Rule 4 and the scope of every read, tested on every documented route with every kind of reader: no answer or refusal reveals anything out
// of reach.

const issue = (title: string) => ({ kind: 'issue', title, description: `${title}, in full.` });

let api: Api;
/** All ids, by their names in this test. */
const ids: Record<string, string> = {};
const secrets = { staff: 'Zanzibar', file: 'zanzibar-plan.txt' };

async function must<A extends { readonly status: number; readonly text: string }>(asked: Promise<A>): Promise<A> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

async function made(person: Person, path: string, body: object): Promise<string> {
  const { body: answer } = await must(person.post(path, body));
  return (answer as { id?: string; ticket?: string }).id ?? answer.id ?? '';
}

/** A customer of the same partner, with one user of their own. */
async function rival(): Promise<void> {
  const admin = api.as('Administrator');
  const { organisation: harbour = '' } = (await api.as('Anja').get('me')).body;
  ids['rival'] = await made(admin, 'organisations', { kind: 'customer', name: 'Rosebud Hotels', parent: harbour });
  ids['quentin'] = await made(admin, 'users', {
    ...{ name: 'Quentin Rosebud', email: 'quentin@rosebud.example', organisation: ids['rival'] },
  });
  for (const side of ['organisation', 'vendor']) await must(admin.post(`users/${ids['quentin']}/approve`, { side }));
  await must(admin.post(`users/${ids['quentin']}/grant-role`, { role: 'customer-user' }));
  const owner = await loadActor(api.docket.loader, ids['quentin']);
  if (owner === null) throw new Error('Quentin may not sign in');
  api.introduce('Quentin', (await api.docket.tokens.create(owner, { label: 'Test', scope: null })).secret);
}

beforeAll(async () => {
  api = await Api.start();
  await rival();
  const [ben, anja] = [api.as('Ben'), api.as('Anja')];
  ids['ben'] = await made(ben, 'tickets', issue('Gondola'));
  ids['ada'] = await made(api.as('Ada'), 'tickets', issue('Hyacinth'));
  ids['rivals'] = await made(api.as('Quentin'), 'tickets', issue('Rosebud'));
  ids['partners'] = await made(anja, 'tickets', issue('Marigold'));
  ids['distributors'] = await made(api.as('Fatima'), 'tickets', issue('Nautilus'));
  const staffOnly = { audience: 'staff' };
  await must(anja.post(`tickets/${ids['ben']}/reply`, { ...staffOnly, body: `Only for us: ${secrets.staff}.` }));
  await must(anja.attach(ids['ben'], 'staff', { name: secrets.file, content: `${secrets.staff} in detail` }));
  await must(api.as('Dieter').post(`tickets/${ids['ben']}/route`, { team: await teamOf(anja), reason: secrets.staff }));
  const { body } = await anja.get(`tickets/${ids['ben']}`);
  ids['file'] = (body as { files: { id: string }[] }).files[0]?.id ?? '';
  for (const name of ['Ben', 'Ada', 'Chloé', 'Tomáš', 'Fatima', 'Sven']) ids[name] = (await api.as(name).get('me')).body.id ?? '';
  ids['lighthouse'] = (await ben.get('me')).body.organisation ?? '';
  ids['harbour'] = (await anja.get('me')).body.organisation ?? '';
});
afterAll(() => api.stop());

async function teamOf(person: Person): Promise<string> {
  return ((await person.get('me')).body as { teams: string[] }).teams[0] ?? '';
}

const staffWords = ['zanzibar'];
const lighthouse = ['gondola', 'hyacinth', 'ben calder', 'ada marsh', 'chloé', 'id:ben', 'id:ada'];
const rivals = ['rosebud', 'quentin', 'id:rivals'];
const partners = ['marigold', 'id:partners'];
const distributors = ['nautilus', 'id:distributors'];

/** Texts that each reader must never receive. */
const outOfReach: readonly (readonly [reader: string, who: string, never: readonly string[]])[] = [
  ['Ben', 'a customer user', [...staffWords, ...rivals, ...partners, ...distributors, 'hyacinth', 'id:ada', 'id:file']],
  [
    'Chloé',
    'a colleague of theirs',
    [...staffWords, ...rivals, ...partners, ...distributors, 'hyacinth', 'gondola', 'id:ben', 'id:ada', 'id:file'],
  ],
  ['Ada', 'a customer admin', [...staffWords, ...rivals, ...partners, ...distributors, 'id:file']],
  ['Quentin', 'another customer', [...staffWords, ...lighthouse, ...partners, ...distributors, 'id:file']],
  ['Paula', 'the partner', distributors],
  [
    'Tomáš',
    'a technician who is not assigned',
    [...staffWords, ...distributors, ...partners, 'gondola', 'hyacinth', 'id:ben', 'id:ada', 'id:rivals', 'id:file'],
  ],
  ['Fatima', 'the distributor', [...staffWords, ...partners, 'gondola', 'hyacinth', 'id:ben', 'id:ada', 'id:rivals', 'id:file']],
  ['Sven', 'a service provider', [...staffWords, ...lighthouse, ...rivals, ...partners, ...distributors, 'id:file']],
];

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
      .replace('{name}', 'log'),
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

function leaksIn(text: string, never: readonly string[]): readonly string[] {
  return never.filter((word) => text.includes(word.startsWith('id:') ? (ids[word.slice(3)] ?? word) : word));
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
      for (const leak of leaksIn(told(text, path), never)) found.push(`${path} tells ${leak}: ${text.slice(0, 300)}`);
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
        for (const leak of leaksIn(told(text, `/${id}`), never)) found.push(`${path} tells ${leak}: ${text.slice(0, 300)}`);
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
    expect(leaksIn(told((await anja.get(path)).text, path), ['gondola', 'zanzibar'])).not.toEqual([]);
  }
  expect((await anja.get(`tickets/${ids['ben']}/files/${ids['file']}`)).text).toContain('Zanzibar');
});
