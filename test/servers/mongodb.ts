import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { answering, engineOfThisRun, images, startContainer, whyNot, type Engine } from './containers';
import { openGate, type Gate } from './gate/gate';

/**
 * A server with MongoDB's protocol, the first available of: MONGODB_URL, a mongod on the PATH, a container if Docker has the image, and the
 * server built by `npm run servers`.
 */
export interface MongoChoice {
  readonly name: string;
  start(): Promise<MongoServer>;
}

export interface MongoServer {
  readonly name: string;
  /** True if commands are not atomic and only the `_id` index is used. Such a server gets little data and one message at a time. */
  readonly standIn: boolean;
  /** Address behind the gate. */
  readonly url: string;
  readonly gate: Gate;
  stop(): Promise<void>;
}

export interface NoServer {
  readonly reason: string;
}

/** The available servers. */
export interface Found {
  /** MONGODB_URL, empty if not set. */
  readonly given: string;
  /** Version of the mongod on the PATH. */
  readonly mongod: string | null;
  readonly engine: Engine;
  /** FerretDB's program, built by `npm run servers`. */
  readonly ferretdb: string | null;
}

export function mongoChoice({ given, mongod, engine, ferretdb }: Found = found()): MongoChoice | NoServer {
  if (given !== '') {
    const name = 'MongoDB of MONGODB_URL';
    return { name, start: async () => behindGate({ name, url: given, standIn: await isStandIn(given) }) };
  }
  if (mongod !== null) {
    const command = (port: number, folder: string) => [
      'mongod',
      '--port',
      `${port}`,
      '--bind_ip',
      '127.0.0.1',
      '--dbpath',
      folder,
    ];
    const name = `mongod ${mongod}`.trim();
    return { name, start: () => started(name, command) };
  }
  const reason = whyNot(engine, images.mongodb);
  if (reason === null) {
    const name = `${images.mongodb.image} in a container`;
    return { name, start: () => contained(name, engine) };
  }
  if (ferretdb !== null) {
    const name = `FerretDB ${ferretVersion()} (SQLite, two lines changed)`;
    return { name, start: () => started(name, (port, folder) => [ferretdb, `127.0.0.1:${port}`, folder]) };
  }
  return {
    reason:
      `no MONGODB_URL, no mongod on the PATH, no container (${reason}), and FerretDB is not built: ` +
      '`npm run servers` builds it if Go is installed',
  };
}

function found(): Found {
  const mongod = spawnSync('mongod', ['--version'], { encoding: 'utf8' });
  const ferretdb = join(__dirname, '..', '..', 'node_modules', '.cache', 'servers', 'ferretdb');
  return {
    given: process.env['MONGODB_URL'] ?? '',
    mongod: mongod.status === 0 ? (/v(\S+)/.exec(mongod.stdout)?.[1] ?? '') : null,
    engine: engineOfThisRun(),
    ferretdb: existsSync(ferretdb) ? ferretdb : null,
  };
}

function ferretVersion(): string {
  const module = readFileSync(join(__dirname, 'ferretdb', 'go.mod'), 'utf8');
  return /FerretDB\/FerretDB v(\S+)/.exec(module)?.[1] ?? '';
}

async function contained(name: string, engine: Engine): Promise<MongoServer> {
  const urlAt = (port: number): string => `mongodb://127.0.0.1:${port}/`;
  const container = await startContainer(engine, images.mongodb, (port) => isStandIn(urlAt(port)));
  return behindGate({ name, url: urlAt(container.port), standIn: container.answer, end: container.stop });
}

async function started(name: string, command: (port: number, folder: string) => string[]): Promise<MongoServer> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-mongodb-'));
  const port = await freePort();
  const [program = '', ...args] = command(port, folder);
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  const exit = once(child, 'exit');
  const gone = exit.then(([code]) => {
    throw new Error(`${name} ended with ${String(code)}`);
  });
  const url = `mongodb://127.0.0.1:${port}/`;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await behindGate({ name, url, standIn: await answering(name, gone, () => isStandIn(url)), end: stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Ungated {
  readonly name: string;
  readonly url: string;
  readonly standIn: boolean;
  readonly end?: () => Promise<void>;
}

async function behindGate({ name, url, standIn, end = () => Promise.resolve() }: Ungated): Promise<MongoServer> {
  const { prefix, host, port, options } = partsOf(url);
  const gate = await openGate({ host, port, oneAtATime: standIn, ...(standIn && { mostWrites: 50 }) });
  const said = standIn && !name.startsWith('FerretDB') ? `${name}, which is FerretDB` : name;
  const stop = (): Promise<void> => gate.close().then(end);
  return { name: said, standIn, url: `${prefix}127.0.0.1:${gate.port}${options}`, gate, stop };
}

function partsOf(url: string): { prefix: string; host: string; port: number; options: string } {
  const [, prefix, host = '', port = '27017', rest = ''] =
    /^(mongodb:\/\/(?:[^@/]*@)?)([^:/,?]+)(?::(\d+))?(.*)$/.exec(url) ?? [];
  if (prefix === undefined) throw new Error('The tests need one server in MONGODB_URL: mongodb://host:port');
  const options = rest.includes('?') ? `${rest}&directConnection=true` : '/?directConnection=true';
  return { prefix, host, port: Number(port), options };
}

/** Asks the server itself, because neither an address nor an image name identifies the product. */
async function isStandIn(url: string): Promise<boolean> {
  const client = await MongoClient.connect(url, { directConnection: true, serverSelectionTimeoutMS: 2_000 });
  try {
    const about = await client.db('admin').command({ buildInfo: 1 });
    return Object.keys(about).some((field) => field.startsWith('ferretdb'));
  } finally {
    await client.close();
  }
}

/** A free port. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
