import { Api } from '../dsl/api';

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

test('C13 a customer can identify, read and remove a watcher that they added', async () => {
  const ben = api.as('Ben');
  const opening = { kind: 'issue', title: 'T', description: 'D' };
  const ticket = (await ben.post('tickets', opening)).body.id ?? '';
  const add = async (name: string, headers = {}) => {
    const answer = await ben.post(`tickets/${ticket}/add-watcher`, { email: `${name}@w.example`, kinds: ['close'] }, headers);
    return JSON.parse(answer.text) as { made: string; repeated: boolean };
  };
  const first = await add('first', { 'idempotency-key': 'first' });
  const second = await add('second');
  expect(await add('first', { 'idempotency-key': 'first' })).toMatchObject({ repeated: true, made: first.made });
  const shown = async () => {
    const { watchers } = JSON.parse((await ben.get(`tickets/${ticket}`)).text) as { watchers: readonly { id: string }[] };
    return watchers;
  };
  expect(await shown()).toEqual(
    [first, second].map(({ made }, at) => ({
      id: made,
      kinds: ['close'],
      email: ['first@w.example', 'second@w.example'][at],
      ticket,
      number: expect.any(String) as string,
    })),
  );
  expect((await ben.post(`tickets/${ticket}/remove-watcher`, { watcher: first.made })).status).toBe(200);
  expect((await shown()).map(({ id }) => id)).toEqual([second.made]);
});

test('watcher-spelling.sh: one address in several spellings is one watcher, and another one on another ticket', async () => {
  const ben = api.as('Ben');
  const idOf = async () => (await ben.post('tickets', { kind: 'issue', title: 'Watched', description: 'D' })).body.id ?? '';
  const [ticket, other] = [await idOf(), await idOf()];
  const add = (of: string, email: string) => ben.post(`tickets/${of}/add-watcher`, { email, kinds: ['close'] });
  const spellings = [
    'ada.w@example.org',
    'Ada.W@Example.org',
    'ada.w@example.org.',
    'vera@münchen.example',
    'vera@xn--mnchen-3ya.example',
  ];
  for (const email of [...spellings, 'vera@mu\u0308nchen.example']) expect((await add(ticket, email)).status).toBe(200);
  await add(other, 'ada.w@example.org');
  const watchersOf = async (of: string) =>
    (JSON.parse((await ben.get(`tickets/${of}`)).text) as { watchers: readonly { id: string; email: string }[] }).watchers;
  expect((await watchersOf(ticket)).map(({ email }) => email)).toEqual(['ada.w@example.org', 'vera@münchen.example']);
  expect((await watchersOf(other))[0]?.id).not.toBe((await watchersOf(ticket))[0]?.id);
});
