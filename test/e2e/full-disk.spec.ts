import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askingAs, lastOf, type Ask } from '../dsl/asking';
import { ended, startProcess, type Running } from '../dsl/process';

// Uses a real full disk: a small one, mounted for the server only, which needs Linux.

/** Slightly more than the free space that the health check needs. */
const small = 'mount -t tmpfs -o size=80m tmpfs "$DATA_DIR"';
/** Puts the read models on a separate disk. */
const smallForReadModels = `${small} && mkdir "$DATA_DIR/apart" && mount -t tmpfs -o size=24m tmpfs "$DATA_DIR/apart" && ln -s apart/read.db "$DATA_DIR/read.db"`;
const mounted = (how: string): [string, ...string[]] => ['unshare', '-rm', 'sh', '-c', `${how} && exec "$0" "$@"`];

const [program, ...mounting] = mounted(small);
const canMount = spawnSync(program, [...mounting, 'true'], { env: { ...process.env, DATA_DIR: tmpdir() } }).status === 0;
if (!canMount)
  process.stderr.write('full-disk.spec.ts: this system lets no ordinary user mount a small disk, so none is filled here.\n');
const testWhereMounted = canMount ? test : test.skip;

let folder: string;
let server: Running;
let end: ReturnType<typeof ended>;
let ask: Ask;
let ticket: string;
/** The path outside of the server's own mounts. */
let disk: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'docket-full-'))));
afterEach(async () => {
  if (server.child.exitCode === null) await server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function startOn(how: string): Promise<void> {
  server = await startProcess(folder, { LOG_LEVEL: 'warn' }, [...mounted(how), process.execPath]);
  end = ended(server.child);
  disk = `/proc/${String(server.child.pid)}/root${folder}`;
  ask = askingAs(server.url, server.tokens.get('Anja') ?? '');
  ticket = (await ask('tickets', { kind: 'issue', title: 'Full', description: 'Disk.' })).body.id ?? '';
  expect((await reply('before')).status).toBe(200);
  expect(await stopped(({ length }) => length === 0)).toEqual([]);
}

const reply = (body: string) => ask(`tickets/${ticket}/reply`, { audience: 'everyone', body });
const activityWith = (text: string) =>
  lastOf(
    () => ask(`tickets/${ticket}/activity?limit=200`),
    (answer) => answer.text.includes(text),
  );

/** Waits until the health report lists the given failures. */
async function stopped(isSo: (names: readonly string[]) => boolean): Promise<readonly string[]> {
  const ready = () => ask<{ stopped: readonly string[] }>('/health/ready');
  const { status, body } = await lastOf(ready, (answer) => isSo(answer.body.stopped));
  expect(status).toBe(body.stopped.length === 0 ? 200 : 503);
  return body.stopped;
}

/** Fills the disk to the last byte. The server may use some of the free space meanwhile. */
function fill(where: string): void {
  const { bavail, bsize } = statfsSync(where);
  try {
    writeFileSync(join(where, 'filler'), Buffer.alloc(bavail * bsize));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

testWhereMounted(
  'a full disk rejects commands, records nothing, serves reads and fails the health check, and recovers by itself',
  async () => {
    await startOn(small);
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
    expect(await stopped((names) => names.includes('disk'))).toContain('disk');

    rmSync(join(disk, 'filler'));
    const after = await reply('after');
    expect([after.text, after.status, after.body.revision]).toEqual([after.text, 200, (revision ?? 0) + 1]);
    expect((await activityWith('"after"')).text).toContain('"after"');
    expect(await stopped(({ length }) => length === 0)).toEqual([]);
    await server.kill('SIGTERM');
    expect((await end).out + (await end).err).toMatch(/full/);
  },
);

testWhereMounted(
  'a full disk of the read models keeps commands, answers 503 instead of 404, and names the stopped ones, which catch up later',
  async () => {
    await startOn(smallForReadModels);
    fill(join(disk, 'apart'));
    const told = Array.from({ length: 20 }, (_, i) => `${i}: ${'x'.repeat(10_000)}`);
    for (const text of told) expect((await reply(text)).status).toBe(200);
    expect(await stopped((names) => names.includes('activity-everyone'))).toContain('activity-everyone');
    expect((await reply('while it stands still')).status).toBe(200);
    const unseen = (await ask('tickets', { kind: 'issue', title: 'Unseen', description: 'Disk.' })).body.id ?? '';
    const notYet = await Promise.all(['', '/activity'].map((part) => ask(`tickets/${unseen}${part}`)));
    expect(notYet.map(({ status, body }) => [status, body.code])).toEqual(Array(2).fill([503, 'not-shown-yet']));
    expect((await ask(`tickets/${randomUUID()}`)).status).toBe(404);

    rmSync(join(disk, 'apart', 'filler'));
    const { text } = await activityWith('while it stands still');
    expect(told.filter((one) => !text.includes(one))).toEqual([]);
    expect((await ask(`tickets/${unseen}`)).text).toContain('Unseen');
    expect(await stopped(({ length }) => length === 0)).toEqual([]);
    await server.kill('SIGTERM');
    expect((await end).code).toBe(0);
  },
);
