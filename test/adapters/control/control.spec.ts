import { getEventListeners } from 'node:events';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectControl } from '../../../src/adapters/control/control-client';
import { startControlServer, type ControlServer } from '../../../src/adapters/control/control-server';
import type { ControlMethods, OpenControl, ProgressFrame } from '../../../src/adapters/control/control.port';
import { hangMs } from '../../dsl/until';
import { methodsWith } from './methods';
import { reject } from '../../../src/domain/kernel/errors';

const quiet = (): void => undefined;
const gate = (): { promise: Promise<void>; open: () => void } => {
  let open = quiet;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
};
const forever = new AbortController().signal;

/** A process that listens on the socket and is killed. */
async function leaveSocketBehind(path: string): Promise<void> {
  const child = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`,
  ]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the control socket', () => {
  let folder: string;
  let path: string;
  const running: ControlServer[] = [];
  const clients: OpenControl[] = [];
  const errors: string[] = [];

  const serve = async (asked: Partial<ControlMethods> = {}): Promise<ControlServer> => {
    const onError = (method: string, error: unknown): void => void errors.push(`${method}: ${String(error)}`);
    const server = await startControlServer({ path, methods: methodsWith(asked), onError });
    running.push(server);
    return server;
  };
  const client = async (): Promise<ControlMethods> => {
    const open = await connectControl(path);
    if (open === null) throw new Error('no server answers');
    clients.push(open);
    return open.methods;
  };
  /** The answer to a raw line. */
  const say = (line: string): Promise<unknown> =>
    new Promise((resolve, fail) => {
      const socket = connect(path, () => socket.write(`${line}\n`));
      socket.setEncoding('utf8').once('data', (text) => {
        socket.destroy();
        resolve(JSON.parse(String(text)));
      });
      socket.once('error', fail);
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docket-control-'));
    path = join(folder, 'docket.sock');
    errors.length = 0;
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((open) => open.close()));
    await Promise.all(running.splice(0).map((server) => server.close(0)));
    await rm(folder, { recursive: true });
  });

  it('transfers parameters, progress and the result', async () => {
    await serve({
      import: ({ format, file }, progress) => {
        progress({ done: 1, total: 2, unit: 'rows' });
        progress({ done: 2, total: 2, unit: 'rows' });
        return Promise.resolve({
          encoding: 'utf-8',
          separator: ',',
          rows: 2,
          tickets: 1,
          commands: 3,
          repeated: 0,
          refusals: 0,
          facts: 3,
          refused: {},
          seconds: 0.1,
          format,
          file,
        });
      },
    });
    const seen: ProgressFrame[] = [];
    const methods = await client();
    const result = await methods.import({ format: 'servicenow', file: '/tmp/Ä.csv' }, (frame) => seen.push(frame), forever);
    expect(result).toMatchObject({ facts: 3, format: 'servicenow', file: '/tmp/Ä.csv' });
    expect(seen).toEqual([
      { done: 1, total: 2, unit: 'rows' },
      { done: 2, total: 2, unit: 'rows' },
    ]);
  });

  it('answers concurrent calls of one client in any order', async () => {
    const slow = gate();
    const access = { entries: 0, chains: 0, removed: 0, problems: [] };
    await serve({
      verify: () =>
        slow.promise.then(() => ({ facts: 1, streams: 1, boxes: 0, erased: 0, problems: [], passedOver: [], log: '', access })),
      'token.revoke': ({ id }) => Promise.resolve({ id, revoked: true }),
    });
    const methods = await client();
    const first = methods.verify({}, quiet, forever);
    expect(await methods['token.revoke']({ id: 'a' }, quiet, forever)).toEqual({ id: 'a', revoked: true });
    slow.open();
    expect(await first).toMatchObject({ facts: 1 });
  });

  it('transfers a refusal with its code and its facts', async () => {
    await serve({ 'token.create': () => Promise.resolve().then(() => reject('unknown', 'No such user.', { user: 'u' })) });
    const methods = await client();
    const call = methods['token.create']({ user: 'u', label: 'l', scope: null, days: 1 }, quiet, forever);
    await expect(call).rejects.toMatchObject({
      name: 'DomainError',
      code: 'unknown',
      message: 'No such user.',
      facts: { user: 'u' },
    });
    expect(errors).toEqual([]);
  });

  it('reports an unexpected error to the owner and to the log', async () => {
    await serve({ status: () => Promise.reject(new Error('disk I/O error')) });
    await expect((await client()).status({}, quiet, forever)).rejects.toThrow('disk I/O error');
    expect(errors).toEqual(['status: Error: disk I/O error']);
  });

  it('removes its abort listener after a call', async () => {
    await serve({ 'token.list': () => Promise.resolve({ tokens: [] }) });
    const asking = await client();
    const { signal } = new AbortController();
    for (let calls = 0; calls < 3; calls += 1) await asking['token.list']({ user: null }, quiet, signal);
    await expect(asking.status({}, quiet, signal)).rejects.toThrow();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is accessible to its owner only', async () => {
    await serve();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('returns null if no server runs', async () => {
    expect(await connectControl(path)).toBeNull();
  });

  it('refuses to start when another server listens there', async () => {
    await serve({ 'token.list': () => Promise.resolve({ tokens: [] }) });
    await expect(serve()).rejects.toThrow(/Another Docket server answers at .* Stop it first, or choose another DATA_DIR/);
    expect(await (await client())['token.list']({ user: null }, quiet, forever)).toEqual({ tokens: [] });
  });

  it('replaces the socket of a crashed server', async () => {
    await leaveSocketBehind(path);
    expect((await stat(path)).isSocket()).toBe(true);
    expect(await connectControl(path)).toBeNull();
    await serve({ 'token.list': () => Promise.resolve({ tokens: [] }) });
    expect(await (await client())['token.list']({ user: null }, quiet, forever)).toEqual({ tokens: [] });
  });

  it('rejects a path that is too long, and says what to do', async () => {
    path = join(folder, 'x'.repeat(120));
    await expect(serve()).rejects.toThrow(/but the limit is 103. Choose a shorter DATA_DIR/);
  });

  it.each(['nonsense', '[]', '{"id":"1","method":"status","params":{}}', '{"id":1,"method":"status","params":null}'])(
    'answers an invalid line: %s',
    async (line) => {
      await serve();
      expect(await say(line)).toMatchObject({ id: null, error: { type: '/problems/invalid' } });
    },
  );

  it('lists its methods when asked for an unknown one', async () => {
    await serve();
    expect(await say('{"id":1,"method":"constructor","params":{}}')).toEqual({
      id: 1,
      error: {
        type: '/problems/unknown',
        detail: expect.stringContaining('There is no method "constructor". Use one of token.create') as string,
      },
    });
  });

  it('closes the connection on an endless line', async () => {
    await serve();
    const socket = connect(path, () => socket.write('x'.repeat(70_000)));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.destroyed).toBe(true);
  });

  it('aborts a method when its caller disconnects', async () => {
    const aborted = gate();
    await serve({
      rebuild: async (_, __, signal) => {
        signal.addEventListener('abort', () => aborted.open());
        await aborted.promise;
        return { rebuilt: [] };
      },
    });
    const caller = new AbortController();
    const call = (await client()).rebuild({ projection: 'all' }, quiet, caller.signal);
    caller.abort();
    await expect(call).rejects.toThrow('Stopped before it finished.');
    await aborted.promise;
  });

  it('waits for running calls before it closes, and removes its file', async () => {
    const [asked, closing] = [gate(), gate()];
    const server = await serve({
      'token.list': async () => {
        asked.open();
        await closing.promise;
        return { tokens: [] };
      },
    });
    const call = (await client())['token.list']({ user: null }, quiet, forever);
    await asked.promise;
    const closed = server.close(hangMs);
    closing.open();
    await Promise.all([closed, expect(call).resolves.toEqual({ tokens: [] })]);
    expect(await connectControl(path)).toBeNull();
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('fails calls when the server closes, and all calls after that', async () => {
    const asked = gate();
    const server = await serve({
      status: () => {
        asked.open();
        return new Promise(() => undefined);
      },
    });
    const methods = await client();
    const call = methods.status({}, quiet, forever);
    await asked.promise;
    await Promise.all([server.close(0), expect(call).rejects.toThrow('The server closed the connection before it answered')]);
    await expect(methods.status({}, quiet, forever)).rejects.toThrow('The server closed the connection before it answered');
  });
});
