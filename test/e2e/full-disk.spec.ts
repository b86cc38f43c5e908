import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, type Ended, type Running, startProcess } from '../dsl/process';

// A disk that is really full: a small one is mounted for the server alone, which only Linux lets an ordinary user do.

const mount = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=12m tmpfs "$DATA_DIR" && exec "$0" "$@"'];
const canMount = spawnSync('unshare', mount.concat('true'), { env: { ...process.env, DATA_DIR: tmpdir() } }).status === 0;
if (!canMount)
  process.stderr.write('full-disk.spec.ts: this system lets no ordinary user mount a small disk, so none is filled here.\n');

const folder = mkdtempSync(join(tmpdir(), 'docket-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function askingAs(url: string, token: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (path: string, body?: object) => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}/v1/${path}`, { headers, ...sent });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) as { ticket?: string; revision?: number; code?: string } };
  };
}

/** Asks until it is so: what the files have room for inside is still taken, and read models follow a little later. */
async function lastOf<A>(ask: () => Promise<A>, isSo: (answer: A) => boolean): Promise<A> {
  let answer = await ask();
  for (let tries = 0; tries < 200 && !isSo(answer); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = await ask();
  }
  return answer;
}

/** To the last byte; the server may well have taken some of what was free a moment ago. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

const started: Running[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) if (server.child.exitCode === null) await server.kill('SIGKILL');
});

(canMount ? test : test.skip)(
  'a full disk: commands are refused, nothing is recorded, reading goes on; with room again all goes on by itself',
  async () => {
    const server = await startProcess(folder, { LOG_LEVEL: 'warn' }, ['unshare', ...mount, process.execPath]);
    started.push(server);
    const end: Promise<Ended> = ended(server.child);
    const disk = `/proc/${String(server.child.pid)}/root${folder}`;
    const ask = askingAs(server.url, server.tokens.get('Anja') ?? '');
    const { ticket = '' } = (await ask('tickets', { kind: 'issue', title: 'Full', description: 'Disk.' })).body;
    const reply = (body: string) => ask(`tickets/${ticket}/reply`, { audience: 'everyone', body });
    expect((await reply('before')).status).toBe(200);

    fill(disk);
    const refused = await lastOf(
      () => reply('x'.repeat(20_000)),
      ({ status }) => status !== 200,
    );
    expect([refused.text, refused.status, refused.body.code]).toEqual([refused.text, 503, 'unavailable']);
    expect(refused.text).not.toMatch(/SQLITE|database/);
    const { revision } = (await ask(`tickets/${ticket}`)).body;
    expect((await reply('x'.repeat(20_000))).status).toBe(503);
    expect((await ask(`tickets/${ticket}`)).body.revision).toBe(revision);

    rmSync(join(disk, 'filler'));
    const after = await reply('after');
    expect([after.text, after.status, after.body.revision]).toEqual([after.text, 200, (revision ?? 0) + 1]);
    const { text: activity } = await lastOf(
      () => ask(`tickets/${ticket}/activity?limit=200`),
      ({ text }) => text.includes('"after"'),
    );
    expect(activity).toContain('"after"');
    await server.kill('SIGTERM');
    expect((await end).out + (await end).err).toMatch(/full/);
  },
  60_000,
);
