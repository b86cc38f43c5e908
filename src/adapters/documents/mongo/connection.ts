import type { Db, DbOptions, MongoClient, MongoClientOptions } from 'mongodb';
import { storeError } from './errors';

export interface MongoDocumentsOptions {
  /** A connection string. Its timeouts, pools and TLS settings override ours. */
  readonly url: string;
  /** Our name of the database: `ops` is `docket-ops` on the server, or `<name>-ops` if the connection string ends in `/<name>`. */
  readonly database: string;
  /** `full`: a write resolves when it is in the journal of a majority (ops, keys). `normal`: in the memory of a majority (read). */
  readonly durability: 'full' | 'normal';
}

export interface Connection {
  readonly db: Db;
  readonly description: string;
  /** For work longer than a request timeout: building indexes, compacting. A broken connection still ends it. */
  readonly patiently: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  close(): Promise<void>;
}

/** Timeouts as long as a person waits, which are shorter than the driver's. */
const defaults = {
  appName: 'docket',
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 10_000,
  waitQueueTimeoutMS: 5_000,
} satisfies MongoClientOptions;

/**
 * @throws {StoreUnavailable} the server does not respond
 * @throws {StoreRefused} the server rejects us
 * Both say what to do.
 */
export async function connect({ url, database, durability }: MongoDocumentsOptions): Promise<Connection> {
  let client: MongoClient | undefined;
  try {
    const { MongoClient } = await import('mongodb');
    const opened = new MongoClient(url, unless(url, defaults));
    client = opened;
    await opened.connect();
    const name = databaseOf(url, database);
    const options: DbOptions = { writeConcern: { w: 'majority', ...(durability === 'full' && { journal: true }) } };
    const db = opened.db(name, options);
    const description = `${await serverOf(db)}, ${hostsOf(opened)}, database ${name}, durability ${durability}`;
    const patiently = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
      const patient = new MongoClient(url, { ...unless(url, defaults), socketTimeoutMS: 0 });
      try {
        return await work(patient.db(name, options));
      } finally {
        await patient.close();
      }
    };
    return { db, description, patiently, close: () => opened.close() };
  } catch (error) {
    await client?.close();
    throw storeError(error, 'read');
  }
}

function databaseOf(url: string, database: string): string {
  const [, name] = /^mongodb(?:\+srv)?:\/\/[^/]*\/([^?]+)/.exec(url) ?? [];
  return `${decodeURIComponent(name ?? 'docket')}-${database}`;
}

function unless(url: string, options: Record<string, unknown>): MongoClientOptions {
  const named = new Set([...new URLSearchParams(url.split('?')[1]).keys()].map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(options).filter(([name]) => !named.has(name.toLowerCase())));
}

/** Not the connection string, which may contain a password. */
function hostsOf(client: MongoClient): string {
  return client.options.hosts.map(String).join(',');
}

async function serverOf(db: Db): Promise<string> {
  const build = await db.command({ buildInfo: 1 });
  const { setName } = await db.command({ hello: 1 });
  const kind = build['ferretdbVersion'] === undefined ? 'MongoDB' : 'FerretDB as MongoDB';
  return `${kind} ${String(build['version'])}${setName === undefined ? '' : ` (replica set ${String(setName)})`}`;
}
