import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ticketAggregate } from '../../src/domain/ticket';
import { Api } from '../dsl/api';
import { documentedRoutes } from '../dsl/documented-routes';
import { Journey } from '../dsl/journey';
import { builtInSqlite, readModelsOf } from '../dsl/read-models';
import { emptyEventStoreChoice } from '../servers/eventstore';
import { startTestServer } from '../servers/eventstoredb/server';
import { mongoChoice } from '../servers/mongodb';
import { note } from '../servers/notes';

// One journey through every ticket command of the API, with every kind of store.

const folder = mkdtempSync(join(tmpdir(), 'docket-journey-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Stores {
  readonly settings: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

async function servers(): Promise<Stores> {
  const choice = mongoChoice();
  const real = emptyEventStoreChoice();
  const eventstore = 'reason' in real ? await startTestServer() : await real.start();
  const mongodb = 'reason' in choice ? null : await choice.start();
  const stop = async (): Promise<void> => {
    await mongodb?.stop();
    await eventstore.stop();
  };
  return { settings: { EVENTSTORE_URL: eventstore.url, ...(mongodb !== null && { MONGODB_URL: mongodb.url }) }, stop };
}

/** Recorded by imports only. */
const imported = ['SourceRowNoted'];

describe.each([
  ['in the data folder', () => Promise.resolve({ settings: {}, stop: () => Promise.resolve() })],
  ['on servers', servers],
] as const)('a journey through every ticket command, with everything %s', (where, start: () => Promise<Stores>) => {
  let stores: Stores;
  let api: Api;
  let journey: Journey;

  beforeAll(async () => {
    stores = await start();
    api = await Api.start(stores.settings);
    journey = new Journey(api);
    await journey.walk();
  });
  afterAll(async () => {
    await api.stop();
    await stores.stop();
  });

  test('uses every route of a command and records every type of fact', async () => {
    const { posts } = await documentedRoutes(api);
    const routes = posts('').flatMap(({ path }) => (path.startsWith('/v1/tickets') ? [path] : []));
    expect([...journey.walked].sort()).toEqual(routes.sort());
    const facts = await api.docket.stores.log.readAll(null, 10_000);
    const seen = new Set(facts.flatMap(({ type, stream }) => (stream.startsWith('ticket-') ? [type] : [])));
    expect(ticketAggregate.eventTypes.filter((type) => !seen.has(type))).toEqual(imported);
  });

  test('gives the same read models as SQLite, document by document', async () => {
    const ours = await readModelsOf(api.docket);
    expect(ours).toEqual(await builtInSqlite(api.docket, mkdtempSync(join(folder, 'again-'))));
    const { log, read } = api.docket.stores;
    note(`every ticket command with everything ${where}: ${log.description}, documents in ${read.description}`);
  });

  test('gives the same reports with every store', async () => {
    const { text } = await api.as('Paula').get('reports/volume');
    const { tickets, resolutions } = JSON.parse(text) as { tickets: number; resolutions: object };
    expect(tickets).toBe(journey.tickets.length);
    expect(resolutions).toEqual({ resolved: 1, rejected: 1, withdrawn: 1, duplicate: 2 });
  });
});
