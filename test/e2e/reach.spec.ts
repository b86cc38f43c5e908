import { randomUUID } from 'node:crypto';
import { contacts, organisations, roles, users } from '../../src/adapters/desk/people/resources';
import { builtInRoleId } from '../../src/domain/people/built-in-roles';
import { Api, type Answer } from '../dsl/api';

// Commands reveal nothing that reads hide: an id out of reach is answered like a missing one (S3.16). Paula administers the partner
// Harbour; Rival is another partner beside it.

interface Foreign {
  readonly organisation: string;
  readonly provider: string;
  readonly user: string;
  readonly contact: string;
  readonly role: string;
  readonly team: string;
  readonly ticket: string;
}

let api: Api;
let rival: Foreign;
let own: Foreign;
let paula: string;
/** The ETag of Paula's ticket, which these tests never change. */
let unchanged: string;
beforeAll(async () => {
  api = await Api.start();
  const me = async (name: string) => (await api.as(name).get('me')).body;
  const [nordwind, harbour] = [(await me('Dana')).organisation ?? '', await me('Paula')];
  paula = harbour.id ?? '';
  for (const role of ['privacy officer', 'integration'] as const)
    await did('Administrator', `users/${paula}/grant-role`, { role: builtInRoleId(role) });
  const rivals = await did('Administrator', 'organisations', { kind: 'partner', name: 'Rival', parent: nordwind });
  rival = await populate('Administrator', rivals);
  own = await populate('Paula', harbour.organisation ?? '');
  unchanged = String((await api.as('Paula').get(`tickets/${own.ticket}`)).headers['etag']);
});
afterAll(() => api.stop());

async function did(who: string, path: string, body: object): Promise<string> {
  const answer = await api.as(who).post(path, body);
  if (answer.status > 201) throw new Error(`${path}: ${answer.text}`);
  const { made, id, ticket } = JSON.parse(answer.text) as { made?: string; id?: string; ticket?: string };
  return made ?? id ?? ticket ?? '';
}

async function populate(who: string, organisation: string): Promise<Foreign> {
  const contact = await did(who, 'contacts', { name: 'Contact', organisation });
  const opening = { kind: 'issue', priority: 'low', title: 'T', description: 'D', requester: { contact } };
  return {
    organisation,
    contact,
    provider: await did(who, 'organisations', { kind: 'serviceProvider', name: 'Bench', parent: organisation }),
    user: await did(who, 'users', { name: 'User', email: `${randomUUID()}@reach.example`, organisation }),
    role: await did(who, 'roles', { name: 'Role', permissions: ['ticket.open'], organisation }),
    team: await did(who, `organisations/${organisation}/add-team`, { name: `Team ${randomUUID()}` }),
    ticket: await did(who, 'tickets', opening),
  };
}

type Kind = keyof Foreign;
type Body = (the: Foreign & { readonly self: Foreign }) => object;
const none: Body = () => ({});

const byName: { readonly [path: string]: Body } = {
  'users/approve': () => ({ side: 'vendor' }),
  'users/grant-role': () => ({ role: builtInRoleId('agent') }),
  'users/revoke-role': () => ({ role: builtInRoleId('agent') }),
  'users/grant-permission': () => ({ permission: 'ticket.open' }),
  'users/withdraw-permission': () => ({ permission: 'ticket.open' }),
  'users/reset-permission': () => ({ permission: 'ticket.open' }),
  'users/revise': () => ({ name: 'Other' }),
  'contacts/revise': () => ({ name: 'Other' }),
  'roles/revise': () => ({ name: 'Other' }),
  'organisations/rename': () => ({ name: 'Other' }),
  'organisations/change-parent': ({ self }) => ({ parent: self.organisation }),
  'organisations/add-team': () => ({ name: 'Other' }),
  'organisations/rename-team': ({ team }) => ({ team, name: 'Other' }),
  'organisations/add-team-member': ({ team, user }) => ({ team, user }),
  'organisations/remove-team-member': ({ team, user }) => ({ team, user }),
  'organisations/engage-service-provider': ({ self }) => ({ provider: self.provider }),
  'organisations/release-service-provider': ({ self }) => ({ provider: self.provider }),
  'organisations/change-preferences': () => ({ reopenWindowDays: 1 }),
};

const onForeign = [users, contacts, roles, organisations].flatMap(({ noun, plural, table }) =>
  [...table.verbs.keys()].map((verb): [string, Kind, Body] => [
    `${plural}/:id/${verb}`,
    noun,
    byName[`${plural}/${verb}`] ?? none,
  ]),
);

const opening = { kind: 'issue', priority: 'low', title: 'T', description: 'D' };
/** `self` is Paula's own id. The other ids are foreign or unknown. */
const naming: readonly [string, Body][] = [
  ['organisations', ({ organisation }) => ({ kind: 'customer', name: 'X', parent: organisation })],
  ['users', ({ organisation }) => ({ name: 'X', email: 'x@reach.example', organisation })],
  ['contacts', ({ organisation }) => ({ name: 'X', organisation })],
  ['roles', ({ organisation }) => ({ name: 'X', permissions: [], organisation })],
  ['users/:user/grant-role', ({ role }) => ({ role })],
  ['organisations/:organisation/change-parent', ({ organisation }) => ({ parent: organisation })],
  ['organisations/:organisation/add-team-member', ({ self, user }) => ({ team: self.team, user })],
  ['organisations/:organisation/remove-team-member', ({ self, user }) => ({ team: self.team, user })],
  ['organisations/:organisation/rename-team', ({ team }) => ({ team, name: 'X' })],
  ['organisations/:organisation/engage-service-provider', ({ provider }) => ({ provider })],
  ['organisations/:organisation/engage-service-provider', ({ organisation }) => ({ provider: organisation })],
  ['tickets', ({ user }) => ({ ...opening, requester: { user } })],
  ['tickets', ({ contact }) => ({ ...opening, requester: { contact } })],
  ['tickets', ({ self, user }) => ({ ...opening, requester: { contact: self.contact }, technician: user })],
  ['tickets', ({ self, team }) => ({ ...opening, requester: { contact: self.contact }, team })],
  ['tickets/:ticket/revise-details', ({ user }) => ({ requester: { user } })],
  ['tickets/:ticket/revise-details', ({ contact }) => ({ requester: { contact } })],
  ['tickets/:ticket/change-owner', ({ user, organisation }) => ({ owner: { user, organisation } })],
  ['tickets/:ticket/change-owner', ({ self, user }) => ({ owner: { user, organisation: self.organisation } })],
  ['tickets/:ticket/assign', ({ user }) => ({ technician: user })],
  ['tickets/:ticket/route', ({ team }) => ({ team })],
  ['tickets/:ticket/forward', ({ organisation }) => ({ to: organisation, reason: 'r' })],
  ['tickets/:ticket/forward', ({ provider }) => ({ to: provider, reason: 'r' })],
  ['tickets/:ticket/merge-into', ({ ticket }) => ({ primary: ticket })],
  ['tickets/:ticket/add-duplicates', ({ ticket }) => ({ duplicates: [ticket] })],
  ['tickets/:ticket/unlink-duplicate', ({ ticket }) => ({ duplicate: ticket })],
];

const nobody = (): Foreign => ({
  ...{ organisation: randomUUID(), provider: randomUUID(), user: randomUUID(), contact: randomUUID() },
  ...{ role: randomUUID(), team: randomUUID(), ticket: randomUUID() },
});

/** An answer without the ids of its request. */
function said({ status, text }: Answer, the: Foreign): object {
  const ids = new RegExp([...new Set(Object.values(the) as string[])].join('|'), 'g');
  const about = JSON.parse(text.replace(ids, 'ID')) as Record<string, unknown>;
  return { ...about, status, correlationId: null };
}

describe.each(['Paula', 'Ben'])('%s', (who) => {
  async function expectAlike(path: (the: Foreign) => string, body: Body): Promise<void> {
    const strangers = nobody();
    const ask = async (the: Foreign) =>
      said(
        await api
          .as(who)
          .post(path(the), body({ ...the, self: own }), path(the).startsWith('tickets/') ? { 'if-match': unchanged } : {}),
        the,
      );
    const [there, nowhere] = [await ask(rival), await ask(strangers)];
    expect(there).toEqual(nowhere);
    expect([200, 400, 403, 404, 409]).toContain((there as { status: number }).status);
  }
  test.each(onForeign)('POST %s answers for a foreign id like for a missing one', (path, kind, body) =>
    expectAlike((the) => path.replace(':id', the[kind]), body),
  );

  test.each(naming.filter(([path]) => !path.includes('unlink')))(
    'POST %s answers for a foreign id in the body like for a missing one',
    (path, body) => expectAlike(() => path.replace(/:(\w+)/, (_, kind: Kind) => own[kind]), body),
  );
});

test('an erased person is unknown without the right, or out of reach', async () => {
  await did('Administrator', `users/${rival.user}/erase`, {});
  for (const who of ['Paula', 'Ben']) {
    const [gone, nowhere] = [rival, nobody()].map(async (the) =>
      said(await api.as(who).post(`users/${the.user}/suspend`, {}), the),
    );
    expect(await gone).toEqual(await nowhere);
  }
});

describe('a token limited to reading (S3.16)', () => {
  const cut = 'Only reading';
  let broader: string;
  beforeAll(async () => {
    const token = async (scope?: readonly string[]) =>
      JSON.parse((await api.as('Paula').post('tokens', { label: 'T', ...(scope && { scope }) })).text) as {
        id: string;
        secret: string;
      };
    broader = (await token()).id;
    api.introduce(cut, (await token(['ticket.read-own'])).secret);
  });

  test.each([
    ['list tokens', () => api.as(cut).get('tokens'), 'token.manage'],
    ['revoke one', () => api.as(cut).delete(`tokens/${broader}`), 'token.manage'],
    ['correct its user', () => api.as(cut).post(`users/${paula}/revise`, { name: 'Mallory' }), 'user.manage'],
  ] as const)('cannot %s', async (_, attempt, permission) => {
    expect((await attempt()).body).toMatchObject({ status: 403, code: 'not-permitted', permission });
  });

  test('has no effect on a user whose other token has all rights', async () => {
    const ben = (await api.as('Ben').get('me')).body.id ?? '';
    expect((await api.as('Ben').post(`users/${ben}/revise`, { name: 'Ben Calder' })).status).toBe(200);
    expect((await api.as('Ben').get('tokens')).status).toBe(200);
  });
});
