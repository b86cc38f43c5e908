import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { lobby } from '../../../src/adapters/pages/problems/lobby';
import { WaitingRoom } from '../../../src/adapters/web/waiting-room';
import { id } from '../../dsl/world';

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

let room: WaitingRoom | undefined;
afterEach(() => room?.close());

describe('while the server starts', () => {
  it('browsers get a page in their language that reloads itself, and API clients get a problem', async () => {
    const port = await freePort();
    room = await WaitingRoom.open({ port, host: '127.0.0.1' }, { next: () => id(1) }, lobby);
    const url = `http://127.0.0.1:${port}`;
    const page = await fetch(`${url}/tickets/CT-000001`, { headers: { accept: 'text/html', 'accept-language': 'fi' } });
    const html = await page.text();
    expect([page.status, page.headers.get('refresh'), html.includes('Palvelupiste käynnistyy')]).toEqual([503, '2', true]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const style = /href="(\/assets\/app\.[^"]+\.css)"/.exec(html)?.[1] ?? '';
    expect((await fetch(`${url}${style}`)).headers.get('content-type')).toBe('text/css; charset=utf-8');
    const problem = await fetch(`${url}/v1/tickets`, { headers: { accept: 'text/html' } });
    expect([problem.status, await problem.json()]).toEqual([503, expect.objectContaining({ code: 'unavailable' })]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});
