import { Api, type Answer } from '../dsl/api';

let api: Api;
/** Ids of people of the demo. */
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await Api.start();
  for (const name of ['Ben', 'Ada', 'Anja', 'Paula']) ids[name] = (await api.as(name).get('me')).body.id ?? '';
});
afterAll(() => api.stop());

interface Token {
  readonly id: string;
  readonly secret: string;
}
const create = (who: string, user: string, fields: object = {}): Promise<Answer> =>
  api.as(who).post(`users/${ids[user] ?? ''}/tokens`, { label: 'Robot', ...fields });
const tokenIn = ({ text }: Answer): Token => JSON.parse(text) as Token;

test('an administrator creates, lists and revokes the tokens of a user they manage', async () => {
  const made = await create('Ada', 'Ben', { days: 1 });
  expect([made.text, made.status]).toEqual([made.text, 201]);
  const { id, secret } = tokenIn(made);
  api.introduce('Robot', secret);
  expect((await api.as('Robot').get('me')).body.id).toBe(ids['Ben']);
  const list = await api.as('Ada').get(`users/${ids['Ben']}/tokens`);
  expect(list.text).toContain(id);
  expect(list.text).not.toContain(secret);
  expect((await api.as('Ada').delete(`users/${ids['Ben']}/tokens/${id}`)).status).toBe(204);
  expect((await api.as('Robot').get('me')).status).toBe(401);
  expect((await api.as('Ada').delete(`users/${ids['Ben']}/tokens/${id}`)).body.code).toBe('unknown');
});

test('S3.16 nobody creates a token for a user out of reach, without user.manage, or with a limited token', async () => {
  expect((await create('Ada', 'Anja')).body).toMatchObject({ status: 404, code: 'unknown' });
  expect((await create('Ben', 'Ada')).body).toMatchObject({ status: 403, code: 'not-permitted', permission: 'user.manage' });
  const part = tokenIn(await api.as('Ada').post('tokens', { label: 'Part', scope: ['user.manage', 'token.manage'] }));
  api.introduce('Part', part.secret);
  expect((await create('Part', 'Ben')).body).toMatchObject({ status: 403, code: 'not-permitted' });
  expect((await api.as('Part').get(`users/${ids['Ben']}/tokens`)).status).toBe(403);
});

test('a token has no more permissions than its user or its creator', async () => {
  expect((await create('Ada', 'Ben', { scope: ['ticket.assign'] })).body).toMatchObject({
    status: 403,
    missing: ['ticket.assign'],
  });
  const administrator = (await api.as('Administrator').get('me')).body.id ?? '';
  expect((await api.as('Paula').post(`users/${administrator}/tokens`, { label: 'x' })).status).toBe(404);
  expect((await create('Paula', 'Ben', { scope: ['ticket.reply'] })).status).toBe(201);
  expect((await create('Ada', 'Ben', { scope: [] })).body.code).toBe('invalid');
  expect((await create('Ada', 'Ben', { owner: 1 })).body.code).toBe('invalid');
});
