import { randomUUID } from 'node:crypto';
import { Api, type Answer } from '../dsl/api';
import { lastOf } from '../dsl/asking';

// Reads of organisations and people carry an ETag, and a change of an older revision is rejected, like for tickets.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const idOf = ({ text }: Answer): string => (JSON.parse(text) as { id: string }).id;

/** Waits until the read model has this revision. */
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
  '%s: accepts the ETag of a read as If-Match, and rejects an older one without a change',
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

test.each(made)('%s: finds a new one by its address, however late the read models are', async (resource, body) => {
  const admin = api.as('Administrator');
  const again = 'email' in body ? { ...body, email: 'soon@tagged.example' } : body;
  expect((await admin.get(`${resource}/${idOf(await admin.post(resource, again))}`)).status).toBe(200);
});

test.each([...made, ['tickets', {}, 'revise-details', { title: 'Changed' }] as const])(
  '%s: answers 404 for a missing one, whatever If-Match says',
  async (resource, _, change, values) => {
    const answer = await api.as('Administrator').post(`${resource}/${randomUUID()}/${change}`, values, { 'if-match': '"0"' });
    expect(answer.body).toMatchObject({ status: 404, code: 'unknown' });
    expect(answer.body).not.toHaveProperty('current');
  },
);

test('a change of a team needs the ETag of its organisation', async () => {
  const admin = api.as('Administrator');
  const created = await admin.post('organisations', { kind: 'distributor', name: 'With a team' });
  const path = `organisations/${idOf(created)}`;
  const added = await admin.post(`${path}/add-team`, { name: 'Desk' }, { 'if-match': '"0"' });
  const { made: team } = JSON.parse(added.text) as { made: string };
  expect(JSON.parse((await read(path, '"1"')).text)).toMatchObject({ teams: [{ id: team, name: 'Desk' }] });
  const stale = await admin.post(`${path}/rename-team`, { team, name: 'Help desk' }, { 'if-match': '"0"' });
  expect(stale.body).toMatchObject({ status: 412, code: 'stale' });
});
