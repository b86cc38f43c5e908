import { randomUUID } from 'node:crypto';
import { Api, type Answer } from '../dsl/api';
import { lastOf } from '../dsl/asking';

// What is read of organisations and people says which revision it is; a change based on an older one is refused, as with tickets.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const idOf = ({ text }: Answer): string => (JSON.parse(text) as { id: string }).id;

/** The answer once the read model has seen that revision. */
function read(path: string, tag: unknown): Promise<Answer> {
  return lastOf(
    () => api.as('Administrator').get(path),
    ({ status, headers }) => status === 200 && headers['etag'] === tag,
  );
}

const made = [
  ['organisations', { kind: 'distributor', name: 'Tagged' }, 'rename', { name: 'Tagged again' }],
  ['users', { name: 'Tag', email: 'tag@tagged.example' }, 'revise', { name: 'Tag again' }],
  ['contacts', { name: 'Tag' }, 'revise', { name: 'Tag again' }],
  ['roles', { name: 'Tagged', permissions: ['ticket.open'] }, 'revise', { name: 'Tagged again' }],
] as const;

test.each(made)(
  '%s: the ETag of a read is taken as If-Match, an older one is stale and changes nothing',
  async (resource, body, change, values) => {
    const admin = api.as('Administrator');
    const created = await admin.post(resource, body);
    const path = `${resource}/${idOf(created)}`;
    const first = await read(path, created.headers['etag']);
    expect(JSON.parse(first.text)).toMatchObject({ revision: 0 });

    const changed = await admin.post(`${path}/${change}`, values, { 'if-match': String(first.headers['etag']) });
    expect([changed.status, changed.headers['etag']]).toEqual([200, '"1"']);
    const second = await read(path, '"1"');

    const facts = await api.facts();
    const stale = await admin.post(`${path}/${change}`, { name: 'Too late' }, { 'if-match': String(first.headers['etag']) });
    expect(stale.body).toMatchObject({ status: 412, code: 'stale' });
    expect(await api.facts()).toBe(facts);
    expect((await read(path, '"1"')).text).toBe(second.text);
  },
);

test.each(made)('%s: what was made just now is found by its address, however far the read models are', async (resource, body) => {
  const admin = api.as('Administrator');
  const again = 'email' in body ? { ...body, email: 'soon@tagged.example' } : body;
  expect((await admin.get(`${resource}/${idOf(await admin.post(resource, again))}`)).status).toBe(200);
});

test.each([...made, ['tickets', {}, 'revise-details', { title: 'Changed' }] as const])(
  '%s: what does not exist is not found, whatever If-Match says',
  async (resource, _, change, values) => {
    const answer = await api.as('Administrator').post(`${resource}/${randomUUID()}/${change}`, values, { 'if-match': '"0"' });
    expect(answer.body).toMatchObject({ status: 404, code: 'unknown' });
    expect(answer.body).not.toHaveProperty('current');
  },
);

test('a team is part of its organisation, whose ETag its changes take', async () => {
  const admin = api.as('Administrator');
  const created = await admin.post('organisations', { kind: 'distributor', name: 'With a team' });
  const path = `organisations/${idOf(created)}`;
  const added = await admin.post(`${path}/add-team`, { name: 'Desk' }, { 'if-match': '"0"' });
  const { made: team } = JSON.parse(added.text) as { made: string };
  expect(JSON.parse((await read(path, '"1"')).text)).toMatchObject({ teams: [{ team, name: 'Desk' }] });
  const stale = await admin.post(`${path}/rename-team`, { team, name: 'Help desk' }, { 'if-match': '"0"' });
  expect(stale.body).toMatchObject({ status: 412, code: 'stale' });
});
