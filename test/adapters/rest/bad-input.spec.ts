import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import { errorCodes, reject } from '../../../src/domain/kernel/errors';
import { problemCatalogue } from '../../../src/adapters/web/problems/problem-catalogue';
import { id } from '../../dsl/world';
import { as, outcomeOf, startStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => {
  stage.requests.length = 0;
  stage.respond = outcomeOf;
  stage.tickets.clear();
});
afterAll(() => stage.app.close());

const open = { kind: 'service', title: 'Black screen', description: 'Since this morning.' };
const json = { 'content-type': 'application/json' };
const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

const cursor = (s: string, ...v: readonly unknown[]): string => Buffer.from(JSON.stringify({ s, v })).toString('base64url');

interface Bad {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly payload?: object | string | Buffer;
}

function send({ method = 'POST', url = '/v1/tickets', headers = {}, payload }: Bad) {
  return stage.app.inject({ method, url, headers: { ...as('agent'), ...headers }, ...(payload !== undefined && { payload }) });
}

describe('bad input is refused by name, and nothing reaches the command side', () => {
  test.each<[string, Bad, number, string, string]>([
    ['an unknown field', { payload: { ...open, colour: 'red' } }, 400, 'invalid', 'colour'],
    ['an unknown field further in', { payload: { ...open, details: { hue: 1 } } }, 400, 'invalid', 'details.hue'],
    ['a missing field', { payload: { kind: 'service', description: 'D' } }, 400, 'invalid', 'title'],
    ['a title of two lines', { payload: { ...open, title: 'One\nTwo' } }, 400, 'invalid', 'title'],
    ['a wrong type', { payload: { ...open, title: 5 } }, 400, 'invalid', 'title'],
    ['a word outside the list', { payload: { ...open, kind: 'party' } }, 400, 'invalid', 'kind'],
    ['a text too long', { payload: { ...open, title: 'x'.repeat(301) } }, 400, 'invalid', 'title'],
    ['a blank text', { payload: { ...open, title: ' \n ' } }, 400, 'invalid', 'title'],
    ['null for a text', { payload: { ...open, title: null } }, 400, 'invalid', 'title'],
    ['null for an optional value', { payload: { ...open, priority: null } }, 400, 'invalid', 'priority'],
    ['a control character', { payload: { ...open, title: 'a\u0000b' } }, 400, 'invalid', 'title'],
    ['a bell', { payload: { ...open, description: 'It says \u0007' } }, 400, 'invalid', 'description'],
    [
      'a lone surrogate',
      { payload: '{"kind":"service","title":"\\ud800","description":"d"}', headers: json },
      400,
      'invalid',
      'title',
    ],
    ['a control character in a field name', { payload: '{"a\\u0000":1}', headers: json }, 400, 'invalid', '(a field name)'],
    ['a list for an object', { payload: { ...open, details: [] } }, 400, 'invalid', 'details'],
    ['a number for an object', { payload: { ...open, watchers: [5] } }, 400, 'invalid', 'watchers.0'],
    [
      'a wrong value in a list',
      { payload: { ...open, watchers: [{ email: 'no', kinds: ['reply'] }] } },
      400,
      'invalid',
      'watchers.0.email',
    ],
    ['both requesters', { payload: { ...open, requester: { user: id(1), contact: id(2) } } }, 400, 'invalid', 'requester'],
    ['no requester', { payload: { ...open, requester: {} } }, 400, 'invalid', 'requester'],
    ['a time without a zone', { payload: { ...open, occurredAt: '2026-11-23T12:00:00' } }, 400, 'invalid', 'occurredAt'],
    ['a day that does not exist', { payload: { ...open, occurredAt: '2026-02-30T12:00:00.000Z' } }, 400, 'invalid', 'occurredAt'],
    ['a bad UUID', { url: '/v1/tickets/42/accept' }, 400, 'invalid', 'id'],
    ['a UUID in upper case', { url: `/v1/tickets/${id(1).replace('4', 'A').toUpperCase()}/accept` }, 400, 'invalid', 'id'],
    ['a fraction', { url: `/v1/tickets/${id(1)}/report-progress`, payload: { percent: 0.5 } }, 400, 'invalid', 'percent'],
    [
      'a number out of range',
      { url: `/v1/tickets/${id(1)}/report-progress`, payload: { percent: 101 } },
      400,
      'invalid',
      'percent',
    ],
    ['text for a number', { url: `/v1/tickets/${id(1)}/report-progress`, payload: { percent: '50' } }, 400, 'invalid', 'percent'],
    ['a list as body', { url: `/v1/tickets/${id(1)}/accept`, payload: [] }, 400, 'invalid', '(body)'],
    ['a body where none is taken', { url: `/v1/tickets/${id(1)}/accept`, payload: { a: 1 } }, 400, 'invalid', 'a'],
    ['levels that nobody asked for', { payload: deep(40), headers: json }, 400, 'invalid', 'a'],
    ['levels for a text', { payload: { ...open, title: JSON.parse(deep(40)) as object } }, 400, 'invalid', 'title'],
    [
      'a revision that changes nothing',
      { url: `/v1/tickets/${id(1)}/revise-details`, headers: { 'if-match': '"1"' }, payload: {} },
      400,
      'invalid',
      '(body)',
    ],
    [
      'an If-Match without quotes',
      { url: `/v1/tickets/${id(1)}/accept`, headers: { 'if-match': '12' } },
      400,
      'invalid',
      'If-Match',
    ],
    [
      'an If-Match with tags of others',
      { url: `/v1/tickets/${id(1)}/accept`, headers: { 'if-match': '"a", "b"' } },
      400,
      'invalid',
      'If-Match',
    ],
    ['an empty Idempotency-Key', { payload: open, headers: { 'idempotency-key': '' } }, 400, 'invalid', 'Idempotency-Key'],
    [
      'a long Idempotency-Key',
      { payload: open, headers: { 'idempotency-key': 'k'.repeat(201) } },
      400,
      'invalid',
      'Idempotency-Key',
    ],
    ['an unknown parameter', { method: 'GET', url: '/v1/tickets?page=2' }, 400, 'invalid', 'page'],
    ['a limit too high', { method: 'GET', url: '/v1/tickets?limit=201' }, 400, 'invalid', 'limit'],
    ['a limit that is no number', { method: 'GET', url: '/v1/tickets?limit=ten' }, 400, 'invalid', 'limit'],
    ['a cursor nobody made', { method: 'GET', url: '/v1/tickets?after=xyz' }, 400, 'invalid', 'after'],
    ['a cursor of another list', { method: 'GET', url: `/v1/tickets?after=${cursor('id', '1')}` }, 400, 'invalid', 'after'],
    [
      'a cursor made by hand',
      { method: 'GET', url: `/v1/tickets?after=${cursor('-updatedAt,_id', {}, 1)}` },
      400,
      'invalid',
      'after',
    ],
    ['a filter of what there is not', { method: 'GET', url: '/v1/tickets?kind=claim,quarrel' }, 400, 'invalid', 'kind'],
    ['a day there is not', { method: 'GET', url: '/v1/tickets?openedFrom=2026-02-30' }, 400, 'invalid', 'openedFrom'],
    ['a customer that is no id', { method: 'GET', url: '/v1/tickets?customer=none' }, 400, 'invalid', 'customer'],
  ])('%s', async (_, bad, status, code, field) => {
    const answer = await send(bad);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = answer.json<{ errors: { field: string; message: string }[] }>();
    expect(problem).toMatchObject({ status, code, type: `/problems/${code}` });
    expect(problem.errors.map((error) => error.field)).toContain(field);
    expect(problem.errors.every(({ message }) => message.includes(' '))).toBe(true);
    expect(stage.requests).toEqual([]);
  });

  test.each<[string, Bad, number, string]>([
    ['bad JSON', { payload: '{"kind":', headers: json }, 400, 'invalid'],
    ['a prototype in disguise', { payload: '{"__proto__":{"admin":true}}', headers: json }, 400, 'invalid'],
    ['a constructor in disguise', { payload: '{"constructor":{"prototype":{}}}', headers: json }, 400, 'invalid'],
    ['a body of 10 MB', { payload: JSON.stringify({ title: 'x'.repeat(10_000_000) }), headers: json }, 413, 'too-large'],
    ['a hundred thousand levels', { payload: deep(100_000), headers: json }, 400, 'invalid'],
    [
      'a form',
      { payload: 'title=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    ['plain text', { payload: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
    ['a content type that is none', { payload: '{}', headers: { 'content-type': 'json' } }, 415, 'unsupported-media-type'],
    [
      'a form for files where none are taken',
      { url: '/v1/contacts', payload: '--b--', headers: { 'content-type': 'multipart/form-data; boundary=b' } },
      415,
      'unsupported-media-type',
    ],
    ['a compressed body', { payload: '{}', headers: { ...json, 'content-encoding': 'gzip' } }, 415, 'unsupported-media-type'],
    ['a path that does not exist', { method: 'GET', url: '/v1/cases' }, 404, 'no-such-route'],
    ['a path that is no text', { method: 'GET', url: '/v1/%zz' }, 400, 'invalid'],
    [
      'revising without If-Match',
      { url: `/v1/tickets/${id(1)}/revise-details`, payload: { title: 'T' } },
      428,
      'precondition-required',
    ],
    ['a token nobody made', { headers: { authorization: 'Bearer nobody' } }, 401, 'unauthenticated'],
    ['no token', { headers: { authorization: '' } }, 401, 'unauthenticated'],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }, 401, 'unauthenticated'],
  ])('%s', async (_, bad, status, code) => {
    const answer = await send(bad);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = answer.json<{ detail: string; correlationId: string }>();
    expect(problem).toMatchObject({ status, code, type: `/problems/${code}` });
    expect(problem.detail.length).toBeGreaterThan(10);
    expect(answer.body).not.toMatch(/node_modules|at \w+ \(/);
    expect(stage.requests).toEqual([]);
  });

  test('a wrong method is 405 and names the right ones', async () => {
    const answer = await send({ method: 'PUT', url: `/v1/tickets/${id(1)}/accept` });
    expect(answer.json()).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.allow).toBe('POST');
  });

  test.each([
    [
      'a slash behind it',
      '/v1/tickets/',
      'There is no GET /v1/tickets/. All paths are described at /docs. Did you mean /v1/tickets?',
    ],
    [
      'a slash twice',
      '//v1/tickets?q=Ada',
      'There is no GET //v1/tickets. All paths are described at /docs. Did you mean /v1/tickets?',
    ],
    ['a command of another product', '/v1/cases', 'There is no GET /v1/cases. All paths are described at /docs.'],
    ['a problem nobody has', '/problems/nope', 'There is no problem with this code; /problems lists them all.'],
  ])('an unknown path gives 404 with a suggestion: %s', async (_, url, detail) => {
    const answer = await send({ method: 'GET', url });
    expect(answer.json()).toMatchObject({ status: 404, code: 'no-such-route', detail });
  });

  test.each([
    ['bad JSON', { payload: '{', headers: json }, /not valid JSON/],
    [
      'a form',
      { payload: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      /"Content-Type: application\/json"/,
    ],
    ['a body too large', { payload: `"${'x'.repeat(2_000_000)}"`, headers: json }, /larger than 1 MiB/],
    ['a body that is shorter than said', { payload: '{}', headers: { ...json, 'content-length': '9' } }, /Content-Length says/],
    ['a body in Latin-1', { payload: Buffer.from('{"title":"Bühne"}', 'latin1'), headers: json }, /not UTF-8/],
    ['a percent sign alone', { method: 'GET', url: '/v1/%zz?q=Ada' }, /^The path holds a percent sign .* %25/],
    ['a path with a long part', { method: 'GET', url: `/v1/tickets/${'a'.repeat(101)}?q=Ada` }, /longer than 100 characters/],
  ] as [string, Bad, RegExp][])('%s is answered with what is allowed', async (_, bad, words) => {
    const answer = await send(bad);
    expect(answer.json<{ detail: string }>().detail).toMatch(words);
    expect(answer.body).not.toContain('Ada');
  });

  test('one error per field', async () => {
    expect((await send({ payload: { title: 5 } })).json<{ errors: object[] }>().errors).toEqual([
      expect.objectContaining({ field: 'kind' }),
      { field: 'title', message: 'must be text' },
    ]);
  });

  test('a command without fields accepts an empty body labelled as JSON', async () => {
    expect((await send({ url: `/v1/tickets/${id(1)}/accept`, payload: '', headers: json })).statusCode).toBe(200);
  });

  test('the standard members of a problem come first', async () => {
    stage.respond = () => reject('conflict', 'Others were faster.', { status: 200, title: 'Fine', hint: 1 });
    const problem = (await send({ payload: open })).json<object>();
    expect(Object.keys(problem).slice(0, 4)).toEqual(['type', 'title', 'status', 'detail']);
    expect(problem).toMatchObject({ status: 409, title: problemCatalogue.conflict.title, hint: 1 });
  });

  test('401 says how to authenticate', async () => {
    expect((await send({ headers: { authorization: '' } })).headers['www-authenticate']).toBe('Bearer realm="docket"');
  });

  test('an unknown field is answered with the known ones', async () => {
    const answer = await send({ url: `/v1/tickets/${id(1)}/change-priority`, payload: { priority: 'high', why: 'x' } });
    expect(answer.json<{ errors: object[] }>().errors).toEqual([
      { field: 'why', message: 'is not a field here; known fields: occurredAt, priority' },
    ]);
  });

  test('a problem never contains the query, because search words may be personal', async () => {
    const answer = await send({ method: 'GET', url: '/v1/tickets?q=Ada&limit=0' });
    expect(answer.json()).toMatchObject({ instance: '/v1/tickets', code: 'invalid' });
    expect(answer.body).not.toContain('Ada');
  });
});

describe('input that is not HTTP, or too large, is answered with a problem', () => {
  let port: number;
  beforeAll(async () => {
    await stage.app.listen(0, '127.0.0.1');
    ({ port } = stage.app.getHttpServer().address() as AddressInfo);
  });

  test.each([
    ['nonsense', 'GARBAGE\r\n\r\n', 400, /not an HTTP request/],
    ['a method nobody knows', 'FROB / HTTP/1.1\r\nHost: here\r\n\r\n', 400, /not an HTTP request/],
    ['no host', 'GET /v1/tickets HTTP/1.1\r\nConnection: close\r\n\r\n', 400, /header Host/],
    [
      'two hosts',
      'GET /v1/tickets HTTP/1.1\r\nHost: here\r\nhost: there\r\nConnection: close\r\n\r\n',
      400,
      /Host was sent twice/,
    ],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: here\r\nExpect: miracles\r\nConnection: close\r\n\r\n', 417, /100-continue/],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nHost: here\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431, /larger than 16 KiB/],
  ])('%s', async (_, sent, status, detail) => {
    const socket = connect(port, '127.0.0.1');
    socket.end(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/\r\nContent-Type: application\/problem\+json/i);
    expect(JSON.parse(body)).toMatchObject({
      type: '/problems/invalid',
      status,
      detail: expect.stringMatching(detail) as string,
    });
  });
});

describe('a client that waits for "100 Continue"', () => {
  let port: number;
  beforeAll(() => {
    ({ port } = stage.app.getHttpServer().address() as AddressInfo);
  });
  const body = '{}';
  const head = (token: string): string =>
    [`POST /v1/tickets/${id(1)}/accept HTTP/1.1`, 'Host: here', `Authorization: Bearer ${token}`, 'Expect: 100-continue']
      .concat(['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close', '', ''])
      .join('\r\n');

  test('is refused before it sends the body, if its token is wrong', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(head('nobody'));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('is told to go on, once its token was checked', async () => {
    stage.respond = () => reject('conflict', 'Taken.', {});
    stage.tickets.set(id(1), { revision: 7, position: '9', allowed: [] });
    const socket = connect(port, '127.0.0.1');
    socket.write(head('agent'));
    socket.once('data', () => socket.end(body));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 409 /);
  });
});

describe('refusals of the command side', () => {
  test.each(errorCodes.map((code) => [code]))('%s has a status, a title and a page', async (code) => {
    stage.respond = () => reject(code, 'What is wrong and what to do.', { hint: 1 });
    stage.tickets.set(id(1), { revision: 7, position: '9', allowed: [] });
    const problem = (await send({ url: `/v1/tickets/${id(1)}/accept` })).json<{ title: string; status: number }>();
    const { status, title } = problemCatalogue[code];
    expect(problem).toMatchObject({ status, title, code, detail: 'What is wrong and what to do.', hint: 1 });
    const page = await stage.app.inject({ method: 'GET', url: `/problems/${code}` });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain(title);
  });

  test('a refusal lists the possible commands and the revision', async () => {
    const allowed = [{ command: 'AcceptTicket', fields: [] }] as const;
    stage.tickets.set(id(1), { revision: 7, position: '9', allowed });
    stage.respond = () => reject('wrong-phase', 'Not now.');
    const answer = await send({ url: `/v1/tickets/${id(1)}/start-work` });
    const links = [{ command: 'accept', fields: [], href: `/v1/tickets/${id(1)}/accept` }];
    expect(answer.json()).toMatchObject({ status: 409, code: 'wrong-phase', allowed: links, currentRevision: 7 });
  });

  test('a refusal reveals nothing to users who may not see the ticket', async () => {
    stage.respond = () => reject('not-handler', 'Another organisation handles it.', { handler: id(5) });
    const answer = await send({ url: `/v1/tickets/${id(1)}/accept` });
    expect(answer.json()).toMatchObject({ status: 404, code: 'unknown' });
    expect(answer.body).not.toContain(id(5));
  });

  test('an unavailable store gives 503 with Retry-After', async () => {
    stage.respond = () => {
      throw new StoreUnavailable('SQLITE_FULL: database or disk is full');
    };
    const answer = await send({ payload: open });
    expect(answer.json()).toMatchObject({ status: 503, code: 'unavailable' });
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).not.toContain('SQLITE');
  });

  test('an internal error gives 500 with a correlation id and without its message', async () => {
    stage.respond = () => {
      throw new Error('secret of the house');
    };
    const answer = await send({ payload: open, headers: { 'x-correlation-id': 'chain-1' } });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal', correlationId: 'chain-1' });
    expect(answer.headers['x-correlation-id']).toBe('chain-1');
    expect(answer.body).not.toContain('secret');
  });
});
