import { randomUUID } from 'node:crypto';
import { builtInRoleId } from '../../src/domain/people/built-in-roles';
import { projections } from '../../src/projections';
import { Api, type Answer, type Exchange, type Person } from '../dsl/api';
import { Description } from '../dsl/description';
import { documentedRoutes, type DescribedGet } from '../dsl/documented-routes';
import { Journey } from '../dsl/journey';
import { hangMs } from '../dsl/until';

// Every answer of the running server matches its OpenAPI document to the last field, because clients are generated from it.

let api: Api;
let journey: Journey;
let description: Description;
const faults = new Set<string>();

beforeAll(async () => {
  api = await Api.start();
  description = await Description.of(api);
  api.introduce('Nobody', 'dkt_unknown');
  api.listener = (exchange: Exchange) => {
    if (!exchange.url.startsWith('/openapi')) for (const fault of description.faultsOf(exchange)) faults.add(fault);
  };
  journey = new Journey(api);
  await journey.walk();
  await peopleCommands();
});
afterAll(() => api.stop());

async function settled(): Promise<void> {
  const { runner, stores } = api.docket;
  const names = projections.map(({ name }) => name);
  await runner.readModels.waitFor(names, (await stores.log.head()) ?? '', hangMs);
}

async function did(asked: Promise<Answer>): Promise<Answer & { readonly is: { readonly id: string; readonly made: string } }> {
  const answer = await asked;
  expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
  return { ...answer, is: JSON.parse(answer.text || '{}') as { id: string; made: string } };
}

async function peopleCommands(): Promise<void> {
  const admin = api.as('Administrator');
  await organisationCommands(admin);
  await userCommands(admin);
  const defined = { name: 'Described', permissions: ['ticket.open'] };
  const role = (await did(admin.post('roles', { ...defined, name: 'Another' }))).is.id;
  await did(admin.post('roles', defined));
  await did(admin.post(`roles/${role}/revise`, { name: 'Described again' }));
  await settled();
  for (const id of [role, builtInRoleId('agent'), 'call-centre']) await did(admin.get(`roles/${id}`));
  const token = await did(admin.post('tokens', { label: 'Described', scope: ['ticket.open'] }));
  await did(admin.get('tokens'));
  await did(admin.delete(`tokens/${token.is.id}`));
  const tokens = `users/${(await api.as('Ben').get('me')).body.id ?? ''}/tokens`;
  const theirs = await did(admin.post(tokens, { label: 'Described' }));
  await did(admin.get(tokens));
  await did(admin.delete(`${tokens}/${theirs.is.id}`));
  for (const name of ['tickets', 'ticket-measures', 'organisations', 'users']) {
    expect((await admin.get(`read-models/${name}`)).status).toBe(200);
  }
  await did(admin.post('projections/dashboard/rebuild'));
}

async function organisationCommands(admin: Person): Promise<void> {
  const { organisation: root } = (await admin.get('me')).body;
  const { organisation: provider } = (await api.as('Sven').get('me')).body;
  const id = (await did(admin.post('organisations', { kind: 'distributor', name: 'Described' }))).is.id;
  const on = (action: string, body: object) => did(admin.post(`organisations/${id}/${action}`, body));
  await on('rename', { name: 'Described again' });
  await on('change-parent', { parent: root });
  const team = (await on('add-team', { name: 'Desk' })).is.made;
  await on('rename-team', { team, name: 'Help desk' });
  const user = (await did(admin.post('users', { name: 'Uma', email: 'uma@described.example', organisation: id }))).is.id;
  await on('add-team-member', { team, user });
  await on('remove-team-member', { team, user });
  await on('engage-service-provider', { provider });
  await on('release-service-provider', { provider });
  await on('change-preferences', { reopenWindowDays: 20 });
  await settled();
  await did(admin.get(`organisations/${id}`));
}

async function userCommands(admin: Person): Promise<void> {
  const user = (await did(admin.post('users', { name: 'Ugo', email: 'ugo@described.example' }))).is.id;
  const on = (action: string, body: object = {}) => did(admin.post(`users/${user}/${action}`, body));
  await on('revise', { name: 'Ugo Again' });
  await on('approve', { side: 'organisation' });
  await on('suspend');
  await on('resume');
  for (const action of ['grant-role', 'revoke-role']) await on(action, { role: builtInRoleId('agent') });
  for (const action of ['grant-permission', 'withdraw-permission', 'reset-permission', 'grant-permission'])
    await on(action, { permission: 'import' });
  await settled();
  for (const path of [`users/${user}`, `users/${user}/rights`]) await did(admin.get(path));
  const token = (await did(admin.post(`users/${user}/tokens`, { label: 'Described' }))).is.id;
  await did(admin.get(`users/${user}/tokens`));
  await did(admin.delete(`users/${user}/tokens/${token}`));
  await on('erase');
  const contact = (await did(admin.post('contacts', { name: 'Cleo', emails: ['cleo@described.example'], phones: ['1'] }))).is.id;
  await did(admin.post('contacts', { name: 'Cleo the Second' }));
  await did(admin.post(`contacts/${contact}/revise`, { name: 'Cleo Again' }));
  await settled();
  await did(admin.get(`contacts/${contact}`));
  await did(admin.post(`contacts/${contact}/erase`));
  await settled();
  for (const path of [`users/${user}`, `contacts/${contact}`]) await did(admin.get(path));
}

async function readFile(anja: Person): Promise<void> {
  await did(anja.upload({ name: 'plan.txt', content: 'A plan.' }));
  const { id: ticket = '' } = (await did(anja.post('tickets', { kind: 'issue', title: 'Plan', description: 'Attached.' }))).body;
  await did(anja.attach(ticket, 'staff', { name: 'plan.txt', content: 'A plan.' }));
  await settled();
  const { files = [] } = (await anja.get(`tickets/${ticket}`)).body as { files?: { id: string }[] };
  expect((await anja.get(`tickets/${ticket}/files/${files[0]?.id ?? ''}`)).text).toBe('A plan.');
}

/** Every path that is described (the journey reads dossiers), with the first things of its list, and each list by single items too. */
async function readEverything(reader: Person, paths: readonly DescribedGet[]): Promise<void> {
  for (const { path, query } of paths.filter((each) => !/\{file\}|\/dossiers\//.test(each.path))) {
    const ids = path.includes('{id}') ? await idsFor(path, reader) : [''];
    for (const id of ids) {
      const address = path.replace('{id}', id);
      await reader.get(address);
      if (query.some(({ name }) => name === 'limit')) await reader.get(`${address}?limit=1`);
    }
  }
  await reader.get('tickets?scope=all&state=all&limit=1');
  await reader.get('tickets?scope=forwarded');
}

async function idsFor(path: string, reader: Person): Promise<readonly string[]> {
  const [list = ''] = path.split('/{id}');
  if (list === '/v1/tickets') return journey.tickets;
  const { items = [] } = (await reader.get(list)).body as { items?: readonly { id: string }[] };
  return items.slice(0, 3).map(({ id }) => id);
}

/** A resource that no journey knows yet is created and changed by the examples of its description. */
async function tryExamples(admin: Person): Promise<void> {
  const { examples } = await documentedRoutes(api);
  const created = new Map<string, string>();
  for (const { path, example, operationId } of examples) {
    const [list = '', verb] = path.split('/{id}');
    if (verb === undefined && !description.seen.has(`${operationId} 201`))
      created.set(list, (await did(admin.post(path, example))).is.id);
    else if (created.has(list)) await admin.post(path.replace('{id}', created.get(list) ?? ''), example, { 'if-match': '*' });
  }
  await settled();
}

test('every successful answer, of every route and with every header, matches its description', async () => {
  await settled();
  await tryExamples(api.as('Administrator'));
  const { gets } = await documentedRoutes(api);
  for (const reader of ['Administrator', 'Anja', 'Ben', 'Paula']) await readEverything(api.as(reader), gets);
  await readFile(api.as('Anja'));
  expect([...faults]).toEqual([]);
  // All commands on a ticket share the code for the preferred form, and all lists that for the next page.
  const shared = / (preference-applied|link)$/;
  const unseen = description.promised.filter((promise) => !description.seen.has(promise));
  expect(unseen.filter((promise) => !shared.test(promise))).toEqual([]);
  expect([...description.seen]).toEqual(
    expect.arrayContaining(['tickets_command 200 preference-applied', 'users_list 200 link']),
  );
});

test('every refusal is a problem with a status that its route describes', async () => {
  const { gets, posts } = await documentedRoutes(api);
  const [closed = '', open = ''] = [journey.tickets[0], journey.tickets[1]];
  for (const id of [randomUUID(), 'x', closed, open]) {
    const at = (path: string) => path.replace(/\{id\}/, id).replace(/\{\w+\}/, randomUUID());
    for (const [who, headers] of refusedAs) {
      for (const { path } of gets) await api.as(who).get(at(path));
      for (const { path, body } of posts(randomUUID())) await api.as(who).post(at(path), body, headers);
    }
  }
  expect([...faults]).toEqual([]);
  const statuses = [...description.seen].flatMap((seen) => /^\w+ ([45]\d\d)$/.exec(seen)?.[1] ?? []);
  expect([...new Set(statuses)].sort()).toEqual(['400', '401', '403', '404', '409', '412', '415', '422', '428']);
});

const refusedAs: readonly (readonly [string, Record<string, string>])[] = [
  ['Nobody', {}],
  ['Sven', {}],
  ['Ben', {}],
  ['Marie', { 'if-match': '"999"' }],
  ['Marie', { 'if-match': '*' }],
  ['Marie', { 'idempotency-key': 'the same for all' }],
];
