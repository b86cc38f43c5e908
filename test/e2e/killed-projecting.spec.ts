import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { openDocket, type Docket } from '../../src/compose/docket';
import { projections } from '../../src/projections';
import type { Document } from '../../src/projections/kernel/documents.port';
import { hangMs } from '../dsl/until';

// The built server with its projection thread, killed with SIGKILL during the import of a real history.

const file = 'test/data/servicenow-incidents.csv.gz';
/** Milliseconds between the first progress and each kill. */
const moments = [0, 700, 4_000];
const folder = mkdtempSync(join(tmpdir(), 'docket-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: readonly string[]): ChildProcess {
  const env = { ...process.env, DATA_DIR: folder, PORT: '0', NODE_ENV: 'production', LOG_LEVEL: 'silent' };
  return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function importUntilKilled(ms: number): Promise<NodeJS.Signals | null> {
  const server = run('dist/main.js');
  const closed = once(server, 'close');
  if (server.stdout !== null) await Promise.race([once(server.stdout, 'data'), closed]);
  const importing = run('dist/cli.js', 'import', 'servicenow', file, '--json');
  const ended = once(importing, 'close');
  if (importing.stderr !== null) await Promise.race([once(importing.stderr, 'data'), ended]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  server.kill('SIGKILL');
  // Stopped before it notices that the server is gone and continues in its own process.
  importing.kill('SIGKILL');
  await Promise.all([closed, ended]);
  return server.signalCode;
}

async function caughtUp({ stores, runner }: Docket): Promise<string> {
  const head = (await stores.log.head()) ?? '';
  const names = projections.map(({ name }) => name);
  expect(await runner.readModels.waitFor(names, head, hangMs)).toBe(true);
  return head;
}

/** Every document of every read model. */
async function contents({ runner }: Docket): Promise<ReadonlyMap<string, readonly Document[]>> {
  const found = new Map<string, readonly Document[]>();
  for (const { name } of projections) {
    const { items } = await runner.readModels.find(name, { where: [], limit: 1_000_000 });
    found.set(name, items);
  }
  return found;
}

test(`after ${moments.length} kills while projecting, the read models equal a fresh fold of the log`, async () => {
  for (const ms of moments) expect(await importUntilKilled(ms)).toBe('SIGKILL');
  const docket = await openDocket(readConfig({ DATA_DIR: folder, PORT: '0', NODE_ENV: 'production', LOG_LEVEL: 'silent' }));
  try {
    const head = await caughtUp(docket);
    const kept = await contents(docket);
    expect(docket.stores.log.logIndexOf(head)).toBeGreaterThan(1_000);
    expect(kept.get('ticket-list')?.length).toBeGreaterThan(100);
    await docket.runner.rebuild('all');
    expect(await contents(docket)).toEqual(kept);
  } finally {
    await docket.close();
  }
});
