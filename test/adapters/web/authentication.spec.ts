import { connect, type AddressInfo, type Socket } from 'node:net';
import { id } from '../../dsl/world';
import { as, startStage, type Stage } from '../rest/stage';

let stage: Stage;
let port: number;
beforeAll(async () => {
  stage = await startStage();
  await stage.app.listen(0, '127.0.0.1');
  ({ port } = stage.app.getHttpServer().address() as AddressInfo);
});
afterAll(() => stage.app.close());

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'multipart/form-data; boundary=b' };
const brackets = '['.repeat(1_000_000);

describe('a request without a valid token is refused before the body is read', () => {
  test.each<[string, object, string | Buffer]>([
    ['JSON that is broken', json, '{'],
    ['a megabyte of brackets', json, brackets],
    ['more than may be sent', json, 'x'.repeat(2_000_000)],
    ['what is no UTF-8', json, Buffer.from('{"title":"Bühne"}', 'latin1')],
    ['a kind of body that is not taken', { 'content-type': 'text/plain' }, 'x'],
    ['no token at all', { ...json, authorization: '' }, '{'],
  ])('%s', async (_, headers, payload) => {
    const stranger = { authorization: 'Bearer nobody', ...headers };
    const answer = await stage.app.inject({ method: 'POST', url: '/v1/tickets', headers: stranger, payload });
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer realm="docket"', 'x-frame-options': 'SAMEORIGIN' });
    expect(answer.headers['x-correlation-id']).toBe(answer.json<{ correlationId: string }>().correlationId);
  });

  test.each([
    ['a command', '/v1/tickets', json, 401],
    ['an upload', `/v1/tickets/${id(1)}/files`, form, 401],
    ['a path that does not exist', '/v1/cases', json, 404],
    ['a method that is not possible', '/health/live', json, 405],
  ])('%s is answered while none of it has been sent', async (_, url, headers, status) => {
    expect(await statusOfHeaders(url, headers)).toBe(status);
  });

  test('with a valid token the body is read', async () => {
    const known = announced('/v1/tickets', { ...json, ...as('agent') });
    expect(await statusOfHeaders('/v1/tickets', json)).toBe(401);
    known.socket.write(' '.repeat(1_000_000));
    expect(await known.status).toBe(400);
    known.socket.destroy();
  });
});

test('routes without a token contain no personal data, and all others are under /v1', async () => {
  const { paths } = (await stage.app.inject('/openapi.json')).json<{ paths: Record<string, object> }>();
  const open = Object.keys(paths).filter((path) => !path.startsWith('/v1/'));
  expect(open).toEqual(['/health', '/health/live', '/health/ready']);
});

/** A body is announced, and not sent. */
function announced(url: string, headers: Record<string, string>): { readonly socket: Socket; readonly status: Promise<number> } {
  const socket = connect(port, '127.0.0.1');
  const all: Record<string, string> = { host: 'localhost', 'content-length': '1000000', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST ${url} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const status = new Promise<number>((resolve) => socket.once('data', (data) => resolve(Number(data.toString().split(' ')[1]))));
  return { socket, status };
}

async function statusOfHeaders(url: string, headers: Record<string, string>): Promise<number> {
  const { socket, status } = announced(url, headers);
  const answered = await status;
  socket.destroy();
  return answered;
}
