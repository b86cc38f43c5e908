import type { EventStoreDBClient } from '@eventstore/db-client';
import { LogRefused, LogUnsupported, readError } from './errors';
import { inTime } from './in-time';

/** The first whose subscriptions say when they have caught up (https://github.com/kurrent-io/KurrentDB/pull/3899). */
const oldestVersion = [23, 10] as const;

export interface Target {
  /** `esdb://user:password@host:2113?tlsCAFile=…`; `esdb+discover://…` or several hosts for a cluster. */
  readonly url: string;
  /** How long an answer may take; default what the url says as `defaultDeadline` (in ms), else 10 s. */
  readonly patienceMs?: number;
  /** Of a log that shares its server with others: stands before the names of its streams. Default: nothing. */
  readonly prefix?: string;
}

export interface Connection {
  readonly client: EventStoreDBClient;
  /** For messages: without the user. */
  readonly server: string;
  readonly version: string;
  /** How long an answer may take. */
  readonly patienceMs: number;
  /** Before the names of all streams of the log. */
  readonly prefix: string;
}

/** @throws {LogUnreachable} worth another try; {LogUntrusted | LogUnsupported} with what to do */
export async function connect({ url, patienceMs = deadlineIn(url), prefix = '' }: Target): Promise<Connection> {
  // Lazily: an embedded installation never loads the driver.
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const server = `EventStoreDB at ${url.replace(/^\S+:\/\/(\S*@)?/, '').replace(/[/?].*$/, '')}`;
  const client = clientOf(EventStoreDBClient, url);
  try {
    return { client, server, version: await versionOf(client, patienceMs), patienceMs, prefix };
  } catch (error) {
    await client.dispose();
    throw readError(error, server);
  }
}

/** The client has the option too, and refuses a text that is no number; but it keeps to it in few of its calls. */
function deadlineIn(url: string): number {
  return parseInt(/[?&]defaultDeadline=([^&]*)/i.exec(url)?.[1] ?? '10000');
}

function clientOf(driver: typeof EventStoreDBClient, url: string): EventStoreDBClient {
  // The client takes what follows the first @ for the host, and shows it.
  if (/@[^/?]*@/.test(url)) throw unusable('a user or password with @ in it is written with %40');
  try {
    // Appends go by a call of their own each. The one long call that the client prefers keeps the pending appends of all clients of a
    // process in one table: a break of one rejects them all, and a late answer to one of them throws where nobody can catch it.
    return Object.assign(driver.connectionString(url), { supports: () => Promise.resolve(false) });
  } catch (error) {
    // What the client says of the string itself may show a part of the password.
    const words =
      /certificate|userCertFile/i.exec((error as Error).message)?.input ?? 'it is no connection string of EventStoreDB';
    throw unusable(words);
  }
}

function unusable(words: string): LogRefused {
  return new LogRefused(`EVENTSTORE_URL cannot be used (${words}); it reads esdb://user:password@host:2113?tlsCAFile=<file>`);
}

async function versionOf(client: EventStoreDBClient, patienceMs: number): Promise<string> {
  const { capabilities } = client as unknown as { readonly capabilities: Promise<{ readonly serverVersion: string }> };
  const { serverVersion } = await inTime(capabilities, patienceMs);
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestVersion;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return serverVersion;
  throw new LogUnsupported(
    `The event store has version ${serverVersion}; the oldest that works is ${oldestVersion.join('.')}, the first whose subscriptions say when ` +
      'they have caught up. Upgrade the server',
  );
}
