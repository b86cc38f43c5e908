import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { memoryDocuments } from '../src/adapters/documents/memory.documents';
import { mongoDocuments } from '../src/adapters/documents/mongo/documents';
import { sqliteDocuments } from '../src/adapters/documents/sqlite/documents';
import type { EventStore } from '../src/adapters/eventstore/event-store.port';
import { EventStoreDbEventStore } from '../src/adapters/eventstore/eventstoredb/event-store';
import { logIndexCache } from '../src/adapters/eventstore/eventstoredb/log-index-cache';
import { MemoryEventStore } from '../src/adapters/eventstore/memory.event-store';
import { SqliteEventStore } from '../src/adapters/eventstore/sqlite/event-store';
import type { Documents } from '../src/projections/kernel/documents.port';

/** A log and the databases beside it. */
export interface BenchStores {
  /** The server's own name, and whether it is a replacement. */
  readonly name: string;
  readonly log: EventStore;
  readonly read: Documents;
  readonly ops: Documents;
  readonly keys: Documents;
  close(): Promise<void>;
}

/** Each function opens one kind of store. Other databases are embedded. Rejects if the server is not available. */
export function openStores(folder: string): readonly (() => Promise<BenchStores>)[] {
  return [
    inMemory,
    () => onDisk(join(folder, 'sqlite')),
    () => eventStoreDb(join(folder, 'esdb')),
    () => mongoDb(join(folder, 'mongodb')),
  ];
}

function inMemory(): Promise<BenchStores> {
  const [read, ops, keys] = [memoryDocuments(), memoryDocuments(), memoryDocuments()];
  return Promise.resolve({ name: 'memory', log: new MemoryEventStore(), read, ops, keys, close: () => Promise.resolve() });
}

async function onDisk(folder: string): Promise<BenchStores> {
  const documents = embedded(folder);
  const log = await SqliteEventStore.open({ file: join(folder, 'log.db') });
  return { name: log.description, log, ...documents, close: () => closed(log, ...Object.values(documents)) };
}

/** The server of EVENTSTORE_URL, with new streams that stay there, or else the test server, which is not EventStoreDB. */
async function eventStoreDb(folder: string): Promise<BenchStores> {
  const server = await given('EVENTSTORE_URL', 'test/servers/eventstoredb/main.ts');
  const documents = embedded(folder);
  const { read } = documents;
  const cache = (id: string) => logIndexCache(read, id);
  const log = await EventStoreDbEventStore.open({ url: server.url, cache, prefix: `bench-${randomUUID()}-` });
  const name = server.isOurs ? `EventStoreDB's protocol, test server in memory` : log.description;
  const close = (): Promise<void> => closed(log, ...Object.values(documents)).finally(() => server.stop());
  return { name: `${name}; documents in SQLite`, log, ...documents, close };
}

/** The server of MONGODB_URL, with new databases that are dropped, or else the test server, which may be FerretDB. */
async function mongoDb(folder: string): Promise<BenchStores> {
  const server = await given('MONGODB_URL', 'test/servers/mongodb.main.ts');
  const run = `bench-${randomUUID()}`;
  const open = (database: string, durability: 'full' | 'normal'): Promise<Documents> =>
    mongoDocuments({ url: patient(server.url), database: `${run}-${database}`, durability });
  const [read, ops, keys] = await Promise.all([open('read', 'normal'), open('ops', 'full'), open('keys', 'full')]);
  mkdirSync(folder);
  const log = await SqliteEventStore.open({ file: join(folder, 'log.db') });
  const close = async (): Promise<void> => {
    for (const each of [read, ops, keys]) for (const name of await each.collections()) await each.drop(name);
    await closed(log, read, ops, keys).finally(() => server.stop());
  };
  const name = server.isOurs ? server.says.replace(/^\S+ /, '') : (/^[^,]*/.exec(read.description)?.[0] ?? '');
  return { name: `${name}; log in SQLite`, log, read, ops, keys, close };
}

function embedded(folder: string) {
  mkdirSync(folder);
  const open = (name: string, durability: 'full' | 'normal'): Documents =>
    sqliteDocuments({ file: join(folder, `${name}.db`), durability, secureDelete: true });
  return { read: open('read', 'normal'), ops: open('ops', 'full'), keys: open('keys', 'full') };
}

async function closed(...stores: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const store of stores) await store.close();
}

/** A replacement may be slow. */
const patient = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}socketTimeoutMS=120000`;

interface Server {
  readonly url: string;
  readonly says: string;
  readonly isOurs: boolean;
  stop(): void;
}

/** A separate process, so that it takes no time of the measuring one. */
async function given(setting: string, program: string): Promise<Server> {
  const url = process.env[setting] ?? '';
  if (url !== '') return { url, says: url, isOurs: false, stop: () => undefined };
  const child = spawn(process.execPath, ['-r', './test/crash/register.cjs', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  const trouble: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => trouble.push(chunk));
  const says = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', () => reject(new Error(/Error: (.*)/.exec(Buffer.concat(trouble).toString())?.[1] ?? `no ${program}`)));
  });
  return { url: says.split(' ')[0] ?? '', says, isOurs: true, stop: () => void child.kill('SIGTERM') };
}
