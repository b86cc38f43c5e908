import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite.documents';
import { factCodec } from '../../src/adapters/eventstore/codec';
import { currentType } from '../../src/adapters/eventstore/upcasters';
import { liveOf } from '../../src/adapters/runner/live';
import { createRunner } from '../../src/adapters/runner/runner';
import { systemClock } from '../../src/adapters/system/system';
import { readConfig } from '../../src/config';
import { controlMethods } from '../../src/control-methods';
import { openDocket, type Docket } from '../../src/docket';
import { projections } from '../../src/projections';
import type { Document, Documents } from '../../src/projections/kernel/documents.port';
import { sliceOfHistory } from '../dsl/real-history';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

/** A server that scans (pitfall MG5) gets a slice of the real history. */
const incidents = process.env['TEST_FULL'] === undefined ? 100 : 1_000;
const folder = mkdtempSync(join(tmpdir(), 'docket-mongodb-e2e-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every document that answers for a projection, in the order of the ids. */
async function documentsOf(read: Documents, projection: string): Promise<readonly Document[]> {
  const live = await liveOf(read, projection);
  const found: Document[] = [];
  let after: string | null | undefined;
  do {
    const page = await read.find(live?.collection ?? '', { where: [], limit: 500, ...(typeof after === 'string' && { after }) });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}

/** The read models of the same facts, opened with the same keys, in SQLite. */
async function builtInSqlite({ stores }: Docket): Promise<Documents> {
  const { log, keyRing } = stores;
  const read = sqliteDocuments({ file: join(folder, 'again.db'), durability: 'normal', secureDelete: true });
  const runner = createRunner(
    {
      ...{ store: log, read, ops: memoryDocuments(), clock: systemClock, holder: 'test', exclusive: true },
      reader: { ...factCodec(keyRing), currentType, isDamaged: () => false },
      logIndexOf: (position) => log.logIndexOf(position),
    },
    projections,
    [],
  );
  await runner.start();
  const names = projections.map(({ name }) => name);
  expect(await runner.readModels.waitFor(names, (await log.head()) ?? '', 60_000)).toBe(true);
  await runner.stop();
  return read;
}

/** A stand-in scans: thousands of documents take it longer than we would wait for a server. */
const patient = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}socketTimeoutMS=120000`;

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`the product with its documents in MongoDB: ${choice.reason}`, () => undefined);
} else {
  describe(`the product with its documents in ${choice.name}`, () => {
    let server: MongoServer;
    let docket: Docket;
    beforeAll(async () => {
      server = await choice.start();
      docket = await openDocket(
        readConfig({ DATA_DIR: join(folder, 'data'), MONGODB_URL: patient(server.url), NODE_ENV: 'test' }),
      );
    }, 60_000);
    afterAll(async () => {
      await docket.close();
      await server.stop();
    });

    test(`${incidents} incidents of the real history: every read model equals SQLite's, document by document`, async () => {
      const started = performance.now();
      const answer = await controlMethods(docket).import(
        { format: 'servicenow', file: sliceOfHistory(folder, incidents) },
        () => undefined,
        new AbortController().signal,
      );
      expect(answer).toMatchObject({ tickets: incidents, refusals: 0 });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const sqlite = await builtInSqlite(docket);
      let compared = 0;
      for (const { name } of projections) {
        const ours = await documentsOf(docket.stores.read, name);
        expect({ name, documents: ours }).toEqual({ name, documents: await documentsOf(sqlite, name) });
        compared += ours.length;
      }
      await sqlite.close();
      expect(compared).toBeGreaterThan(incidents);
      note(
        `${incidents} incidents (${answer.facts} facts) imported with documents in ${docket.stores.read.description} in ${seconds} s: ` +
          `${compared} documents of ${projections.length} read models equal SQLite's`,
      );
    }, 2_400_000);
  });
}
