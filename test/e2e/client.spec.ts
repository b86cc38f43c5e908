import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ended, startProcess, type Running } from '../dsl/process';

// A client whose types are generated from the running server: test/client/thirty-lines.mts is what a user of the API writes.

let folder: string;
let server: Running;
let description: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docket-client-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  cpSync('test/client/thirty-lines.mts', join(folder, 'thirty-lines.mts'));
  server = await startProcess(join(folder, 'data'));
  description = await (await fetch(`${server.url}/openapi.json`)).text();
});
afterAll(async () => {
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** What the compiler says of the client against these types; empty where all is well. */
function compiled(api: string): string {
  writeFileSync(join(folder, 'openapi.json'), api);
  const generated = run('node_modules/openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'api.ts');
  if (generated.status !== 0) throw new Error(generated.stderr);
  const options = [
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'node16',
    '--types',
    'node',
    '--pretty',
    'false',
  ];
  return run('node_modules/typescript/bin/tsc', ...options, 'thirty-lines.mts').stdout;
}

const run = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

test('thirty lines open, assign, answer, close and find a ticket', async () => {
  expect(compiled(description)).toBe('');
  const tokens = ['Ben', 'Dieter', 'Tomáš'].map((name) => server.tokens.get(name) ?? '');
  const child = spawn(process.execPath, [join(folder, 'thirty-lines.mjs'), server.url, ...tokens], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { out, err } = await ended(child);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({ number: 'CT-000001', resolution: 'resolved', numbers: ['CT-000001'] });
});

test('does not compile when an operation, a field of a request or a field of an answer is renamed', () => {
  const renamed = description
    .replaceAll('/v1/tickets/{id}/assign', '/v1/tickets/{id}/appoint')
    .replaceAll('"audience"', '"readers"')
    .replaceAll('"closure"', '"ending"');
  const said = compiled(renamed);
  for (const name of ['/assign', 'audience', 'closure']) expect(said).toMatch(new RegExp(`^thirty-lines\\.mts.*${name}`, 'm'));
});
