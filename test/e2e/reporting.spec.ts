import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { builtInRoleId } from '../../src/domain/people/built-in-roles';
import { loadActor } from '../../src/adapters/world/actor-loader';
import { projections } from '../../src/projections';
import { Api } from '../dsl/api';
import { hangMs } from '../dsl/until';

// docs/reporting.md with its script, against the running product.

let api: Api;
let token: string;

beforeAll(async () => {
  api = await Api.start();
  token = await reporter(['reporting'], 'Rita');
});
afterAll(() => api.stop());

/** A user of the root organisation with these roles. */
async function reporter(roles: readonly ['reporting', ...'auditor'[]], name: string): Promise<string> {
  const admin = api.as('Administrator');
  const { id = '' } = (await admin.post('users', { name, email: `${name}@root.example` })).body;
  for (const side of ['organisation', 'vendor']) await admin.post(`users/${id}/approve`, { side });
  for (const role of roles) await admin.post(`users/${id}/grant-role`, { role: builtInRoleId(role) });
  const owner = await loadActor(api.docket.loader, id);
  if (owner === null) throw new Error(`${name} may not sign in`);
  const { secret } = await api.docket.tokens.create(owner, { label: 'Reports', scope: null });
  api.introduce(name, secret);
  return secret;
}

async function opened(title: string): Promise<string> {
  const answer = await api.as('Ben').post('tickets', { kind: 'issue', title, description: title });
  return answer.body.id ?? '';
}

/** Runs the script once. The server answers meanwhile, so this must not block. */
function run(secret = token, url = api.url): Promise<{ readonly status: number | null; readonly text: string }> {
  const env = { ...process.env, DOCKET_URL: url, DOCKET_TOKEN: secret };
  const child = spawn(process.execPath, [join(__dirname, '../../docs/reporting.mjs'), join(api.folder, 'copy.db')], { env });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, text })));
}

interface Copied {
  readonly [id: string]: { readonly [field: string]: unknown };
}
function copied(model: string): Copied {
  const copy = new Database(join(api.folder, 'copy.db'), { readonly: true });
  const rows = copy.prepare(`SELECT id, document FROM "${model}"`).all() as { id: string; document: string }[];
  copy.close();
  return Object.fromEntries(rows.map(({ id, document }) => [id, JSON.parse(document) as Copied[string]]));
}

async function settled(): Promise<void> {
  const head = (await api.docket.stores.log.head()) ?? '';
  const names = projections.map(({ name }) => name);
  expect(await api.docket.runner.readModels.waitFor(names, head, hangMs)).toBe(true);
}

/** Passes answers on, but only the first lines of each copy: a connection that breaks. */
async function cutting(): Promise<Server> {
  const server = createServer((request, response) => {
    void fetch(new URL(request.url ?? '/', api.url), { headers: { authorization: `Bearer ${token}` } }).then(async (answer) => {
      const text = await answer.text();
      response.end(text.startsWith('{"model"') ? text.split('\n').slice(0, 2).join('\n') : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test('the script copies everything once, then only what changed', async () => {
  const ticket = await opened('Gondola');
  await settled();
  expect(await run()).toMatchObject({ status: 0 });
  expect(copied('tickets')[ticket]).toMatchObject({ id: ticket, status: 'open', stage: 'dispatching', phase: 3 });
  expect(Object.keys(copied('organisations')).length).toBeGreaterThan(3);
  await api.as('Ben').post(`tickets/${ticket}/withdraw`, { reason: 'Solved itself.' }, { 'if-match': '*' });
  const another = await opened('Hyacinth');
  await settled();
  const before = copied('tickets');
  const { text } = await run();
  expect(text).toContain(`tickets: as of fact ${await api.facts()}`);
  const { [ticket]: closed, [another]: added, ...others } = copied('tickets');
  expect([closed?.['status'], added?.['status']]).toEqual(['closed', 'open']);
  expect(others).toEqual(Object.fromEntries(Object.entries(before).filter(([id]) => id !== ticket)));
});

test('an answer names only the documents that changed since "next"', async () => {
  await settled();
  const lines = async (path: string) =>
    (await api.as('Rita').get(path)).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; end?: { next: string; index: number } });
  const end = (await lines('read-models/tickets')).at(-1)?.end;
  const ticket = await opened('Marigold');
  await settled();
  const since = await lines(`read-models/tickets?after=${end?.next ?? ''}`);
  expect(since.flatMap(({ id }) => id ?? [])).toEqual([ticket]);
  expect(since.at(-1)?.end?.index).toBe(await api.facts());
});

test('gives titles and names only to those who may see them', async () => {
  await opened('Nautilus');
  await settled();
  expect(await run()).toMatchObject({ status: 0 });
  expect(JSON.stringify(copied('tickets'))).not.toContain('Nautilus');
  expect(JSON.stringify(copied('users'))).not.toContain('Ben');
  const { text } = await api.as('Rita').get('read-models');
  expect(text).not.toMatch(/"(title|email)":\{/);
  const audited = await reporter(['reporting', 'auditor'], 'Aino');
  expect(await run(audited)).toMatchObject({ status: 0 });
  expect(JSON.stringify(copied('tickets'))).toContain('Nautilus');
  expect(JSON.stringify(copied('users'))).toContain('Ben Calder');
});

test('an erasure takes the person out of the copy with its next run', async () => {
  const admin = api.as('Administrator');
  const { id = '' } = (await admin.post('users', { name: 'Zelda Zanzibar', email: 'zelda@zanzibar.example' })).body;
  await settled();
  const audited = await reporter(['reporting', 'auditor'], 'Eeva');
  await run(audited);
  expect(copied('users')[id]).toMatchObject({ name: 'Zelda Zanzibar' });
  await admin.post(`users/${id}/erase`);
  await settled();
  expect(await run(audited)).toMatchObject({ status: 0 });
  expect(copied('users')[id]).toMatchObject({ name: 'ERASED', email: 'ERASED', erased: true });
  expect(JSON.stringify(copied('users'))).not.toMatch(/zanzibar/i);
});

test('a copy whose read model was rebuilt is told to start anew', async () => {
  await settled();
  const { text } = await api.as('Rita').get('read-models/tickets');
  const { next } = (JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { end: { next: string } }).end;
  await api.docket.runner.rebuild(['ticket-list']);
  const { status, body } = await api.as('Rita').get(`read-models/tickets?after=${next}`);
  expect([status, body.code]).toEqual([410, 'start-anew']);
  expect(await run()).toMatchObject({ status: 0 });
});

test('an answer that was cut off leaves the copy as it was', async () => {
  await settled();
  await run();
  const before = copied('tickets');
  await opened('Rosebud');
  await settled();
  const server = await cutting();
  const { status, text } = await run(token, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  expect([status, text]).toEqual([1, expect.stringContaining('was cut off')]);
  expect(copied('tickets')).toEqual(before);
});

test('nobody else may copy read models: neither without the permission, nor with it below the root', async () => {
  const partner = await api.as('Paula').get('me');
  expect(JSON.parse(partner.text)).toMatchObject({ permissions: expect.arrayContaining(['report.copy']) as unknown });
  for (const name of ['Ben', 'Anja', 'Paula', 'Sven']) {
    for (const path of ['read-models', 'read-models/tickets', 'read-models/nothing']) {
      const { status, body } = await api.as(name).get(path);
      expect([name, path, status, body.code]).toEqual([name, path, 403, 'not-permitted']);
    }
  }
});

test('an unknown read model is not found', async () => {
  expect((await api.as('Rita').get('read-models/passwords')).body.code).toBe('unknown');
});
