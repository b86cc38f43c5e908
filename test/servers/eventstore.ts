import { engineOfThisRun, images, startContainer, whyNot } from './containers';
import type { NoServer } from './mongodb';

/** A real EventStoreDB: the server of EVENTSTORE_URL, or else a container if Docker has the image. */
export interface EventStoreChoice {
  readonly name: string;
  start(): Promise<EventStoreServer>;
}

export interface EventStoreServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export function eventStoreChoice(
  given = process.env['EVENTSTORE_URL'] ?? '',
  engine = engineOfThisRun(),
): EventStoreChoice | NoServer {
  const stop = (): Promise<void> => Promise.resolve();
  if (given !== '') return { name: 'EventStoreDB of EVENTSTORE_URL', start: () => Promise.resolve({ url: given, stop }) };
  const reason = whyNot(engine, images.eventstore);
  if (reason !== null) return { reason: `no EVENTSTORE_URL, and ${reason}` };
  const start = async (): Promise<EventStoreServer> => {
    const { answer: url, stop } = await startContainer(engine, images.eventstore, reading);
    return { url, stop };
  };
  return { name: `${images.eventstore.image} in a container`, start };
}

/** A server without facts, for tests that cannot share one. */
export const emptyEventStoreChoice = (engine = engineOfThisRun()): EventStoreChoice | NoServer => eventStoreChoice('', engine);

/** Only reads, because the server must be empty. */
async function reading(port: number): Promise<string> {
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const url = `esdb://127.0.0.1:${port}?tls=false`;
  const client = EventStoreDBClient.connectionString(url);
  try {
    await client.readAll({ maxCount: 1 })[Symbol.asyncIterator]().next();
  } finally {
    await client.dispose();
  }
  return url;
}
