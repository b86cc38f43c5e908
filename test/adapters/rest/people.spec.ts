import { reject } from '../../../src/domain/kernel/errors';
import { builtInRoleId } from '../../../src/domain/people/built-in-roles';
import { rootOrganisation } from '../../../src/domain/people/organisation';
import { id } from '../../dsl/world';
import { agent, as, customer, onlooker, outcomeOf, startStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => {
  stage.requests.length = 0;
  stage.emails.holders.clear();
  stage.respond = outcomeOf;
});
afterAll(() => stage.app.close());

const post = (url: string, payload: object = {}, headers: object = {}) =>
  stage.app.inject({ method: 'POST', url, headers: { ...as('agent'), ...headers }, payload });
const sent = () => stage.requests.map(({ category, id: target, command }) => ({ category, id: target, command }));

describe('organisations, people and roles over HTTP', () => {
  test('a new organisation gets the id of its command, is created below the asker, and has a Location', async () => {
    const answer = await post('/v1/organisations', { kind: 'customer', name: 'Ferries' });
    const [request] = stage.requests;
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.location).toBe(`/v1/organisations/${request?.commandId ?? ''}`);
    expect(request?.id).toBe(request?.commandId);
    expect(request?.command).toEqual({
      ...{ type: 'FoundOrganisation', organisation: request?.commandId, kind: 'customer', name: 'Ferries' },
      parent: agent.organisation,
    });
  });

  test.each([
    ['organisations', 'rename', { name: 'New' }, { type: 'RenameOrganisation', name: 'New' }],
    ['organisations', 'change-parent', { parent: id(3) }, { type: 'ChangeParent', parent: id(3) }],
    ['organisations', 'rename-team', { team: id(4), name: 'T' }, { type: 'RenameTeam', team: id(4), name: 'T' }],
    ['organisations', 'add-team-member', { team: id(4), user: id(5) }, { type: 'AddTeamMember', team: id(4), user: id(5) }],
    ['organisations', 'remove-team-member', { team: id(4), user: id(5) }, { type: 'RemoveTeamMember', team: id(4), user: id(5) }],
    ['organisations', 'engage-service-provider', { provider: id(6) }, { type: 'EngageServiceProvider', provider: id(6) }],
    ['organisations', 'release-service-provider', { provider: id(6) }, { type: 'ReleaseServiceProvider', provider: id(6) }],
    ['organisations', 'change-preferences', { isAspBusiness: true }, { type: 'ChangePreferences', isAspBusiness: true }],
    ['users', 'approve', { side: 'vendor' }, { type: 'ApproveUser', side: 'vendor' }],
    ['users', 'suspend', {}, { type: 'SuspendUser' }],
    ['users', 'resume', {}, { type: 'ResumeUser' }],
    ['users', 'grant-role', { role: id(7) }, { type: 'GrantRole', role: id(7) }],
    ['users', 'revoke-role', { role: id(7) }, { type: 'RevokeRole', role: id(7) }],
    ['users', 'grant-role', { role: 'call-centre' }, { type: 'GrantRole', role: builtInRoleId('call centre') }],
    ['users', 'revoke-role', { role: 'technician' }, { type: 'RevokeRole', role: builtInRoleId('technician') }],
    ['users', 'grant-permission', { permission: 'import' }, { type: 'GrantPermission', permission: 'import' }],
    ['users', 'withdraw-permission', { permission: 'import' }, { type: 'WithdrawPermission', permission: 'import' }],
    ['users', 'reset-permission', { permission: 'import' }, { type: 'ResetPermission', permission: 'import' }],
    ['users', 'erase', {}, { type: 'EraseUser' }],
    ['users', 'revise', { name: 'Ada' }, { type: 'ReviseUser', name: 'Ada' }],
    ['contacts', 'revise', { phones: ['1'] }, { type: 'ReviseContact', phones: ['1'] }],
    ['contacts', 'erase', {}, { type: 'EraseContact' }],
    ['roles', 'revise', { name: 'Night' }, { type: 'ReviseRole', name: 'Night' }],
  ])('POST /v1/%s/:id/%s means the command, without anything that was not said', async (resource, path, body, command) => {
    const answer = await post(`/v1/${resource}/${id(8)}/${path}`, body);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.etag).toBe('"3"');
    expect(sent()).toStrictEqual([{ category: resource.slice(0, -1), id: id(8), command }]);
  });

  test('a new team gets its id from the command, so that a repeat creates no second team', async () => {
    const once = await post(`/v1/organisations/${id(1)}/add-team`, { name: 'Night' }, { 'idempotency-key': 'k' });
    const twice = await post(`/v1/organisations/${id(1)}/add-team`, { name: 'Night' }, { 'idempotency-key': 'k' });
    expect(once.json<{ made: string }>().made).toBe(stage.requests[0]?.commandId);
    expect(twice.json()).toEqual(once.json());
  });

  test('null creates a role for everybody, and no value a role of the own organisation', async () => {
    await post('/v1/roles', { name: 'R', permissions: ['import'], organisation: null });
    await post('/v1/roles', { name: 'R', permissions: [] });
    expect(stage.requests.map(({ command }) => 'organisation' in command && command.organisation)).toEqual([
      null,
      agent.organisation,
    ]);
  });

  test('a contact without lists is recorded with empty ones', async () => {
    await post('/v1/contacts', { name: 'Grace' });
    expect(stage.requests[0]?.command).toMatchObject({
      type: 'RecordContact',
      organisation: agent.organisation,
      phones: [],
      emails: [],
    });
  });

  describe('the address of an account', () => {
    const ada = { name: 'Ada', email: 'ada@example.org' };

    test('is claimed for the account before it is registered', async () => {
      const answer = await post('/v1/users', ada);
      expect(answer.statusCode).toBe(201);
      expect(stage.emails.holders.get(ada.email)).toBe(`user-${stage.requests[0]?.id ?? ''}`);
    });

    test('that is taken is refused, and registers nobody', async () => {
      stage.emails.holders.set(ada.email, 'user-somebody');
      const answer = await post('/v1/users', ada);
      expect(answer.json()).toMatchObject({ status: 409, code: 'already-exists' });
      expect(stage.requests).toEqual([]);
    });

    test('is not even claimed when the registration would be refused', async () => {
      stage.respond = () => reject('not-permitted', 'Not there.');
      expect((await post('/v1/users', ada)).statusCode).toBe(403);
      expect(stage.emails.holders.size).toBe(0);
    });

    test('is released when the registration is refused after the claim', async () => {
      stage.respond = (request) => (request.rehearsal ? outcomeOf(request) : reject('conflict', 'Others were faster.'));
      expect((await post('/v1/users', ada)).statusCode).toBe(409);
      expect(stage.emails.holders.size).toBe(0);
    });

    test('is kept when the outcome of the registration is unknown', async () => {
      stage.respond = (request) => (request.rehearsal ? outcomeOf(request) : reject('unavailable', 'The log does not answer.'));
      expect((await post('/v1/users', ada)).statusCode).toBe(503);
      expect(stage.emails.holders.size).toBe(1);
    });

    test('cannot be probed by users who may not register users', async () => {
      stage.emails.holders.set(ada.email, 'user-somebody');
      stage.respond = () => reject('not-permitted', 'Not you.');
      expect((await post('/v1/users', ada)).json()).toMatchObject({ code: 'not-permitted' });
    });

    test('is replaced on revision, and kept if only its spelling changes', async () => {
      await stage.documents.write([{ collection: 'users', id: id(30), document: userDocument(id(30), 'Ada@Example.org') }]);
      stage.emails.holders.set('ada@example.org', `user-${id(30)}`);
      await post(`/v1/users/${id(30)}/revise`, { email: 'ada@example.org' });
      expect([...stage.emails.holders.keys()]).toEqual(['ada@example.org']);
      await post(`/v1/users/${id(30)}/revise`, { email: 'byron@example.org' });
      expect([...stage.emails.holders.keys()]).toEqual(['byron@example.org']);
    });
  });
});

describe('reading people', () => {
  const get = (url: string, who: Parameters<typeof as>[0] = 'agent') =>
    stage.app.inject({ method: 'GET', url, headers: as(who) });

  test('S0.7 the permissions come by group', async () => {
    expect((await get('/v1/permissions')).json()).toMatchObject({ ASP: ['asp.open', 'asp.read', 'asp.edit'] });
  });

  test('a user within reach is shown with the source of each permission, and one outside it is unknown', async () => {
    const user = { ...userDocument(id(31), 'a@b.c'), organisation: agent.organisation, granted: ['import'] };
    await stage.documents.write([{ collection: 'users', id: id(31), document: user }]);
    expect((await get(`/v1/users/${id(31)}/rights`)).json()).toEqual({
      items: [{ permission: 'import', roles: [], granted: true, withdrawn: false, effective: true }],
    });
    expect((await get(`/v1/users/${id(31)}`, 'customer')).json()).toMatchObject({ status: 404, code: 'unknown' });
    expect((await get(`/v1/users/${id(99)}`, 'customer')).json()).toMatchObject({ status: 404, code: 'unknown' });
  });

  test('a role is shown, built in or defined, and one of others is unknown', async () => {
    const role = { _id: id(51), revision: 4, organisation: customer.organisation, name: 'Night', permissions: ['import'] };
    await stage.documents.write([{ collection: 'roles', id: id(51), document: role }]);
    const shown = await get(`/v1/roles/${id(51)}`, 'customer');
    expect([shown.json(), shown.headers.etag]).toEqual([expect.objectContaining({ id: id(51), name: 'Night' }), '"4"']);
    const other = { ...role, _id: id(52), organisation: id(77) };
    await stage.documents.write([{ collection: 'roles', id: id(52), document: other }]);
    expect((await get(`/v1/roles/${id(52)}`, 'customer')).json()).toMatchObject({ status: 404, code: 'unknown' });
    const byKey = await get('/v1/roles/tenant-admin');
    expect(byKey.json()).toMatchObject({ id: builtInRoleId('tenant admin'), key: 'tenant-admin', name: 'tenant admin' });
    expect((await get('/v1/roles/tenant admin')).json()).toMatchObject({ status: 400, code: 'invalid' });
    const builtIn = await get(`/v1/roles/${builtInRoleId('agent')}`);
    expect([builtIn.json(), builtIn.headers.etag]).toEqual([expect.objectContaining({ name: 'agent' }), undefined]);
    expect((await get(`/v1/roles/${id(51)}`, 'onlooker')).json()).toMatchObject({ code: 'not-permitted' });
  });

  test('everybody may read their own account', async () => {
    const own = { ...userDocument(onlooker.user, 'me@b.c'), organisation: customer.organisation };
    await stage.documents.write([{ collection: 'users', id: onlooker.user, document: own }]);
    expect((await get(`/v1/users/${onlooker.user}`, 'onlooker')).json()).toMatchObject({ id: onlooker.user, email: 'me@b.c' });
  });

  test('lists are paginated, and a page links to the next one', async () => {
    for (const number of [40, 41, 42]) {
      await stage.documents.write([
        {
          collection: 'users',
          id: id(number),
          document: { ...userDocument(id(number), 'x@y.z'), organisation: rootOrganisation },
        },
      ]);
    }
    const first = await get(`/v1/users?organisation=${rootOrganisation}&limit=2`);
    const link = /^<(.+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? '';
    const second = await get(link);
    const ids = [first, second].flatMap((page) => page.json<{ items: { id: string }[] }>().items.map((item) => item.id));
    expect(ids).toEqual([id(40), id(41), id(42)]);
    expect(second.headers.link).toBeUndefined();
  });
});

function userDocument(_id: string, email: string) {
  const nothing: string[] = [];
  return {
    ...{ _id, organisation: id(1), name: 'Ada', email, login: true, active: true, suspended: false, erased: false },
    ...{ missingApprovals: nothing, roles: nothing, granted: nothing, withdrawn: nothing },
  };
}
