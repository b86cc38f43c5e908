import { rootAdministrator } from '../../src/adapters/first-start/bootstrap';
import { Api, type Answer } from '../dsl/api';

// Rule 5: an e-mail address is unique, in whatever order requests arrive and are repeated.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

let made = 0;
const address = (name: string) => `${name}-${(made += 1)}@addresses.example`;
const idOf = ({ text }: Answer): string => (JSON.parse(text) as { id: string }).id;
const admin = () => api.as('Administrator');

async function registered(email: string): Promise<string> {
  const answer = await admin().post('users', { name: 'Somebody', email });
  expect(answer.status).toBe(201);
  return idOf(answer);
}
const revise = (user: string, email: string, key?: string) =>
  admin().post(`users/${user}/revise`, { email }, key === undefined ? {} : { 'idempotency-key': key });

async function expectTaken(email: string): Promise<void> {
  expect((await admin().post('users', { name: 'Thief', email })).body).toMatchObject({ status: 409, code: 'already-exists' });
}
const expectFree = async (email: string) => expect((await admin().post('users', { name: 'Next', email })).status).toBe(201);

test('rule 5: a rejected revision frees no address and claims none', async () => {
  const root = 'administrator@localhost';
  const refused = await api.as('Ada').post(`users/${rootAdministrator}/revise`, { email: root });
  expect(refused.status).toBeGreaterThanOrEqual(403);
  expect((await api.as('Ada').post('users', { name: 'X', email: root })).body).toMatchObject({ code: 'already-exists' });
  expect(await api.docket.emails.holderOf(root)).toBe(`user-${rootAdministrator}`);
});

test('rule 5: a refusal does not reveal whose address it is', async () => {
  const [mine, taken] = [address('mine'), address('taken')];
  const user = await registered(mine);
  await registered(taken);
  const answers = await Promise.all(
    [mine, taken, address('free')].map((email) => api.as('Ada').post(`users/${user}/revise`, { email })),
  );
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    Array(3).fill([answers[0]?.status, answers[0]?.body.code]),
  );
});

test('rule 6: a repeat of an older revision frees no newer address', async () => {
  const [a, b, c] = [address('a'), address('b'), address('c')];
  const user = await registered(a);
  await revise(user, b, `${a} 1`);
  await revise(user, c, `${a} 2`);
  expect((await revise(user, b, `${a} 1`)).body).toMatchObject({ repeated: true });
  await expectTaken(c);
  await expectFree(b);
});

test('rule 6: a key reused with another body frees no address', async () => {
  const email = address('z');
  const key = { 'idempotency-key': email };
  expect((await admin().post('users', { name: 'First', email }, key)).status).toBe(201);
  expect((await admin().post('users', { name: 'Second', email }, key)).body).toMatchObject({ code: 'idempotency-key-reused' });
  await expectTaken(email);
});

test('rule 5: a key whose first attempt was rejected claims the address when it is repeated', async () => {
  const email = address('later');
  const attempt = (headers: object) => admin().post('users', { name: 'Later', email }, { 'idempotency-key': email, ...headers });
  expect((await attempt({ 'if-match': '"7"' })).body).toMatchObject({ code: 'stale' });
  expect((await attempt({})).status).toBe(201);
  await expectTaken(email);
});

test('rule 5: sequential and concurrent revisions leave exactly the last address claimed', async () => {
  const [a, b, c] = [address('a'), address('b'), address('c')];
  const user = await registered(a);
  await revise(user, b);
  await revise(user, a);
  await expectTaken(a);
  await expectFree(b);
  await Promise.all([revise(user, c), revise(user, c), revise(user, a), revise(user, c)]);
  const now = JSON.parse((await admin().get(`users/${user}`)).text) as { email: string };
  const claims = await Promise.all([a, c].map((email) => api.docket.emails.holderOf(email)));
  expect(claims.filter((holder) => holder !== null)).toEqual([`user-${user}`]);
  expect([a, c]).toContain(now.email);
});
