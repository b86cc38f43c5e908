import { randomUUID } from 'node:crypto';
import { Api, type Answer } from '../dsl/api';

// Rule 6: one Idempotency-Key of one user is one command, on whatever path.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const idOf = ({ text }: Answer): string => (JSON.parse(text) as { id: string }).id;
const newKey = () => ({ 'idempotency-key': randomUUID() });
const issue = { kind: 'issue', title: 'Screen stays black' };
const open = async (): Promise<string> => idOf(await api.as('Ben').post('tickets', issue));
const reused = { status: 422, code: 'idempotency-key-reused' };

test('rule 6: a key that was used on one ticket is refused on another', async () => {
  const [first, second, key] = [await open(), await open(), newKey()];
  const reply = (ticket: string) =>
    api.as('Ben').post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'Any news?' }, key);
  expect((await reply(first)).body).toMatchObject({ repeated: false });
  expect((await reply(second)).body).toMatchObject(reused);
  expect((await reply(first)).body).toMatchObject({ repeated: true });
});

test('rule 6: a key that made a role is refused for people, tokens and merging', async () => {
  const key = newKey();
  const admin = api.as('Administrator');
  const role = { name: 'Night desk', permissions: ['ticket.reply'] };
  expect((await admin.post('roles', role, key)).status).toBe(201);
  const others: readonly (readonly [string, object])[] = [
    ['organisations', { kind: 'distributor', name: 'Key Distribution' }],
    ['users', { name: 'Kim Key', email: 'kim@key.example' }],
    ['tokens', { label: 'key' }],
    [`tickets/${await open()}/merge-into`, { primary: await open() }],
  ];
  for (const [path, body] of others) expect((await admin.post(path, body, key)).body).toMatchObject(reused);
  expect((await admin.post('roles', role, key)).body).toMatchObject({ repeated: true });
});

test('rule 6: a key creates one token, and is refused for another command', async () => {
  const key = newKey();
  const admin = api.as('Administrator');
  expect((await admin.post('tokens', { label: 'once' }, key)).status).toBe(201);
  expect((await admin.post('tokens', { label: 'once' }, key)).body).toMatchObject({ status: 409, code: 'already-exists' });
  const { items } = JSON.parse((await admin.get('tokens')).text) as { items: { label: string }[] };
  expect(items.filter(({ label }) => label === 'once')).toHaveLength(1);
  expect((await admin.post('roles', { name: 'Late desk', permissions: [] }, key)).body).toMatchObject(reused);
});

test('rule 6: two users may choose the same key', async () => {
  const key = newKey();
  expect((await api.as('Ben').post('tickets', issue, key)).status).toBe(201);
  expect((await api.as('Anja').post('tickets', { ...issue, kind: 'service' }, key)).body.code).not.toBe(reused.code);
});

test('rule 6: a key whose command was refused may be used elsewhere', async () => {
  const [ticket, key] = [await open(), newKey()];
  expect((await api.as('Ben').post(`tickets/${ticket}/reopen`, { reason: 'again' }, key)).status).toBe(409);
  expect((await api.as('Ben').post('tickets', issue, key)).status).toBe(201);
});
