import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { LogRefused, LogUnsupported, readError } from './errors';
import { nameNoAddresses } from './server-name';
import { withTimeout } from './with-timeout';

/** First version whose subscriptions report that they caught up (https://github.com/kurrent-io/KurrentDB/pull/3899). */
const minVersion = [23, 10] as const;

export interface Target {
  /** `esdb://user:password@host:2113?tlsCAFile=…`; `esdb+discover://…` or several hosts for a cluster. */
  readonly url: string;
  /** Timeout of each call. Default: `defaultDeadline` of the URL (in ms), else 10 s. */
  readonly timeoutMs?: number;
  /** Prefix of stream names, for a log that shares its server. Default: none. */
  readonly prefix?: string;
}

export interface Connection {
  readonly client: EventStoreDBClient;
  /** For messages, so without user and password. */
  readonly server: string;
  readonly version: string;
  /** Timeout of each call. */
  readonly timeoutMs: number;
  /** Prefix of the log's stream names. */
  readonly prefix: string;
}

/** @throws {LogUnreachable} worth a retry; {LogUntrusted | LogUnsupported} needs the operator */
export async function connect({ url, timeoutMs = deadlineIn(url), prefix = '' }: Target): Promise<Connection> {
  // Imported lazily, so an embedded installation never loads the driver.
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  nameNoAddresses();
  const server = `EventStoreDB at ${url.replace(/^\S+:\/\/(\S*@)?/, '').replace(/[/?].*$/, '')}`;
  const client = clientOf(EventStoreDBClient, url);
  try {
    return { client, server, version: await versionOf(client, timeoutMs), timeoutMs, prefix };
  } catch (error) {
    await client.dispose();
    throw readError(error, server);
  }
}

/** The client validates this option but applies it to few of its calls. */
function deadlineIn(url: string): number {
  return parseInt(/[?&]defaultDeadline=([^&]*)/i.exec(url)?.[1] ?? '10000');
}

function clientOf(driver: typeof EventStoreDBClient, url: string): EventStoreDBClient {
  // The client would take everything after the first @ for the host, and print it.
  if (/@[^/?]*@/.test(url)) throw invalidUrl('write an @ in the user or password as %40');
  try {
    // Forces one call per append. The client's batch append keeps the pending appends of all its instances in one table: one lost
    // connection rejects them all, and a late answer throws where nobody can catch it.
    return Object.assign(driver.connectionString(url), { supports: () => Promise.resolve(false) });
  } catch (error) {
    // The client's own message may contain a part of the password.
    const words =
      /certificate|userCertFile/i.exec((error as Error).message)?.input ?? 'it is not an EventStoreDB connection string';
    throw invalidUrl(missingFile(url) ?? words);
  }
}

/** The client does not say which file it did not find, nor that it cannot read one. */
function missingFile(url: string): string | null {
  for (const [, option, file = ''] of url.matchAll(/[?&](tlsCAFile|userCertFile|userKeyFile)=([^&]*)/gi)) {
    try {
      readFileSync(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const reason = code === 'ENOENT' ? 'certificate file. File was not found' : `file cannot be read (${String(code)})`;
      return `${String(option)}: ${reason}: ${resolve(file)}`;
    }
  }
  return null;
}

function invalidUrl(words: string): LogRefused {
  return new LogRefused(`EVENTSTORE_URL is invalid (${words}). Use esdb://user:password@host:2113?tlsCAFile=<file>`);
}

async function versionOf(client: EventStoreDBClient, timeoutMs: number): Promise<string> {
  const { capabilities } = client as unknown as { readonly capabilities: Promise<{ readonly serverVersion: string }> };
  const { serverVersion } = await withTimeout(capabilities, timeoutMs);
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  const [oldestMajor, oldestMinor] = minVersion;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return serverVersion;
  throw new LogUnsupported(
    `The event store has version ${serverVersion}, but the oldest supported version is ${minVersion.join('.')}, the first whose ` +
      'subscriptions report that they caught up. Upgrade the server',
  );
}
