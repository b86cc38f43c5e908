import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type Running } from '../dsl/process';
import { scriptsFor } from '../dsl/scripts';
import { until } from '../dsl/until';

// The built server, killed while it records accesses: the chain stays whole, and what was written stays.

const folder = mkdtempSync(join(tmpdir(), 'docket-access-'));
let server: Running;
afterAll(async () => {
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

interface Verified {
  readonly problems: readonly object[];
  readonly access: { readonly entries: number; readonly problems: readonly object[] };
}
const { answerOf } = scriptsFor(folder);
const verified = () => answerOf<Verified>('verify');

const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
let token = '';

async function open(title: string): Promise<string> {
  const body = JSON.stringify({ kind: 'issue', title, description: 'Looked at.' });
  const response = await fetch(`${server.url}/v1/tickets`, { method: 'POST', headers: headers(), body });
  return ((await response.json()) as { readonly id: string }).id;
}

/** Each view of another ticket is an entry. */
const view = (ticket: string): Promise<unknown> =>
  fetch(`${server.url}/v1/tickets/${ticket}`, { headers: headers() }).catch(() => null);

test('three kills while accesses are recorded leave one whole chain with everything that was written', async () => {
  server = await startProcess(folder);
  token = server.tokens.get('Anja') ?? '';
  const tickets = await Promise.all(Array.from({ length: 60 }, (_, i) => open(`Seen ${i}`)));
  let written = (await verified()).access.entries;
  for (let round = 0; round < 3; round++) {
    const [kept, lost] = [tickets.slice(round * 20, round * 20 + 10), tickets.slice(round * 20 + 10, round * 20 + 20)];
    const before = written;
    await Promise.all(kept.map(view));
    await until(async () => (written = (await verified()).access.entries) >= before + kept.length);
    const load = lost.map(view);
    await new Promise((resolve) => setTimeout(resolve, 200 * round));
    await server.kill('SIGKILL');
    await Promise.all(load);
    server = await startProcess(folder);
    const after = await verified();
    expect([after.problems, after.access.problems, after.access.entries >= written]).toEqual([[], [], true]);
    written = after.access.entries;
  }
});
