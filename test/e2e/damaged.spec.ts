import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { askingAs, lastOf, type Answered, type Ask } from '../dsl/asking';
import { runToEnd, startProcess, type Running } from '../dsl/process';

// A disk that loses pages of one database under the running server. Requests that need them are rejected, health turns red, the rest
// continues, and everything acknowledged is there after the restore.

const page = 4_096;
let parent: string;
let whole: string;
let tokens: Running['tokens'];
let ticket: string;
let server: Running;
let said: () => string;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'docket-damaged-'));
  whole = join(parent, 'whole');
  server = await startProcess(whole);
  tokens = server.tokens;
  const issue = { kind: 'issue', title: 'Nautilus', description: 'Ours.' };
  ticket = (await as('Anja')('tickets', issue)).body.id ?? '';
  await lastOf(
    () => as('Anja')(`tickets/${ticket}`),
    ({ status }) => status === 200,
  );
  await server.kill('SIGTERM');
});
afterEach(async () => {
  if (server.child.exitCode === null) await server.kill('SIGKILL');
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const as = (name: string): Ask => askingAs(server.url, tokens.get(name) ?? '');
const reply = () => as('Anja')(`tickets/${ticket}/reply`, { audience: 'staff', body: 'After.' });

async function startOnCopy(name: string): Promise<string> {
  const folder = join(parent, name);
  cpSync(whole, folder, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  server = await startProcess(folder, { LOG_LEVEL: 'warn' });
  let heard = '';
  server.child.stderr?.on('data', (text) => (heard += String(text)));
  said = () => heard;
  return folder;
}

/** Destroys all pages but the first. A commit of another connection then makes all readers read from disk. */
function damage(file: string): void {
  const bytes = statSync(file).size - page;
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, page);
  closeSync(handle);
  const other = new Database(file);
  other.pragma('user_version = 7');
  other.close();
}

interface Ready {
  readonly stopped: readonly string[];
}
const redHealth = (part: string): Promise<Answered<Ready>> =>
  lastOf(
    () => as('Anja')<Ready>('/health/ready'),
    ({ body }) => body.stopped.includes(part),
  );

function expectDamage({ status, text }: Answered<unknown>): void {
  expect([status, JSON.parse(text)]).toEqual([500, expect.objectContaining({ code: 'storage-damaged', status: 500 })]);
  expect(text).not.toMatch(/SQLITE|malformed|\.db/);
}

describe('lost pages of one database while the server runs', () => {
  test.each([
    ['log', reply, 'restore the newest backup of the log'],
    ['keys', reply, 'restore the newest backup of it'],
    ['ops', () => as('Anja')('me'), 'restore the newest backup of it'],
    ['read', () => as('Anja')('tickets'), 'delete it with its -wal and -shm'],
  ])('%s.db: answers storage-damaged, fails the health check, and logs the file and what to do', async (name, ask, remedy) => {
    const folder = await startOnCopy(name);
    expect((await as('Anja')('/health/ready')).status).toBe(200);
    damage(join(folder, `${name}.db`));
    expectDamage(await ask());
    expectDamage(await ask());
    const { status, body } = await redHealth(name);
    expect([status, body.stopped]).toEqual([503, expect.arrayContaining([name])]);
    expect((await as('Anja')('/health/live')).status).toBe(200);
    expect(server.child.exitCode).toBeNull();
    expect(said()).toContain(`${join(folder, `${name}.db`)} is damaged`);
    expect(said()).toContain(remedy);
    await server.kill('SIGTERM');
    const again = await runToEnd(folder, ['dist/main.js']);
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain(`${join(folder, `${name}.db`)} is damaged`);
    expect(again.err).toContain(remedy);
  });

  test('lost read models do not stop commands, and are rebuilt as the message says', async () => {
    const folder = await startOnCopy('rebuilt');
    damage(join(folder, 'read.db'));
    expect((await reply()).status).toBe(200);
    expectDamage(await as('Anja')(`tickets/${ticket}`));
    await server.kill('SIGTERM');
    for (const file of ['read.db', 'read.db-wal', 'read.db-shm']) rmSync(join(folder, file), { force: true });
    server = await startProcess(folder);
    const activity = await lastOf(
      () => as('Anja')(`tickets/${ticket}/activity`),
      ({ text }) => text.includes('After.'),
    );
    expect(activity.text).toContain('After.');
  });
});
