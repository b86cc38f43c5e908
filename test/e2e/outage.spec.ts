import { randomUUID } from 'node:crypto';
import { Api, type Answer } from '../dsl/api';
import { builtInSqlite, readModelsOf } from '../dsl/read-models';
import { until } from '../dsl/until';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

// Servers that go away while the product runs: for seconds, with `npm run test:servers -- --full` for a minute. What waits for them backs off
// and has no other limit (test/adapters/runner/projections.spec.ts).

const issue = { kind: 'issue', title: 'Ticket machine is dark', description: 'Since this morning.' };
const awayMs = process.env['TEST_FULL'] === undefined ? 3_000 : 60_000;

/** Without a pause: what comes right behind it must not be there yet. */
async function untilAppended(server: TestServer, type: string): Promise<void> {
  while (server.log.all.every((event) => event.type !== type)) await new Promise(setImmediate);
}

const refused = ({ status, headers, body }: Answer) => [status, body.code, Number(headers['retry-after']) > 0];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Facts recorded before, during and after are there once, and all read models have them. */
async function caughtUp(api: Api, tickets: readonly string[]): Promise<void> {
  await until(async () => (await api.as('Anja').get('/health/ready')).status === 200);
  const models = await readModelsOf(api.docket);
  expect(models).toEqual(await builtInSqlite(api.docket, api.folder));
  expect((models['ticket-list'] ?? []).map(({ _id }) => _id).sort()).toEqual([...tickets].sort());
}

describe('EventStoreDB', () => {
  let server: TestServer;
  let api: Api;
  beforeAll(async () => {
    server = await startTestServer();
    api = await Api.start({ EVENTSTORE_URL: `${server.url}&defaultDeadline=3000` });
  });
  afterAll(async () => {
    await api.stop();
    server.stop();
  });

  test('goes away: commands get 503 with Retry-After, lists answer on; it comes back: nothing is lost or doubled', async () => {
    const anja = api.as('Anja');
    const first = (await anja.post('tickets', issue)).body.id ?? '';
    await until(async () => (await anja.get(`tickets/${first}`)).status === 200);
    server.stop();
    const key = { 'idempotency-key': randomUUID() };
    expect(refused(await anja.post('tickets', issue, key))).toEqual([503, 'unavailable', true]);
    const health = await anja.get('/health/ready');
    expect([health.status, health.text]).toEqual([503, expect.stringContaining('"log"')]);
    expect((await anja.get('tickets')).status).toBe(200);
    await pause(awayMs);
    expect(refused(await anja.post('tickets', issue, key))).toEqual([503, 'unavailable', true]);

    await server.start();
    await until(async () => (await anja.post('tickets', issue, key)).status === 201);
    const again = await anja.post('tickets', issue, key);
    expect(again.body).toMatchObject({ repeated: true });
    await caughtUp(api, [first, again.body.id ?? '']);
  });

  test('goes away and comes back while nobody writes: ready again, without a fact to wake it', async () => {
    server.stop();
    await until(() => Promise.resolve(api.docket.runner.status().every(({ state }) => state === 'stopped')));
    expect((await api.as('Anja').get('/health/ready')).status).toBe(503);
    await server.start();
    await until(async () => (await api.as('Anja').get('/health/ready')).status === 200);
    await until(() => Promise.resolve(api.docket.runner.troubles().size === 0));
  });

  test('goes away in the middle of a merge: the answer says that it was agreed, and the rest follows by itself', async () => {
    const [anja, marie] = [api.as('Anja'), api.as('Marie')];
    const open = async () => (await anja.post('tickets', issue)).body.id ?? '';
    const [duplicate, primary] = [await open(), await open()];
    const merging = marie.post(`tickets/${duplicate}/merge-into`, { primary, reason: 'The same.' });
    await untilAppended(server, 'MergeAgreed');
    server.stop();
    const answer = await merging;
    if (answer.status !== 200) {
      expect(refused(answer)).toEqual([503, 'unavailable', true]);
      expect(answer.text).toMatch(/This was agreed and recorded|nobody can say yet whether this was recorded/);
    }
    await pause(Math.max(awayMs, 6_000));
    await server.start();
    const recorded = () => server.log.all.map(({ type }) => type);
    const rest = ['TicketMerged', 'TicketClosed', 'DuplicateLinked'];
    await until(() => Promise.resolve(rest.every((type) => recorded().includes(type))));
    expect(recorded().filter((type) => rest.includes(type))).toEqual(rest);
    const { reactors } = JSON.parse((await anja.get('/health')).text) as { readonly reactors: object };
    expect(reactors).toMatchObject({ parked: 0 });
    await until(() => Promise.resolve(api.docket.runner.troubles().size === 0));
  });

  test('loses an answer after the write: the command succeeds, once', async () => {
    const anja = api.as('Anja');
    const ticket = (await anja.post('tickets', issue)).body.id ?? '';
    const before = await api.facts();
    server.faults.loseAnswers(1);
    const answer = await anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'On our way.' });
    expect([answer.status, answer.body.repeated]).toEqual([200, false]);
    expect(await api.facts()).toBe(before + 1);
  });

  test('answers nothing for longer than anybody waits: 503 says that nobody knows; the same key again records it once', async () => {
    const anja = api.as('Anja');
    const ticket = (await anja.post('tickets', issue)).body.id ?? '';
    const before = await api.facts();
    const key = { 'idempotency-key': randomUUID() };
    const reply = () => anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'Still on our way.' }, key);
    const release = server.faults.hold();
    const unanswered = await reply();
    expect(refused(unanswered)).toEqual([503, 'unavailable', true]);
    expect(unanswered.text).toContain('nobody can say yet whether this was recorded');
    release();
    await until(async () => (await reply()).status === 200);
    expect((await reply()).body.repeated).toBe(true);
    expect(await api.facts()).toBe(before + 1);
  });
});

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`MongoDB goes away in the middle: ${choice.reason}`, () => undefined);
} else {
  describe(choice.name, () => {
    let server: MongoServer;
    let api: Api;
    beforeAll(async () => {
      server = await choice.start();
      const brief = 'serverSelectionTimeoutMS=500';
      api = await Api.start({ MONGODB_URL: `${server.url}${server.url.includes('?') ? '&' : '?'}${brief}` });
    });
    afterAll(async () => {
      await api.stop();
      await server.stop();
    });

    test('goes away: lists get 503 with Retry-After while the log goes on; it comes back: all that was recorded can be seen', async () => {
      const anja = api.as('Anja');
      const first = (await anja.post('tickets', issue)).body.id ?? '';
      await until(async () => (await anja.get(`tickets/${first}`)).status === 200);
      await server.gate.refuse();
      const meanwhile = await anja.post('tickets', issue);
      expect(meanwhile.status).toBe(201);
      expect(refused(await anja.get('tickets'))).toEqual([503, 'unavailable', true]);
      expect((await anja.get('/health/ready')).status).toBe(503);
      await pause(awayMs);

      await server.gate.accept();
      await caughtUp(api, [first, meanwhile.body.id ?? '']);
      note(`an outage of ${awayMs / 1000} s in the middle: EventStoreDB test server, ${choice.name}`);
    });
  });
}
