import { controlMethods } from '../../src/operations/control-methods';
import { Api } from '../dsl/api';
import { hangMs, until } from '../dsl/until';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { mongoChoice, type MongoServer } from '../servers/mongodb';

// Two processes on the same servers. One of them projects, and both answer alike.

const issue = { kind: 'issue', title: 'Ticket machine is dark', description: 'Since this morning.' };
interface Health {
  readonly projections: readonly { readonly name: string; readonly behind: number; readonly state: string }[];
}

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`the second process on the same servers: ${choice.reason}`, () => undefined);
} else {
  describe(`the second process on EventStoreDB and ${choice.name}`, () => {
    let eventstore: TestServer;
    let mongodb: MongoServer;
    let first: Api;
    let second: Api;
    beforeAll(async () => {
      [eventstore, mongodb] = await Promise.all([startTestServer(), choice.start()]);
      const settings = { EVENTSTORE_URL: eventstore.url, MONGODB_URL: mongodb.url };
      first = await Api.start(settings);
      second = await Api.start(settings);
      for (const { user, token } of first.demo) second.introduce(user, token);
    });
    afterAll(async () => {
      await second.stop();
      await first.stop();
      eventstore.stop();
      await mongodb.stop();
    });

    test('shows its own writes as soon as the other has projected them', async () => {
      const anja = second.as('Anja');
      const { runner, stores } = second.docket;
      for (let i = 0; i < 3; i++) {
        const ticket = (await anja.post('tickets', issue)).body.id ?? '';
        expect((await anja.get(`tickets/${ticket}`)).status).toBe(200);
        await anja.post('tickets', issue);
        const head = (await stores.log.head()) ?? '';
        expect(await runner.readModels.waitFor(['ticket-list'], head, 10 * hangMs)).toBe(true);
      }
    });

    test('reports the lag of the read models in its health', async () => {
      await until(async () => {
        const { projections } = JSON.parse((await second.as('Anja').get('/health')).text) as Health;
        return projections.every(({ behind }) => behind === 0);
      });
    });

    test('creates a report, which waits for the read models', async () => {
      await second.as('Anja').post('tickets', issue);
      const report = await controlMethods(second.docket)['report.volume']({}, () => undefined, new AbortController().signal);
      expect(report.status).toMatchObject({ open: 7 });
    });

    test('rejects a user at once whom the other has suspended', async () => {
      const anja = second.as('Anja');
      const { id: user } = JSON.parse((await anja.get('me')).text) as { readonly id: string };
      expect((await first.as('Paula').post(`users/${user}/suspend`, {})).status).toBe(200);
      await until(async () => (await anja.get('me')).status !== 200);
      expect((await anja.get('me')).status).toBe(401);
    });
  });
}
