import { Api, type Answer, type Person } from '../dsl/api';
import { until } from '../dsl/until';

// C31: staff open a ticket for a contact of a customer, and that customer's own people act as if a colleague had opened it.

let api: Api;
let people: Record<'ada' | 'ben' | 'anja' | 'marie' | 'sven', Person>;
let contact: string;
beforeAll(async () => {
  api = await Api.start();
  const as = (name: string) => api.as(name);
  people = { ada: as('Ada'), ben: as('Ben'), anja: as('Anja'), marie: as('Marie'), sven: as('Sven') };
  const { organisation } = (await people.ada.get('me')).body;
  contact = (await must(people.anja.post('contacts', { name: 'Grace Hopper', organisation }))).body.id ?? '';
});
afterAll(() => api.stop());

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
const issue = { kind: 'issue', title: 'Minibar is warm', description: 'Room 12.' };
const open = async (who: Person, requester?: object) =>
  (await must(who.post('tickets', { ...issue, ...(requester !== undefined && { requester }) }))).body.id ?? '';
const phase = async (ticket: string) => (await must(people.anja.get(`tickets/${ticket}`))).body.phase;

test('C31 a customer’s people see tickets that staff opened for their contact, within their permissions and without staff facts', async () => {
  const { ada, ben, anja, sven } = people;
  const ticket = await open(anja, { contact });
  await must(anja.post(`tickets/${ticket}/reply`, { audience: 'staff', body: 'Zanzibar.' }));
  await until(async () => (await ada.get('tickets?scope=all')).text.includes(ticket));
  const { organisation } = (await ada.get('me')).body;
  const shown = await must(ada.get(`tickets/${ticket}`));
  expect(shown.body).toMatchObject({ ownerOrganisation: organisation, requester: { contact } });
  expect(shown.text + (await must(ada.get(`tickets/${ticket}/activity`))).text).not.toContain('Zanzibar');
  // A customer user reads their own tickets only, and another organisation none of these.
  for (const other of [ben, sven]) expect((await other.get(`tickets/${ticket}`)).status).toBe(404);
});

test('C31 they reply, withdraw and reopen like its creator, which nobody may do on a colleague’s own ticket', async () => {
  const { ada, ben, anja } = people;
  const ticket = await open(anja, { contact });
  const names = ((await must(ada.get(`tickets/${ticket}`))).body.allowed as readonly { command: string }[]).map(
    ({ command }) => command,
  );
  expect(names).toEqual(expect.arrayContaining(['reply', 'attach-files', 'withdraw', 'revise-details']));
  await must(ada.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'It is warmer still.' }));
  await must(ada.post(`tickets/${ticket}/withdraw`, { reason: 'It works again.' }));
  expect(await phase(ticket)).toBe(7);
  await must(ada.post(`tickets/${ticket}/reopen`, { reason: 'Warm again.' }));
  expect(await phase(ticket)).toBe(3);
  const bens = await open(ben);
  expect((await ada.post(`tickets/${bens}/reply`, { audience: 'everyone', body: 'Mine, too.' })).body.code).toBe('not-creator');
});

test('S4.47 it can be merged with a ticket that the customer opened', async () => {
  const { ben, anja, marie } = people;
  const [duplicate, primary] = [await open(anja, { contact }), await open(ben)];
  await must(marie.post(`tickets/${duplicate}/merge-into`, { primary }));
  expect(await phase(duplicate)).toBe(7);
});
