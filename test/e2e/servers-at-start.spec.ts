import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, runToEnd, spawnScript } from '../dsl/process';
import { until } from '../dsl/until';
import { certificateAuthority, startTestServer, type TestServer, type TestServerOptions } from '../servers/eventstoredb/server';
import { freePort } from '../servers/mongodb';
import { oldMongod } from '../servers/old-mongod';

// Starts the built product with servers that are missing or wrong.

let folder: string;
const servers: TestServer[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'docket-start-'))));
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function serverWith(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options);
  servers.push(server);
  return server;
}

const main = (settings: Record<string, string>) => runToEnd(folder, ['dist/main.js'], settings);
const trusted = `tlsCAFile=${certificateAuthority}`;

describe('a server that cannot be used ends the start with code 1 and advice', () => {
  test.each([
    ['a wrong password', /refuses the user of EVENTSTORE_URL.*Use one that may read \$all/, 'admin:s3cret'],
    ['no user', /refuses the user of EVENTSTORE_URL/, ''],
  ])('EventStoreDB and %s', async (_, words, user) => {
    const { port } = await serverWith({ users: { admin: 'right' } });
    const at = user === '' ? '' : `${user}@`;
    const { code, out, err } = await main({ EVENTSTORE_URL: `esdb://${at}localhost:${port}?${trusted}` });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(words);
    expect(err).not.toMatch(/s3cret|\n\s+at /);
  });

  test('an EventStoreDB at an IP address, without a warning about its name', async () => {
    const { port } = await serverWith({ users: { admin: 'right' } });
    const { code, err } = await main({ EVENTSTORE_URL: `esdb://admin:wrong@127.0.0.1:${port}?${trusted}` });
    expect([code, err]).toEqual([1, expect.stringMatching(/^EventStoreDB at \S+ refuses the user of EVENTSTORE_URL[^\n]*\n$/)]);
  });

  test('a file of certificates that is not there', async () => {
    const { code, err } = await main({ EVENTSTORE_URL: 'esdb://admin:s3cret@node:2113?tlsCAFile=/nowhere/ca.pem' });
    expect([code, err]).toEqual([
      1,
      'EVENTSTORE_URL is invalid (tlsCAFile: certificate file. File was not found: /nowhere/ca.pem). ' +
        'Use esdb://user:password@host:2113?tlsCAFile=<file>\n',
    ]);
  });

  test('an outdated EventStoreDB', async () => {
    const { url } = await serverWith({ version: '22.10.4' });
    const { code, err } = await main({ EVENTSTORE_URL: url });
    expect(code).toBe(1);
    expect(err).toContain('version 22.10.4, but the oldest supported version is 23.10');
  });

  test('an outdated MongoDB', async () => {
    const old = await oldMongod();
    const { code, err } = await main({ MONGODB_URL: `${old.url}?serverSelectionTimeoutMS=500` });
    old.server.close();
    expect(code).toBe(1);
    expect(err).toMatch(/MongoDB 4\.4 or later/);
  });
});

describe('a missing server is waited for', () => {
  const nobody = 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200';

  test.each([
    [
      'EventStoreDB is down',
      { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false' },
      'log',
      /127\.0\.0\.1:1 does not answer.*ECONNREFUSED/,
    ],
    [
      'the name of EventStoreDB does not resolve',
      { EVENTSTORE_URL: 'esdb://nowhere.invalid:2113?tls=false' },
      'log',
      /nowhere\.invalid:2113 does not answer.*Name resolution failed/,
    ],
    ['MongoDB is down', { MONGODB_URL: nobody }, 'documents', /MongoDB does not answer.*ECONNREFUSED.*MONGODB_URL/],
    [
      'the name of MongoDB does not resolve',
      { MONGODB_URL: 'mongodb://nowhere.invalid/?serverSelectionTimeoutMS=200' },
      'documents',
      /MongoDB does not answer.*nowhere\.invalid/,
    ],
  ])(
    '%s: tells people once, logs a line for each attempt, and ends with 0 when it is told to',
    async (_, settings, who, words) => {
      const child = spawnScript(folder, ['dist/main.js'], settings);
      const lines: string[] = [];
      child.stderr?.on('data', (text: Buffer) => lines.push(...text.toString().trim().split('\n')));
      const end = ended(child);
      while (lines.length < 2) await Promise.race([once(child.stderr as NodeJS.ReadableStream, 'data'), end]);
      expect(child.exitCode).toBeNull();
      child.kill('SIGTERM');
      const { code, signal, out } = await end;
      expect([code, signal]).toEqual([0, null]);
      const said = JSON.parse(lines[0] ?? '') as { readonly who: string; readonly err: { readonly message: string } };
      expect(said.who).toBe(who);
      expect(said.err.message).toMatch(words);
      expect(lines.join('\n')).not.toMatch(/Resolution note|UNAVAILABLE|stack/);
      expect(out).toBe(`Docket waits for the ${who}, and starts once it answers. ${said.err.message}.\n`);
      expect(out).toMatch(who === 'log' ? /EVENTSTORE_URL/ : /MONGODB_URL/);
    },
  );

  test('a server that hangs: ends with 0 at once when it is told to', async () => {
    const server = await serverWith();
    const release = server.faults.hold();
    const port = await freePort();
    const child = spawnScript(folder, ['dist/main.js'], {
      EVENTSTORE_URL: `${server.url}&defaultDeadline=3600000`,
      PORT: String(port),
    });
    const end = ended(child);
    await until(async () => {
      const live = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
      return live?.status === 200;
    });
    child.kill('SIGTERM');
    const { code, out, err } = await end;
    expect([code, out, err]).toEqual([0, '', '']);
    release();
  });

  test('becomes ready once EventStoreDB is up, and is live before', async () => {
    const server = await serverWith();
    server.stop();
    const port = await freePort();
    const at = `http://127.0.0.1:${port}`;
    const child = spawnScript(folder, ['dist/main.js'], { EVENTSTORE_URL: server.url, PORT: String(port) });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (text) => (out += String(text)));
    child.stderr?.on('data', (text) => (err += String(text)));
    await until(() => err.includes('does not answer'));
    const meanwhile = await Promise.all(['/health/live', '/health/ready', '/v1/me'].map((path) => fetch(`${at}${path}`)));
    expect(meanwhile.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [200, null],
      [503, '5'],
      [503, '5'],
    ]);
    expect(await Promise.all(meanwhile.map((response) => response.json()))).toEqual([
      { status: 'live' },
      { status: 'degraded', stopped: ['log'] },
      expect.objectContaining({
        ...{ type: '/problems/unavailable', instance: '/v1/me' },
        detail: 'The server is starting, and waits for: log. Nothing was done. Send the request again in a moment.',
      }),
    ]);
    await server.start();
    await until(() => /Docket is at \S+/.test(out));
    const ready = await fetch(`${/Docket is at (\S+)/.exec(out)?.[1] ?? ''}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', stopped: [] }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
});
