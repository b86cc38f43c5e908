import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import fastify from 'fastify';
import { closeGracefully } from '../../../src/adapters/web/parting';

interface Answered {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly text: string;
}

/** Longer than a test may take: whoever waited for it would be found out. */
const never = 3_600_000;

/** A server with routes that are answered when the test says so, and that no limit of its own ever closes a connection of. */
async function start(patienceMs: number) {
  const server = fastify({
    forceCloseConnections: true,
    return503OnClosing: false,
    keepAliveTimeout: never,
    requestTimeout: never,
  });
  closeGracefully(server, patienceMs);
  const waiting: (() => void)[] = [];
  const answer = () => new Promise((resolve) => waiting.push(() => resolve({ done: true })));
  server.get('/wait', answer);
  server.post('/wait', answer);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as { readonly port: number };
  const agent = new Agent({ keepAlive: true });
  const ask = async (method: string): Promise<Answered> => {
    const asking = request({ port, host: '127.0.0.1', path: '/wait', method, agent }).end();
    const [heard] = (await once(asking, 'response')) as [import('node:http').IncomingMessage];
    let text = '';
    for await (const part of heard.setEncoding('utf8')) text += String(part);
    return { status: heard.statusCode, connection: heard.headers.connection, text };
  };
  const underWay = async (count: number): Promise<void> => {
    while (waiting.length < count) await new Promise(setImmediate);
  };
  return { server, port, ask, underWay, release: () => waiting.splice(0).forEach((one) => one()) };
}

describe('graceful shutdown', () => {
  it('lets an open request finish, and closes right after it', async () => {
    const { server, ask, underWay, release } = await start(never);
    const asked = ask('POST');
    await underWay(1);
    const closing = server.close();
    setTimeout(release, 50);
    expect(await asked).toMatchObject({ status: 200, text: '{"done":true}' });
    await closing;
  });

  it.each([
    ['POST', 'it is not known whether this was recorded. Send it again with the same Idempotency-Key'],
    ['GET', 'Ask again in a moment.'],
  ])('answers a %s that takes too long, and closes', async (method, words) => {
    const { server, ask, underWay, release } = await start(50);
    const asked = ask(method);
    await underWay(1);
    const closing = server.close();
    expect(await asked).toMatchObject({ status: 503, connection: 'close', text: expect.stringContaining(words) as unknown });
    await closing;
    release(); // what is answered late, to nobody, disturbs nobody
    await new Promise(setImmediate);
  });

  it('does not wait for an answer whose client has gone', async () => {
    const { server, port, underWay } = await start(never);
    const asking = request({ port, host: '127.0.0.1', path: '/wait' }).end();
    asking.on('error', () => undefined);
    await underWay(1);
    asking.destroy();
    await server.close();
  });

  it('does not wait for idle clients or incomplete requests', async () => {
    const { server, port, ask, underWay, release } = await start(never);
    const asked = ask('GET');
    await underWay(1);
    release();
    await asked;
    const half = connect(port, '127.0.0.1', () => half.write('POST /wait HTTP/1.1\r\nHost: x\r\nContent-Le'));
    const cut = new Promise((resolve) => half.on('close', resolve));
    half.on('error', () => undefined);
    await once(half, 'connect');
    await server.close();
    await cut;
  });
});
