import { Api } from '../dsl/api';

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

it('reads a ticket and its activity by number, and answers 404 for a number out of reach', async () => {
  const anja = api.as('Anja');
  const { id } = (await anja.post('tickets', { kind: 'issue', title: 'By number', description: 'D' })).body;
  const { number } = JSON.parse((await anja.get(`tickets/${id ?? ''}`)).text) as { number: string };
  expect((await anja.get('tickets?scope=all')).text).toContain(number);
  expect((await anja.get(`tickets/${number}`)).body).toMatchObject({ id, number });
  expect((await anja.get(`tickets/${number}/activity`)).text).toContain(id);
  expect((await api.as('Ben').get(`tickets/${number}`)).status).toBe(404);
  expect((await anja.get('tickets/nonsense')).status).toBe(400);
});
