import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../dsl/until';

// SIGTERM, as sent by a service manager, to the built product with attached clients and scripts.

const folder = mkdtempSync(join(tmpdir(), 'docket-stop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start() {
  const env = { ...process.env, DATA_DIR: folder, PORT: '0', NODE_ENV: 'development', DEMO: 'small', LOG_LEVEL: 'info' };
  const child = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  return { child, said };
}

async function kept(url: string, agent: Agent): Promise<void> {
  const asking = request(`${url}/health/live`, { agent }).end();
  const [answer] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
  answer.resume();
  await once(answer, 'end');
}

describe('stopping', () => {
  it.each(['import', 'rebuild'])('exits with 0 without waiting for keep-alive clients or a running %s', async (work) => {
    const { child, said } = start();
    await until(() => said.out.includes('Data folder'));
    const url = /http:\/\/\S+/.exec(said.out)?.[0] ?? '';
    const agent = new Agent({ keepAlive: true });
    await kept(url, agent);
    const halfSent = connect(Number(new URL(url).port), 'localhost', () =>
      halfSent.write('POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Le'),
    );
    let toldHalfSent = '';
    halfSent.on('error', () => undefined).on('data', (text) => (toldHalfSent += String(text)));
    const file = join(__dirname, '../data/servicenow-incidents.csv.gz');
    const call = work === 'import' ? ['import', { format: 'servicenow', file }] : ['rebuild', { projection: 'all' }];
    const script = connect(join(folder, 'docket.sock'));
    script.on('error', () => undefined);
    let heard = '';
    script.setEncoding('utf8').on('data', (text: string) => (heard += text));
    script.write(`${JSON.stringify({ id: 1, method: call[0], params: call[1] })}\n`);
    if (work === 'import') await until(() => heard.includes('progress'));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect([code, said.err.split('\n').filter((line) => line.includes(`"level":50`))]).toEqual([0, []]);
    // The import was not done before, and no request timed out after a minute (408).
    if (work === 'import') expect(heard).toContain('"error"');
    expect(toldHalfSent).toBe('');
    expect(existsSync(join(folder, 'docket.sock'))).toBe(false);
    agent.destroy();
    halfSent.destroy();
    script.destroy();
  });

  it('logs ids and patterns, but no name, address, text or token', async () => {
    const { child, said } = start();
    await until(() => said.out.includes('Data folder'));
    const url = /http:\/\/\S+/.exec(said.out)?.[0] ?? '';
    const headers = { authorization: 'Bearer dkt_nobodys', 'content-type': 'application/json' };
    const body = JSON.stringify({ kind: 'issue', title: 'Ben Calder cannot see' });
    await fetch(`${url}/v1/tickets?q=Calder`, { headers });
    await fetch(`${url}/v1/users/ben.calder@example.org/revise`, { method: 'POST', headers, body });
    await fetch(`${url}/v1/calder-was-here`, { headers });
    child.kill('SIGTERM');
    await once(child, 'exit');
    const lines = said.err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; route?: string; status?: number });
    expect(lines.filter(({ msg }) => msg === 'request').map(({ route, status }) => [route, status])).toEqual([
      ['/v1/tickets', 401],
      ['/v1/users/:id/:verb', 401],
      ['unknown', 404],
    ]);
    expect(said.err).not.toMatch(/calder|dkt_|cannot see/i);
  });
});
