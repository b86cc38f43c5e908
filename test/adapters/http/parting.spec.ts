import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { httpAdapter } from '../../../src/adapters/http/adapter';
import { partingMs } from '../../../src/adapters/http/parting';
import { systemIds } from '../../../src/adapters/system/system';

interface Answered {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly text: string;
}

/** A server with routes that are answered when the test says so. */
async function start() {
  const fastify = httpAdapter(systemIds).getInstance<FastifyInstance>();
  const waiting: (() => void)[] = [];
  const answer = () => new Promise((resolve) => waiting.push(() => resolve({ done: true })));
  fastify.get('/wait', answer);
  fastify.post('/wait', answer);
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const { port } = fastify.server.address() as { readonly port: number };
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
  return { fastify, port, agent, ask, underWay, release: () => waiting.splice(0).forEach((one) => one()) };
}

const timed = async (work: Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work;
  return performance.now() - began;
};

describe('the end of the server, for its clients', () => {
  it('lets a request under way end, and closes as soon as it has', async () => {
    const { fastify, ask, underWay, release } = await start();
    const asked = ask('POST');
    await underWay(1);
    const closing = timed(fastify.close());
    setTimeout(release, 200);
    expect(await asked).toMatchObject({ status: 200, text: '{"done":true}' });
    expect(await closing).toBeLessThan(1_500);
  });

  it.each([
    ['POST', 'nobody can say yet whether it was recorded. Send it again with the same Idempotency-Key'],
    ['GET', 'Ask again in a moment.'],
  ])(
    'answers a %s that takes too long',
    async (method, words) => {
      const { fastify, ask, underWay, release } = await start();
      const asked = ask(method);
      await underWay(1);
      const closing = timed(fastify.close());
      expect(await asked).toMatchObject({ status: 503, connection: 'close', text: expect.stringContaining(words) as unknown });
      expect(await closing).toBeLessThan(partingMs + 1_500);
      release(); // what is answered late, to nobody, disturbs nobody
      await new Promise(setImmediate);
    },
    10_000,
  );

  it('waits for no client that says nothing, or only half of what it wants', async () => {
    const { fastify, port, ask, underWay, release } = await start();
    const asked = ask('GET');
    await underWay(1);
    release();
    await asked;
    const half = connect(port, '127.0.0.1', () => half.write('POST /wait HTTP/1.1\r\nHost: x\r\nContent-Le'));
    const cut = new Promise((resolve) => half.on('close', resolve));
    half.on('error', () => undefined);
    await once(half, 'connect');
    expect(await timed(fastify.close())).toBeLessThan(1_000);
    await cut;
  });
});
