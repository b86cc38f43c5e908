import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGate, type Gate } from './gate/gate';

/** A server that speaks MongoDB's protocol, chosen in this order: MONGODB_URL, a mongod on the PATH, what `npm run servers` built. */
export interface MongoChoice {
  readonly name: string;
  /** No transactions among commands and no use of indexes but that of `_id`: small data, and one message at a time. */
  readonly standIn: boolean;
  start(): Promise<MongoServer>;
}

export interface MongoServer {
  readonly name: string;
  /** Through the gate. */
  readonly url: string;
  readonly gate: Gate;
  stop(): Promise<void>;
}

export interface NoServer {
  readonly reason: string;
}

const root = join(__dirname, '..', '..');
const ferretdb = join(root, 'node_modules', '.cache', 'servers', 'ferretdb');

export function mongoChoice(): MongoChoice | NoServer {
  const given = process.env['MONGODB_URL'];
  if (given !== undefined && given !== '')
    return { name: 'MongoDB of MONGODB_URL', standIn: false, start: () => behindGate(given) };
  const mongod = spawnSync('mongod', ['--version'], { encoding: 'utf8' });
  if (mongod.status === 0) {
    const name = `mongod ${/v(\S+)/.exec(mongod.stdout)?.[1] ?? ''}`.trim();
    const command = (port: number, folder: string) => [
      'mongod',
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--dbpath',
      folder,
    ];
    return { name, standIn: false, start: () => started(name, false, command) };
  }
  if (!existsSync(ferretdb))
    return {
      reason: 'no MONGODB_URL, no mongod on the PATH, and FerretDB is not built: `npm run servers` builds it where Go is',
    };
  const name = `FerretDB ${ferretVersion()} (SQLite, two lines changed)`;
  return { name, standIn: true, start: () => started(name, true, (port, folder) => [ferretdb, `127.0.0.1:${port}`, folder]) };
}

function ferretVersion(): string {
  const module = readFileSync(join(__dirname, 'ferretdb', 'go.mod'), 'utf8');
  return /FerretDB\/FerretDB v(\S+)/.exec(module)?.[1] ?? '';
}

async function behindGate(url: string): Promise<MongoServer> {
  const [, prefix, host = '127.0.0.1', port = '27017', rest] =
    /^(mongodb:\/\/(?:[^@/]*@)?)([^:/,?]+)(?::(\d+))?(.*)$/.exec(url) ?? [];
  if (prefix === undefined) throw new Error('MONGODB_URL of the tests names one server: mongodb://host:port');
  const gate = await openGate({ host, port: Number(port), oneAtATime: false });
  const options = rest?.includes('?') === true ? `${rest}&directConnection=true` : '/?directConnection=true';
  return { name: 'MongoDB of MONGODB_URL', url: `${prefix}127.0.0.1:${gate.port}${options}`, gate, stop: () => gate.close() };
}

async function started(
  name: string,
  oneAtATime: boolean,
  command: (port: number, folder: string) => string[],
): Promise<MongoServer> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-mongodb-'));
  const port = await freePort();
  const [program = '', ...args] = command(port, folder);
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  await listening(child, port);
  const gate = await openGate({ port, oneAtATime, ...(oneAtATime && { mostWrites: 50 }) });
  const stop = async (): Promise<void> => {
    await gate.close();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGKILL')) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { name, url: `mongodb://127.0.0.1:${gate.port}/`, gate, stop };
}

/** One that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended at once, with ${child.exitCode}`);
    if (await answers(port)) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error('the server did not listen within 10 s');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .on('error', () => resolve(false))
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      });
  });
}
