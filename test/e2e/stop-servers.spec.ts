import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partingMs } from '../../src/adapters/web/parting';
import { serversPartingMs } from '../../src/compose/server';
import { startProcess, type Running } from '../dsl/process';
import { startTestServer } from '../servers/eventstoredb/server';
import { mongoChoice } from '../servers/mongodb';

// SIGTERM while a database server is frozen: its connections stay open without answers.

let folder: string;
/** Clean-up of a test, even if it fails. */
const leftovers: (() => unknown)[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'docket-stop-'))));
afterEach(async () => {
  for (const end of leftovers.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function start(settings: Record<string, string>): Promise<Running> {
  const running = await startProcess(folder, settings);
  leftovers.push(() => running.child.kill('SIGKILL'));
  return running;
}

const issue = { kind: 'issue', title: 'Ticket machine is dark', description: 'Since this morning.' };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function post({ url, tokens }: Running): Promise<Response> {
  const token = [...tokens].find(([name]) => name.startsWith('Anja'))?.[1] ?? '';
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${url}/v1/tickets`, { method: 'POST', headers, body: JSON.stringify(issue) });
}

/** Longer than a test may take, so waiting for this timeout would fail the test. */
const neverMs = 3_600_000;

test('all waits of a stop take less than five seconds together', () => {
  expect(partingMs + serversPartingMs).toBeLessThan(5_000);
});

test('a frozen EventStoreDB: waiting and new requests are answered, and the process ends', async () => {
  const server = await startTestServer();
  leftovers.push(() => server.stop());
  const running = await start({ EVENTSTORE_URL: `${server.url}&defaultDeadline=${neverMs}` });
  expect((await post(running)).status).toBe(201);
  leftovers.push(server.faults.hold());
  const waiting = post(running);
  await pause(200);
  const stopping = running.kill('SIGTERM');
  await pause(200);
  const newcomer = await post(running);
  expect([newcomer.status, newcomer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await newcomer.json()).toMatchObject({
    code: 'unavailable',
    detail: expect.stringMatching(/^The server is stopping/) as unknown,
  });
  const answer = await waiting;
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.text()).toContain('Send it again with the same Idempotency-Key');
  expect(await stopping).toBe(0);
});

/** A proxy that passes nothing in either direction once it is frozen. */
async function freezer(host: string, port: number) {
  const sockets: Socket[] = [];
  let frozen = false;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.push(from);
      from.on('data', (bytes) => void to.write(bytes));
      from.on('close', () => to.destroy()).on('error', () => to.destroy());
      if (frozen) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const freeze = (): void => {
    frozen = true;
    for (const socket of sockets) socket.pause();
  };
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, freeze, close };
}

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`a frozen MongoDB: ${choice.reason}`, () => undefined);
} else {
  test(`a frozen ${choice.name}: the process ends`, async () => {
    const server = await choice.start();
    leftovers.push(() => server.stop());
    const { hostname, port } = new URL(server.url.replace(/^mongodb:/, 'http:'));
    const between = await freezer(hostname, Number(port));
    leftovers.push(() => between.close());
    const patient = `socketTimeoutMS=${neverMs}&serverSelectionTimeoutMS=${neverMs}`;
    const url = server.url.replace(`:${port}`, `:${between.port}`);
    const running = await start({ MONGODB_URL: `${url}${url.includes('?') ? '&' : '?'}${patient}` });
    expect((await post(running)).status).toBe(201);
    between.freeze();
    void post(running).catch(() => undefined);
    await pause(200);
    expect(await running.kill('SIGTERM')).toBe(0);
  });
}
