import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastOf } from '../dsl/asking';
import { runToEnd, startProcess, type Running } from '../dsl/process';
import { until } from '../dsl/until';

// The built server, killed repeatedly under load, keeps everything it acknowledged, once, and recovers by itself.

const folder = mkdtempSync(join(tmpdir(), 'docket-killed-'));
let server: Running;
afterAll(async () => {
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const kills = 5;
const clients = 8;
const title = (key: string): string => `Killed ${key}`;

interface Acknowledged {
  readonly key: string;
  readonly ticket: string;
  readonly revision: number;
}

async function open(url: string, token: string, key: string): Promise<Acknowledged & { readonly repeated: boolean }> {
  const response = await fetch(`${url}/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ kind: 'issue', title: title(key), description: 'Under load.' }),
  });
  const answer = (await response.json()) as { id: string; revision: number; repeated: boolean };
  if (response.status !== 201) throw new Error(JSON.stringify(answer));
  return { key, ticket: answer.id, revision: answer.revision, repeated: answer.repeated };
}

/** Opens tickets until the server is killed. The last key belongs to a ticket that was never acknowledged. */
async function client(url: string, token: string, acknowledged: Acknowledged[], unanswered: string[]): Promise<void> {
  for (;;) {
    const key = randomUUID();
    try {
      acknowledged.push(await open(url, token, key));
    } catch (error) {
      if ((error as Error).name !== 'TypeError') throw error;
      unanswered.push(key);
      return;
    }
  }
}

async function everyTicket(url: string, token: string): Promise<readonly { id: string; number: string; title: string }[]> {
  const all: { id: string; number: string; title: string }[] = [];
  let after = '';
  do {
    const response = await fetch(`${url}/v1/tickets?scope=all&state=all&limit=200${after}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await response.json()) as { items: typeof all; next: string | null };
    all.push(...page.items);
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== '');
  return all;
}

function caughtUp(url: string, token: string, tickets: number): ReturnType<typeof everyTicket> {
  return lastOf(
    () => everyTicket(url, token),
    (all) => all.length >= tickets,
  );
}

test(`${kills} kills under load keep every acknowledged ticket, once, and repeats are answered like the first time`, async () => {
  server = await startProcess(folder);
  const token = server.tokens.get('Anja') ?? '';
  const acknowledged: Acknowledged[] = [];
  const recovered: Acknowledged[] = [];
  for (let round = 0; round < kills; round++) {
    const unanswered: string[] = [];
    const before = acknowledged.length;
    const load = Array.from({ length: clients }, () => client(server.url, token, acknowledged, unanswered));
    // Kills during other work, after a number of answers and a short delay.
    await until(() => acknowledged.length > before + clients + 40 * round);
    await new Promise((resolve) => setTimeout(resolve, 3 * round));
    server.child.kill('SIGKILL');
    await Promise.all(load);
    server = await startProcess(folder);
    for (const known of acknowledged.slice(before)) {
      expect(await open(server.url, token, known.key)).toEqual({ ...known, repeated: true });
    }
    for (const key of unanswered) recovered.push(await open(server.url, token, key));
  }
  const all = await caughtUp(server.url, token, acknowledged.length + recovered.length);
  const expected = [...acknowledged, ...recovered];
  expect(all.map(({ id }) => id).sort()).toEqual(expected.map(({ ticket }) => ticket).sort());
  expect(new Set(all.map(({ number }) => number)).size).toBe(all.length);
  const titles = new Map(all.map((one) => [one.id, one.title]));
  expect(expected.filter(({ ticket, key }) => titles.get(ticket) !== title(key))).toEqual([]);
  const verify = await runToEnd(folder, ['dist/cli.js', 'verify', '--json']);
  expect([verify.code, (JSON.parse(verify.out) as { problems: object[] }).problems]).toEqual([0, []]);
});
