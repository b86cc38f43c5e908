import { permissions } from '../../../src/domain/people/permission';
import { verbOf } from '../../../src/domain/kernel/commands';
import { commandTypes } from '../../../src/domain/ticket/ticket.phases';
import { id } from '../../dsl/world';
import { as, agent, customer, outcomeOf, startStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => {
  stage.requests.length = 0;
  stage.merges.length = 0;
  stage.rebuilt.length = 0;
  stage.respond = outcomeOf;
});
afterAll(() => stage.app.close());

const post = (url: string, payload: object = {}, headers: object = {}) =>
  stage.app.inject({ method: 'POST', url, headers: { ...as('agent'), ...headers }, payload });
const get = (url: string, who: Parameters<typeof as>[0] = 'agent') => stage.app.inject({ method: 'GET', url, headers: as(who) });
const ticket = id(1);
const open = { kind: 'service', title: 'Black screen', description: 'Since this morning.' };

describe('opening a ticket', () => {
  test("S4.60 returns the command's id, a number by the opener's organisation, and a Location", async () => {
    const answer = await post('/v1/tickets', open, as('customer'));
    const [request] = stage.requests;
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toMatchObject({ location: `/v1/tickets/${request?.id ?? ''}`, etag: '"3"' });
    expect(request?.id).toBe(request?.commandId);
    expect(request?.command).toStrictEqual({
      ...{ type: 'OpenTicket', number: 'CT-000001', kind: 'service', engagement: 'own', requester: { user: customer.user } },
      ...{ priority: 'moderate', title: open.title, description: open.description, details: {}, watchers: [], waivers: [] },
    });
  });

  test('S0.14 S0.15 S0.18 keeps every field of the request', async () => {
    await post('/v1/tickets', {
      ...open,
      ...{ engagement: 'visit', priority: 'high', requester: { contact: id(2) }, technician: id(3), team: id(4) },
      details: { postalCode: '10115', branch: 'Harbour', serialNumber: 'SN-1' },
      watchers: [{ email: 'w@example.org', kinds: ['reply'] }],
      waivers: [{ gate: 'visitContract', reason: 'Emergency' }],
      occurredAt: '2026-11-23T11:00:00.000Z',
    });
    const [request] = stage.requests;
    expect(request?.occurredAt).toBe('2026-11-23T11:00:00.000Z');
    expect(request?.command).toMatchObject({
      ...{ engagement: 'visit', priority: 'high', requester: { contact: id(2) }, technician: id(3), team: id(4) },
      details: { postalCode: '10115', branch: 'Harbour', serialNumber: 'SN-1' },
      watchers: [{ email: 'w@example.org', kinds: ['reply'] }],
      waivers: [{ gate: 'visitContract', reason: 'Emergency', until: null }],
    });
  });
});

describe('a command on a ticket', () => {
  const why = { reason: 'Because.' };
  const means = (path: string, body: object, command: object): [string, object, object] => [path, body, command];

  test.each([
    means('record-acknowledgement', { by: 'phone' }, { type: 'RecordAcknowledgement', by: 'phone' }),
    means('start-qualification', {}, { type: 'StartQualification' }),
    means(
      'list-affected-items',
      { items: [{ kind: 'order', reference: 'SO-1' }] },
      { type: 'ListAffectedItems', items: [{ kind: 'order', reference: 'SO-1' }] },
    ),
    means('waive-gate', { gate: 'contract', ...why }, { type: 'WaiveGate', gate: 'contract', ...why, until: null }),
    means('complete-qualification', {}, { type: 'CompleteQualification' }),
    means('route', { team: id(4) }, { type: 'RouteTicket', team: id(4) }),
    means('assign', { technician: id(3) }, { type: 'AssignTicket', technician: id(3) }),
    means('unassign', {}, { type: 'UnassignTicket' }),
    means('accept', {}, { type: 'AcceptTicket' }),
    means('decline', { ...why, audience: 'staff' }, { type: 'DeclineTicket', ...why, audience: 'staff' }),
    means('start-work', {}, { type: 'StartWork' }),
    means('change-sub-status', { waitingFor: null }, { type: 'ChangeSubStatus', waitingFor: null }),
    means('report-progress', { percent: 60 }, { type: 'ReportProgress', percent: 60 }),
    means('record-work', { minutes: 45, description: 'D' }, { type: 'RecordWork', minutes: 45, description: 'D' }),
    means('record-found-fault', { description: 'D', code: 'F1' }, { type: 'RecordFoundFault', description: 'D', code: 'F1' }),
    means('enter-solution', { solution: 'S' }, { type: 'EnterSolution', solution: 'S' }),
    means('solve', {}, { type: 'SolveTicket' }),
    means('close', { summary: 'S', solution: 'T' }, { type: 'CloseTicket', summary: 'S', solution: 'T' }),
    means('reject', why, { type: 'RejectTicket', ...why }),
    means('withdraw', why, { type: 'WithdrawTicket', ...why }),
    means('reopen', why, { type: 'ReopenTicket', ...why }),
    means('forward', { to: id(5), ...why }, { type: 'ForwardTicket', to: id(5), ...why }),
    means('return', why, { type: 'ReturnTicket', ...why }),
    means('recall', why, { type: 'RecallTicket', ...why }),
    means(
      'change-owner',
      { owner: { user: id(6), organisation: id(7) } },
      { type: 'ChangeOwner', owner: { user: id(6), organisation: id(7) } },
    ),
    means('change-priority', { priority: 'low' }, { type: 'ChangePriority', priority: 'low' }),
    means('reply', { body: 'B', audience: 'staff' }, { type: 'Reply', body: 'B', audience: 'staff' }),
    means('redact-reply', { reply: id(8) }, { type: 'RedactReply', reply: id(8) }),
    means('redact-attachment', { file: id(9) }, { type: 'RedactAttachment', file: id(9) }),
    means('revise-details', { details: { category: null } }, { type: 'ReviseDetails', details: { category: null } }),
    means('remove-watcher', { watcher: id(10) }, { type: 'RemoveWatcher', watcher: id(10) }),
    means('erase-watcher', { watcher: id(10) }, { type: 'EraseWatcher', watcher: id(10) }),
  ])('POST %s means the command, without anything that was not said', async (path, body, command) => {
    const answer = await post(`/v1/tickets/${ticket}/${path}`, body, { 'if-match': '"5"' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.etag).toBe('"3"');
    expect(answer.json()).toEqual({ id: ticket, revision: 3, recorded: ['Something'], repeated: false });
    const [request] = stage.requests;
    expect(request?.command).toStrictEqual(command);
    expect(request).toMatchObject({ category: 'ticket', id: ticket, actor: agent, expectedRevision: 5 });
  });

  test('every command of the domain has a route, except those of processes and imports', async () => {
    stage.requests.length = 0;
    const spec = await stage.app.inject({ method: 'GET', url: '/openapi.json' });
    const paths = Object.keys(spec.json<{ paths: object }>().paths).filter((path) => path.startsWith('/v1/tickets/{id}/'));
    const inside = ['OpenTicket', 'NoteSourceRow', 'MarkMerged', 'LinkDuplicate', 'MarkUnlinked', 'RecordDossier'];
    const types = commandTypes.filter((type) => !inside.includes(type));
    expect(types.map((type) => `/v1/tickets/{id}/${verbOf(type, 'ticket')}`).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('an Idempotency-Key identifies one command per user, whatever the body', async () => {
    const key = { 'idempotency-key': 'order 66' };
    await post(`/v1/tickets/${ticket}/accept`, {}, key);
    await post(`/v1/tickets/${ticket}/reply`, { body: 'B', audience: 'staff' }, key);
    await post(`/v1/tickets/${ticket}/accept`, {}, { ...key, ...as('customer') });
    await post(`/v1/tickets/${ticket}/accept`);
    const ids = stage.requests.map(({ commandId }) => commandId);
    expect(ids[0]).toBe('fa11d59d-4839-5232-8ff8-a1523cff5861');
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
    expect(stage.requests[0]?.body).not.toEqual(stage.requests[1]?.body);
  });

  test.each([
    ['W/"12"', 12],
    ['"12"', 12],
    ['*', undefined],
  ])('If-Match %s asks for revision %s', async (tag, revision) => {
    await post(`/v1/tickets/${ticket}/accept`, {}, { 'if-match': tag });
    expect(stage.requests[0]?.expectedRevision).toBe(revision);
  });
});

describe('merging', () => {
  test('S4.40 S4.41 merge-into makes this ticket the duplicate', async () => {
    const answer = await post(`/v1/tickets/${ticket}/merge-into`, { primary: id(2) });
    expect(stage.merges[0]?.pair).toEqual({ primary: id(2), duplicate: ticket });
    expect(answer.json()).toMatchObject({ id: ticket });
  });

  test('S4.40 S4.43 add-duplicates merges each under an id of its own that a repeat finds again', async () => {
    const body = { duplicates: [id(2), id(3)] };
    await post(`/v1/tickets/${ticket}/add-duplicates`, body, { 'idempotency-key': 'k' });
    await post(`/v1/tickets/${ticket}/add-duplicates`, body, { 'idempotency-key': 'k' });
    expect(stage.merges.map(({ pair }) => pair).slice(0, 2)).toEqual([
      { primary: ticket, duplicate: id(2) },
      { primary: ticket, duplicate: id(3) },
    ]);
    const ids = stage.merges.map(({ asking }) => asking.commandId);
    expect(ids.slice(2)).toEqual(ids.slice(0, 2));
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('unlink-duplicate names the pair', async () => {
    await post(`/v1/tickets/${ticket}/unlink-duplicate`, { duplicate: id(2) });
    expect(stage.merges[0]?.pair).toEqual({ primary: ticket, duplicate: id(2) });
  });
});

describe('around the tickets', () => {
  test('me', async () => {
    expect((await get('/v1/me', 'customer')).json()).toMatchObject({
      id: customer.user,
      organisation: customer.organisation,
      permissions: [...permissions].sort(),
    });
  });

  test('a rebuild needs the permission, the root organisation and a known projection', async () => {
    expect((await post('/v1/projections/ticket-list/rebuild')).statusCode).toBe(202);
    expect((await post('/v1/projections/nothing/rebuild')).json()).toMatchObject({ code: 'unknown' });
    expect((await post('/v1/projections/ticket-list/rebuild', {}, as('onlooker'))).json()).toMatchObject({
      code: 'not-permitted',
    });
    const refused = { code: 'not-permitted', permission: 'projection.rebuild' };
    expect((await post('/v1/projections/ticket-list/rebuild', {}, as('customer'))).json()).toMatchObject(refused);
    expect((await get('/v1/projections', 'customer')).json()).toMatchObject(refused);
    expect(stage.rebuilt).toEqual(['ticket-list', 'nothing']);
  });

  test('health is degraded while a projection is stopped, and never quotes a fact', async () => {
    expect((await stage.app.inject('/health/ready')).json()).toEqual({ status: 'ready', stopped: [] });
    stage.status.push({ name: 'log', version: 1, position: '1', state: 'stopped', failure: 'Ada', rebuildPercent: null });
    const red = await stage.app.inject('/health/ready');
    expect([red.statusCode, red.json()]).toEqual([503, { status: 'degraded', stopped: ['log'] }]);
    stage.status.length = 0;
    expect((await stage.app.inject('/health/live')).statusCode).toBe(200);
  });

  test('a token is created, listed and revoked', async () => {
    const made = await post('/v1/tokens', { label: 'Monitoring', scope: ['report.read'], days: 7 });
    expect(made.json()).toMatchObject({ label: 'Monitoring', secret: 'shown once' });
    const { id: token } = made.json<{ id: string }>();
    expect((await get('/v1/tokens')).json()).toEqual({ items: [{ id: token, label: 'Monitoring' }] });
    const revoke = () => stage.app.inject({ method: 'DELETE', url: `/v1/tokens/${token}`, headers: as('agent') });
    expect((await revoke()).statusCode).toBe(204);
    expect((await revoke()).json()).toMatchObject({ code: 'unknown' });
  });

  test('only health, the description of the API and the problems are open', async () => {
    const spec = (await stage.app.inject('/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
    const closed = Object.entries(spec.paths).filter(([path]) => path.startsWith('/v1'));
    expect(closed.length).toBeGreaterThan(60);
    for (const [path, methods] of closed) {
      for (const method of Object.keys(methods)) {
        const url = path.replace(/\{(\w+)\}/g, id(1));
        const answer = await stage.app.inject({ method: method.toUpperCase() as 'GET', url });
        expect([url, answer.statusCode]).toEqual([url, 401]);
      }
    }
    for (const path of ['/health/live', '/health/ready', '/openapi.json', '/docs', '/problems', '/problems/stale']) {
      expect([path, (await stage.app.inject(path)).statusCode]).toEqual([path, 200]);
    }
  });

  test('the description is OpenAPI 3.1: nothing is nullable the old way, every reference leads somewhere, every error is a problem', async () => {
    const answer = await stage.app.inject('/openapi.json');
    const spec = answer.json<{
      openapi: string;
      components: { schemas: object };
      paths: Record<string, Record<string, { responses: object }>>;
    }>();
    expect(spec.openapi).toBe('3.1.0');
    expect(answer.body).not.toContain('"nullable"');
    const references = [...answer.body.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(references.filter((name) => !(name in spec.components.schemas))).toEqual([]);
    const operations = Object.entries(spec.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((one) => ({ path, ...one })),
    );
    expect(operations.filter(({ responses }) => !('default' in responses)).map(({ path }) => path)).toEqual([]);
    const forward = ['requestBody', 'content', 'application/json', 'schema', '$ref'];
    const named = '#/components/schemas/ForwardTicketRequest';
    expect(spec.paths['/v1/tickets/{id}/forward']?.['post']).toHaveProperty(forward, named);
    expect(spec.components.schemas).toHaveProperty('ForwardTicketRequest.properties.to.format', 'uuid');
    expect(spec.components.schemas).toHaveProperty('ForwardTicketRequest.required', ['to', 'reason']);
  });

  test('every parameter of a path is described, so that a command can be tried where it is described', async () => {
    const { paths } = (await stage.app.inject('/openapi.json')).json<{
      paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    }>();
    for (const [path, operations] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(operations)) {
        expect([path, parameters.filter((one) => one.in === 'path').map(({ name }) => name)]).toEqual([path, inPath]);
      }
    }
  });

  test('the example of a command is the smallest valid body', async () => {
    const { paths } = (await stage.app.inject('/openapi.json')).json<{
      paths: Record<string, { post?: { requestBody?: { content: Record<string, { example?: object }> } } }>;
    }>();
    const examples = Object.entries(paths).flatMap(([path, { post }]) => {
      const example = post?.requestBody?.content['application/json']?.example;
      return example === undefined ? [] : [{ path, example }];
    });
    expect(examples.length).toBeGreaterThan(40);
    expect(examples.find(({ path }) => path === '/v1/tickets')?.example).toEqual({
      kind: 'service',
      title: 'Screen of the ticket machine stays black',
    });
    for (const { path, example } of examples) {
      const url = path.replace('{id}', id(1));
      const answer = await stage.app.inject({
        method: 'POST',
        url,
        headers: { ...as('agent'), 'if-match': '"1"' },
        payload: example,
      });
      const { errors = [] } = answer.json<{ errors?: { field: string }[] }>();
      // The upload that an example names is nobody's.
      expect([path, errors.filter(({ field }) => field !== 'files.0')]).toEqual([path, []]);
    }
  });
});
