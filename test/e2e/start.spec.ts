import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, runToEnd, spawnScript, startProcess, type Ended } from '../dsl/process';

// The first start of the built product: refusals, their leftovers, and first access.

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'docket-first-'));
  folder = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const start = (settings: Record<string, string> = {}, dataDir = folder): Promise<Ended> =>
  runToEnd(dataDir, ['dist/main.js'], { LOG_LEVEL: 'silent', ...settings });
const script = (args: string, settings: Record<string, string> = {}): Promise<Ended> =>
  runToEnd(folder, ['dist/cli.js', ...args.split(' ')], { LOG_LEVEL: 'silent', ...settings });

function refusedInWords({ code, out, err }: Ended, words: RegExp): void {
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(words);
  expect(err).not.toMatch(/\n\s+at |Error:/);
}

describe('unusable settings end the start with a message', () => {
  test("a port in use: creates nothing, and keeps the demo's tokens for the start that can show them", async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    refusedInWords(await start({ PORT: String(port) }), /^Port \d+ is in use\. Stop the program that uses it, or set PORT/);
    other.close();
    expect(existsSync(folder)).toBe(false);
    const server = await startProcess(folder);
    await server.kill('SIGTERM');
    expect(server.tokens.size).toBeGreaterThan(20);
  });

  test.each([
    ['of another machine', '192.0.2.1', /^The address 192\.0\.2\.1 of HOST does not belong to this machine\. Set HOST to/],
    ['that does not resolve', 'nowhere.invalid', / nowhere\.invalid of HOST.* Set HOST to/],
    ['that is unusable', 'fe80::1', /HOST .*fe80::1.* Set HOST to/],
  ])('an address %s: creates nothing', async (_, HOST, words) => {
    refusedInWords(await start({ HOST }), words);
    expect(existsSync(folder)).toBe(false);
  });

  test('a data folder whose path is too long for its socket: creates nothing', async () => {
    refusedInWords(await start({}, join(parent, 'x'.repeat(100))), /but the limit is 103\. Choose a shorter DATA_DIR/);
    expect(readdirSync(parent)).toEqual([]);
  });

  (existsSync('/proc/self') ? test : test.skip)('a data folder that cannot be created: does not hang', async () => {
    refusedInWords(await start({}, '/proc/docket'), /^The data folder \/proc\/docket cannot be created.* Set DATA_DIR/);
    symlinkSync(join(parent, 'nowhere', 'there'), folder);
    refusedInWords(await start({}, join(folder, 'data')), /Set DATA_DIR to a folder, or to a path where one can be created/);
  });

  test('a missing log: creates no other one', async () => {
    await (await startProcess(folder)).kill('SIGTERM');
    unlinkSync(join(folder, 'log.db'));
    refusedInWords(await start(), /^There is no log, but the database "ops" belongs to one \(.*\)\. Nothing was changed/);
    refusedInWords(await script('status'), /^There is no log, but/);
    expect(existsSync(join(folder, 'log.db'))).toBe(false);
  });

  test('an unfinished restore: no server starts, and it is neither a source nor a target', async () => {
    mkdirSync(join(folder, 'restoring'), { recursive: true });
    writeFileSync(join(folder, 'restoring', 'log.db'), 'half');
    const words = /contains an unfinished restore\. Run the same "npm run restore" again/;
    refusedInWords(await start(), words);
    refusedInWords(await script('status'), words);
    refusedInWords(await script(`copy --from sqlite:${folder} --to sqlite:${join(parent, 'new')}`), /There is no log in/);
    const made = join(parent, 'made');
    expect((await runToEnd(made, ['dist/cli.js', 'status'])).code).toBe(0);
    refusedInWords(await script(`copy --from sqlite:${made} --to sqlite:${folder}`), words);
    expect(readdirSync(folder).sort()).toEqual(['lock.db', 'restoring']);
  });
});

const mounted = (kilobytes: number): [string, ...string[]] => [
  'unshare',
  '-rm',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${kilobytes}k tmpfs "$DATA_DIR" && exec "$0" "$@"`,
];
const [program, ...mounting] = mounted(80);
const canMount = spawnSync(program, [...mounting, 'true'], { env: { ...process.env, DATA_DIR: tmpdir() } }).status === 0;
if (!canMount)
  process.stderr.write('start.spec.ts: this system lets no ordinary user mount a small disk, so none is filled here.\n');

// The disk is too small for a database, for the read models of the projection thread, or for the first facts.
(canMount ? test : test.skip).each([64, 260, 600, 2_000, 3_000])(
  'a disk of %i KiB that fills up during the first start is reported without a stack trace',
  async (kilobytes) => {
    mkdirSync(folder);
    const [command, ...before] = mounted(kilobytes);
    await expect(startProcess(folder, { LOG_LEVEL: 'silent' }, [command, ...before, process.execPath])).rejects.toThrow(
      /^[^\n]*the disk [^\n]*(is full|does not read or write)[^\n]*\n$/,
    );
  },
);

describe('first access', () => {
  test("a script before the first server uses none of the demo's tokens", async () => {
    expect((await script('status')).code).toBe(0);
    const server = await startProcess(folder);
    await server.kill('SIGTERM');
    expect(server.tokens.size).toBeGreaterThan(20);
    const again = await startProcess(folder);
    await again.kill('SIGTERM');
    expect(again.tokens.size).toBe(0);
  });

  test('is shown in production by the start and the list of tokens until there is a token', async () => {
    const production = { NODE_ENV: 'production' };
    const hint = /(node dist\/cli\.js token|npm run token --) create --user administrator@localhost --label/;
    const said = async (): Promise<string> => {
      const child = spawnScript(folder, ['dist/main.js'], { ...production, LOG_LEVEL: 'silent' });
      const end = ended(child);
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      child.kill('SIGTERM');
      return (await end).out;
    };
    expect(await said()).toMatch(hint);
    const { out } = await script('token list', production);
    expect(out).toContain('There are no tokens. Create one with:');
    expect(out).toMatch(hint);
    const made = await script('token create --user administrator@localhost --label first --json', production);
    const { secret } = JSON.parse(made.out) as { readonly secret: string };
    expect(await said()).not.toMatch(/token|sign in/);
    const server = await startProcess(folder, production);
    const me = await fetch(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } });
    expect([me.status, await me.json()]).toEqual([200, expect.objectContaining({ organisationKind: 'admin' })]);
    await server.kill('SIGTERM');
  });
});
