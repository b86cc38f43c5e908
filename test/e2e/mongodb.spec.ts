import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { controlMethods } from '../../src/operations/control-methods';
import { openDocket, type Docket } from '../../src/compose/docket';
import { projections } from '../../src/projections';
import { builtInSqlite, readModelsOf } from '../dsl/read-models';
import { sliceOfHistory } from '../dsl/real-history';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

/** A scanning server gets a part of the real history. */
const incidents = process.env['TEST_FULL'] === undefined ? 100 : 1_000;
const folder = mkdtempSync(join(tmpdir(), 'docket-mongodb-e2e-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A scanning server takes longer than the default timeout for thousands of documents. */
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
        readConfig({ DATA_DIR: join(folder, 'data'), MONGODB_URL: patient(server.url), NODE_ENV: 'test', DEMO: 'small' }),
      );
    });
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
      const ours = await readModelsOf(docket);
      const theirs = await builtInSqlite(docket, folder);
      for (const { name } of projections) expect({ name, documents: ours[name] }).toEqual({ name, documents: theirs[name] });
      const compared = Object.values(ours).flat().length;
      expect(compared).toBeGreaterThan(incidents);
      note(
        `${incidents} incidents (${answer.facts} facts) imported with documents in ${docket.stores.read.description} in ${seconds} s: ` +
          `${compared} documents of ${projections.length} read models equal SQLite's`,
      );
    }, 2_400_000);
  });
}
