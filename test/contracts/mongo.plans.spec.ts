import { MongoClient, type Document as Entry } from 'mongodb';
import { mongoDocuments } from '../../src/adapters/documents/mongo/documents';
import { projections } from '../../src/projections';
import type {
  CollectionSpec,
  Condition,
  Document,
  Documents,
  IndexSpec,
  Query,
} from '../../src/projections/kernel/documents.port';
import { physicalFields } from '../../src/projections/kernel/served-by';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

// That no list page scans is proved by the prefix rule everywhere (MG5, documents.finding.contract.ts). Here a real mongod says itself how
// it read every kind of page that an index of a read model may serve: its profiler keeps the plan of each query and what that examined.

const limit = 5;
const database = 'plans';
const specs: readonly CollectionSpec[] = projections.map(({ name, indexes }) => ({ name, indexes }));

/** Each number of equalities on the first fields, then the rest in its order, and turned round. */
function queriesOf(index: IndexSpec): readonly Query[] {
  const fields = physicalFields(index);
  return fields.flatMap((first, fixed) => {
    const where = fields.slice(0, fixed).map(({ field, many }): Condition => ({ field, [many === true ? 'has' : 'eq']: '1' }));
    const sort = fields.slice(fixed);
    const turned = sort.map(({ field, descending }) => ({ field, descending: descending !== true }));
    return first.many === true ? [] : [sort, turned].map((order) => ({ where, sort: order, limit }));
  });
}

/** Every third one has the values that are asked for; a unique one has them to itself. */
function documentsOf({ indexes }: CollectionSpec): readonly Document[] {
  return Array.from({ length: 60 }, (_, i) => ({
    _id: `${i}`.padStart(3, '0'),
    ...Object.fromEntries(
      indexes.flatMap(({ fields, unique }) =>
        fields.map(({ field, many }) => {
          const value = unique === true ? `${i}` : `${i % 3}`;
          return [field, many === true ? [value, 'all'] : value] as const;
        }),
      ),
    ),
  }));
}

/** What it says of a query that read more than its page and the one behind it, or sorted. */
function wasteIn({ planSummary, hasSortStage, docsExamined }: Entry): string | null {
  const read = Number(docsExamined);
  const isServed = String(planSummary).startsWith('IXSCAN') && hasSortStage !== true && read <= limit + 1;
  return isServed ? null : `${String(planSummary)}, ${read} documents${hasSortStage === true ? ', sorted' : ''}`;
}

it.each([
  [{ planSummary: 'COLLSCAN', docsExamined: 6 }, 'COLLSCAN, 6 documents'],
  [{ planSummary: 'IXSCAN { body.at: 1 }', docsExamined: 60 }, 'IXSCAN { body.at: 1 }, 60 documents'],
  [{ planSummary: 'IXSCAN { _id: 1 }', docsExamined: 6, hasSortStage: true }, 'IXSCAN { _id: 1 }, 6 documents, sorted'],
  [{ planSummary: 'IXSCAN { body.at: 1, _id: 1 }', docsExamined: 6 }, null],
])('a plan is told apart from waste: %j', (entry, waste) => {
  expect(wasteIn(entry)).toBe(waste);
});

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`how MongoDB reads list pages: ${choice.reason}`, () => undefined);
} else {
  describe(`how list pages are read by ${choice.name}`, () => {
    let server: MongoServer;
    let store: Documents;
    let client: MongoClient;
    beforeAll(async () => {
      server = await choice.start();
      store = await mongoDocuments({ url: server.url, database, durability: 'normal' });
      client = await new MongoClient(server.url).connect();
    });
    afterAll(async () => {
      await client.close();
      await store.close();
      await server.stop();
    });

    const ask = async (spec: CollectionSpec): Promise<number> => {
      const queries = spec.indexes.flatMap(queriesOf);
      for (const query of queries) {
        expect((await store.find(spec.name, query)).items.length).toBeGreaterThan(0);
      }
      return queries.length;
    };

    test('every page that an index of a read model serves is one range of it, no longer than the page (S5, MG5)', async () => {
      const [name] = store.description.match(/[^ ]+-plans/) ?? [];
      const db = client.db(name);
      for (const spec of specs) {
        await store.prepare(spec);
        const put = documentsOf(spec).map((document) => ({ collection: spec.name, id: document._id, document }));
        await store.write(put);
      }
      if (!server.standIn) await db.command({ profile: 2 });
      let asked = 0;
      for (const spec of specs) asked += await ask(spec);
      expect(asked).toBeGreaterThan(100);
      if (server.standIn) {
        note(`plans of ${asked} list pages: not asked for, ${server.name} keeps no profile`);
        return;
      }
      await db.command({ profile: 0 });
      const kept = await db
        .collection('system.profile')
        .find({ op: 'query', 'command.find': { $in: specs.map((one) => one.name) } })
        .toArray();
      expect(kept.length).toBeGreaterThanOrEqual(asked);
      expect(kept.map(wasteIn).filter((waste) => waste !== null)).toEqual([]);
      await db.dropDatabase();
      note(
        `plans of ${asked} list pages, as ${server.name} says: each one range of an index, at most ${limit + 1} documents read`,
      );
    });
  });
}
