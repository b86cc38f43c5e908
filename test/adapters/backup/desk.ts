import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachedFiles } from '../../../src/adapters/backup/attached-files';
import type { OfflineMethods } from '../../../src/adapters/control/control.port';
import { offlineMethods } from '../../../src/operations/offline-methods';
import { readConfig, type Config } from '../../../src/config';
import { controlMethods } from '../../../src/operations/control-methods';
import { openDocket, type Docket } from '../../../src/compose/docket';
import { projections } from '../../../src/projections';
import type { DemoToken } from '../../../src/adapters/first-start/bootstrap';
import { startServer, type Server } from '../../../src/compose/server';

export const callOptions = { progress: () => undefined, signal: new AbortController().signal };

/** `servers`: their settings. Default: none. */
export function configOf(folder: string, servers: Readonly<Record<string, string>> = {}): Config {
  return readConfig({ PORT: '0', DATA_DIR: folder, NODE_ENV: 'development', DEMO: 'small', LOG_LEVEL: 'silent', ...servers });
}

/** A temporary folder for data folders and archives. */
export function scratch(): { readonly at: (name: string) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'dkt-'));
  return { at: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A running server and its HTTP client. */
export class Desk {
  private constructor(
    readonly server: Server,
    private readonly people: readonly DemoToken[],
  ) {}

  static async start(
    folder: string,
    people: readonly DemoToken[] = [],
    servers?: Readonly<Record<string, string>>,
  ): Promise<Desk> {
    const server = await startServer(configOf(folder, servers));
    return new Desk(server, people.length > 0 ? people : server.demo.people);
  }

  get methods() {
    return controlMethods(this.server.docket);
  }

  get demo(): readonly DemoToken[] {
    return this.people;
  }

  async ask(name: string, method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<Record<string, unknown>> {
    const { token } = this.people.find(({ user }) => user.startsWith(name)) as DemoToken;
    const isForm = body instanceof FormData;
    const answer = await fetch(`${this.server.url}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(!isForm && body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  async open(title: string): Promise<string> {
    const opened = await this.ask('Ben', 'POST', 'tickets', { kind: 'issue', title, description: 'Nothing is shown.' });
    return opened['id'] as string;
  }

  async attach(ticket: string, content: string): Promise<void> {
    const form = new FormData();
    form.set('audience', 'everyone');
    form.set('file', new Blob([content], { type: 'text/plain' }), 'notes.txt');
    await this.ask('Ben', 'POST', `tickets/${ticket}/attach-files`, form);
  }

  async eraseBen(): Promise<void> {
    const { id } = await this.ask('Ben', 'GET', 'me');
    await this.ask('Priya', 'POST', `users/${String(id)}/erase`, {});
  }
}

export interface Content {
  readonly models: Readonly<Record<string, readonly object[]>>;
  readonly secret: string;
  readonly facts: readonly object[];
  /** Plain content, or null if it was destroyed. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** Everything that must be equal in a copy: read models, files and hashes of the log. */
export async function contentOf(docket: Docket): Promise<Content> {
  const { log, keyRing } = docket.stores;
  await controlMethods(docket)['report.volume']({}, callOptions.progress, callOptions.signal);
  const models: Record<string, readonly object[]> = {};
  for (const { name } of projections)
    models[name] = (await docket.runner.readModels.find(name, { where: [], limit: 10_000 })).items;
  const facts = await log.readAll(null, 1_000_000);
  const secret = keyRing.secret('command-digest').toString('hex');
  const files: Record<string, string | null> = {};
  for (const sha256 of attachedFiles(facts)) {
    const content = await docket.vault.open(sha256);
    files[sha256] = content === null ? null : Buffer.concat((await content.toArray()) as Buffer[]).toString();
  }
  return { models, secret, files, facts: facts.map(({ logIndex, id, hash, facets }) => ({ logIndex, id, hash, facets })) };
}

/** Opens an installation without the demo, reads it, and closes it. */
export async function contentAt(folder: string, servers?: Readonly<Record<string, string>>): Promise<Content> {
  const docket = await openDocket({ ...configOf(folder, servers), NODE_ENV: 'production' });
  try {
    return await contentOf(docket);
  } finally {
    await docket.close();
  }
}

export const offlineMethodsOf = (folder: string, servers?: Readonly<Record<string, string>>) =>
  offlineMethods(configOf(folder, servers));

type Order<Name extends keyof OfflineMethods> = Parameters<OfflineMethods[Name]>[0];

/** Work of a child process, and the number of steps (pages of facts, files) after which it is killed. */
export interface Killed {
  readonly folder: string;
  readonly servers?: Readonly<Record<string, string>>;
  readonly work: { readonly copy: Order<'copy'> } | { readonly restore: Order<'restore'> };
  readonly steps: number;
}

/** Copies or restores in a child process that is killed during or right after a step. */
export async function moveKilled(killed: Killed): Promise<void> {
  const register = join(__dirname, '../../crash/register.cjs');
  const child = spawn(process.execPath, ['-r', register, join(__dirname, 'mover.ts'), JSON.stringify(killed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = 0;
  child.stdout.on('data', (steps: Buffer) => {
    told += steps.length;
    if (told >= killed.steps) child.kill('SIGKILL');
  });
  await once(child, 'close');
  if (child.signalCode !== 'SIGKILL') throw new Error(`it ended by itself after ${told} steps`);
}
