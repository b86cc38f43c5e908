import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { diskBlobStore } from '../../src/adapters/files/disk.blob-store';
import { readConfig } from '../../src/config';
import { explainError } from '../../src/operations/explain';
import { startServer, type Server } from '../../src/compose/server';

import { Api } from '../dsl/api';
import { runToEnd } from '../dsl/process';
import { hangMs } from '../dsl/until';

// States of the data folder that an operator may find at a start. Each is refused with advice, and the refusal changes nothing that is
// stored.

let ours: Api;
let theirs: Api;
let parent: string;
let folder: string;
let ticket: string;

const issue = { kind: 'issue', title: 'Nautilus', description: 'Ours.' };
const databases = ['log', 'ops', 'keys', 'read'] as const;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([Api.start(), Api.start()]);
  ticket = (await ours.as('Anja').post('tickets', issue)).body.id ?? '';
  // Enough data to use the middle of every file.
  for (let i = 0; i < 40; i++)
    await ours.as('Anja').post(`tickets/${ticket}/reply`, { audience: 'staff', body: `${i} `.repeat(2_000) });
  await theirs.as('Anja').post('tickets', { ...issue, title: 'Rosebud' });
  await theirs.as('Anja').post('tickets', { ...issue, title: 'Rosebud' });
  await Promise.all([ours.pause(), theirs.pause()]);
});
afterAll(() => {
  for (const one of [ours.folder, theirs.folder]) rmSync(one, { recursive: true });
});
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'docket-found-'));
  folder = join(parent, 'data');
  cpSync(ours.folder, folder, { recursive: true, filter: (path) => !path.endsWith('.sock') });
});
afterEach(() => rmSync(parent, { recursive: true }));

const file = (name: string): string => join(folder, name);
const start = (): Promise<Server> =>
  startServer(readConfig({ PORT: '0', DATA_DIR: folder, NODE_ENV: 'production', LOG_LEVEL: 'silent' }));

/** Every stored byte. The lock is not data. */
function contents(): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => statSync(file(name)).isFile() && !name.startsWith('lock.db'));
  const filled = names.filter((name) => !/-(shm|wal)$/.test(name) || statSync(file(name)).size === 0 || name.endsWith('-wal'));
  return Object.fromEntries(
    filled.filter((name) => statSync(file(name)).size > 0).map((name) => [name, readFileSync(file(name)).toString('base64')]),
  );
}

async function refusal(): Promise<string> {
  try {
    const server = await start();
    await server.stop();
  } catch (error) {
    return explainError(error);
  }
  throw new Error('it started');
}

function overwrite(name: string, from: number, bytes: number): void {
  const handle = openSync(file(name), 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  closeSync(handle);
}

describe.each(databases)('a damaged %s.db', (name) => {
  const database = `${name}.db`;

  test('that is not a database is rejected with its name and advice', async () => {
    overwrite(database, 0, 4_096);
    const before = contents();
    const said = await refusal();
    expect(said).toContain(`${file(database)} is damaged`);
    expect(said).toMatch(name === 'read' ? /delete it .* the next start builds it again/ : /restore the newest backup/);
    expect(said).not.toMatch(/\n\s+at /);
    expect(contents()).toEqual(before);
  });

  test('that was truncated is rejected, or detected by the next read, with a message', async () => {
    truncateSync(file(database), Math.floor(statSync(file(database)).size / 2 / 4_096) * 4_096);
    const said = await refusal();
    expect(said).toMatch(/is damaged|backup/);
    expect(said).not.toMatch(/\n\s+at /);
  });
});

test('damaged read models are rebuilt from the log once they are deleted', async () => {
  overwrite('read.db', 0, 4_096);
  for (const name of ['read.db', 'read.db-wal', 'read.db-shm']) rmSync(file(name), { force: true });
  const server = await start();
  expect(await titlesIn(server)).toEqual(['Nautilus']);
  await server.stop();
});

test('the remains of a killed upload are cleared, and the files stay', async () => {
  const { sha256 } = await diskBlobStore(file('files')).put(Readable.from([Buffer.from('kept')]));
  writeFileSync(join(folder, 'files', 'incoming', 'a1b2'), 'half of a picture');
  const server = await start();
  await server.stop();
  expect(readdirSync(file('files'), { recursive: true })).toEqual(
    expect.arrayContaining(['log-id', join(sha256.slice(0, 2), sha256)]),
  );
  expect(existsSync(join(folder, 'files', 'incoming', 'a1b2'))).toBe(false);
});

async function titlesIn({ docket }: Server): Promise<readonly string[]> {
  const { readModels } = docket.runner;
  const head = (await docket.stores.log.head()) ?? '';
  expect(await readModels.waitFor(['ticket-list', 'ticket-detail-staff'], head, hangMs)).toBe(true);
  const { items } = await readModels.find<{ _id: string; title: string }>('ticket-list', { where: [], limit: 100 });
  const details = await Promise.all(
    items.map(({ _id }) => readModels.get<{ _id: string; title: string }>('ticket-detail-staff', _id)),
  );
  return details.map((detail) => detail?.title ?? '');
}

describe('databases that do not belong together', () => {
  const swap = (name: string): void => {
    for (const each of [`${name}.db`, `${name}.db-wal`, `${name}.db-shm`]) {
      rmSync(file(each), { force: true });
      if (existsSync(join(theirs.folder, each))) cpSync(join(theirs.folder, each), file(each));
    }
  };

  test.each([
    ['keys', 'the database "keys" belongs to another log'],
    ['ops', 'the database "ops" belongs to another log'],
    ['log', 'belongs to another log'],
  ])('rejects %s of another installation', async (name, words) => {
    swap(name);
    const before = contents();
    expect(await refusal()).toContain(words);
    expect(contents()).toEqual(before);
  });

  test('rejects files of another installation, also if neither has any yet', async () => {
    rmSync(file('files'), { recursive: true });
    cpSync(join(theirs.folder, 'files'), file('files'), { recursive: true });
    const before = contents();
    expect(await refusal()).toMatch(/the file store \(files in \S+\) belongs to another log \(\S+\) than the one given/);
    expect(contents()).toEqual(before);
    rmSync(file('files'), { recursive: true });
    cpSync(join(ours.folder, 'files'), file('files'), { recursive: true });
    await (await start()).stop();
  });

  test('rejects missing keys, and accepts the right ones once they are back', async () => {
    rmSync(file('keys.db'));
    expect(await refusal()).toContain('the keys database lacks the keys of the newest facts');
    expect(await refusal()).toContain('Restore the newest backup of the keys database');
    cpSync(join(ours.folder, 'keys.db'), file('keys.db'));
    const server = await start();
    expect(await titlesIn(server)).toEqual(['Nautilus']);
    await server.stop();
  });

  test('rebuilds read models of another installation', async () => {
    swap('read');
    const server = await start();
    expect(await titlesIn(server)).toEqual(['Nautilus']);
    await server.stop();
  });
});

describe('obstacles to a start', () => {
  const main = (more: Record<string, string> = {}) => runToEnd(folder, ['dist/main.js'], more);

  test('a port in use: exit code 1 with a message, and the folder is free again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, out, err } = await main({ PORT: String(port) });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`Port ${port} is in use. Stop the program that uses it, or set PORT to another port (0: any free port).\n`);
    other.close();
    await (await start()).stop();
  });

  test('a second server on the same folder is refused, and the first continues', async () => {
    const first = await start();
    const { code, err } = await main();
    expect(code).toBe(1);
    expect(err).toContain(`The data folder ${folder} is in use by another Docket process.`);
    expect(await titlesIn(first)).toEqual(['Nautilus']);
    await first.stop();
  });

  test('a read-only folder', async () => {
    for (const name of readdirSync(folder)) if (statSync(file(name)).isFile()) chmodSync(file(name), 0o444);
    chmodSync(folder, 0o555);
    chmodSync(parent, 0o755);
    const before = contents();
    const said = await asNobody(refusal);
    expect(said).toBe(
      `The data folder ${folder} is not writable. Give this user write access, or set DATA_DIR to another folder.`,
    );
    chmodSync(folder, 0o755);
    expect(contents()).toEqual(before);
  });

  test('invalid settings are listed together, and nothing is created', async () => {
    const fresh = join(parent, 'fresh');
    const wrong = { PORT: '99999', LOG_LEVEL: 'loud', NODE_ENV: 'staging', DOCKET_ROOT_ORGANISATION: ' ', DOCKET_COLOUR: 'red' };
    const { code, out, err } = await runToEnd(fresh, ['dist/main.js'], wrong);
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n')[0]).toBe('Some settings are invalid:');
    for (const name of Object.keys(wrong)) expect(err).toMatch(new RegExp(`^  - ${name} `, 'm'));
    expect(err).not.toContain('    at ');
    expect(existsSync(fresh)).toBe(false);
  });
});

/** Runs as an unprivileged user, because root ignores file permissions. */
async function asNobody<R>(work: () => Promise<R>): Promise<R> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || seteuid === undefined) return work();
  seteuid(65_534);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}
