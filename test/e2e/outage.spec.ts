import { randomUUID } from 'node:crypto';
import { Api, type Answer } from '../dsl/api';
import { builtInSqlite, readModelsOf } from '../dsl/read-models';
import { until } from '../dsl/until';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

// Outages of servers while the product runs: of seconds, or of a minute with `npm run test:servers -- --full`. Waiting backs off and has no
// other limit (test/adapters/runner/projections.spec.ts).

const issue = { kind: 'issue', title: 'Ticket machine is dark', description: 'Since this morning.' };
const awayMs = process.env['TEST_FULL'] === undefined ? 3_000 : 60_000;

/** Without a pause, because later facts must not be visible yet. */
async function untilAppended(server: TestServer, type: string): Promise<void> {
  while (server.log.all.every((event) => event.type !== type)) await new Promise(setImmediate);
}

const refused = ({ status, headers, body }: Answer) => [status, body.code, Number(headers['retry-after']) > 0];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Expects every fact of before, during and after the outage once, in all read models. */
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

  test('an outage answers commands 503 with Retry-After and serves lists; afterwards nothing is lost or repeated', async () => {
    const anja = api.as('Anja');
    const first = (await anja.post('tickets', issue)).body.id ?? '';
    await until(async () => (await anja.get(`tickets/${first}`)).status === 200);
    server.stop();
    const key = { 'idempotency-key': randomUUID() };
    expect(refused(await anja.post('tickets', issue, key))).toEqual([503, 'unavailable', true]);
    const health = await anja.get('/health/ready');
    expect([health.status, health.text]).toEqual([503, expect.stringContaining('"log"')]);
    expect((await anja.get('tickets')).status).toBe(200);
    const known = await anja.get(`tickets/${first}`);
    expect([known.status, known.body]).toEqual([
      200,
      expect.objectContaining({ title: issue.title, allowed: [], asOf: expect.stringMatching(/^2\d{3}-/) as string }),
    ]);
    expect((await anja.get(`tickets/${first}/activity`)).status).toBe(200);
    expect((await anja.get(`tickets/${randomUUID()}`)).status).toBe(404);
    await pause(awayMs);
    expect(refused(await anja.post('tickets', issue, key))).toEqual([503, 'unavailable', true]);

    await server.start();
    await until(async () => (await anja.post('tickets', issue, key)).status === 201);
    const again = await anja.post('tickets', issue, key);
    expect(again.body).toMatchObject({ repeated: true });
    await caughtUp(api, [first, again.body.id ?? '']);
    expect((await anja.get(`tickets/${first}`)).body).toMatchObject({ asOf: null });
  });

  test('an outage without writes ends with ready again, without a new fact', async () => {
    server.stop();
    await until(() => Promise.resolve(api.docket.runner.status().every(({ state }) => state === 'stopped')));
    expect((await api.as('Anja').get('/health/ready')).status).toBe(503);
    await server.start();
    await until(async () => (await api.as('Anja').get('/health/ready')).status === 200);
    await until(() => Promise.resolve(api.docket.runner.failures().size === 0));
  });

  test('an outage during a merge is answered as agreed, and the merge completes by itself', async () => {
    const [anja, marie] = [api.as('Anja'), api.as('Marie')];
    const open = async () => (await anja.post('tickets', issue)).body.id ?? '';
    const [duplicate, primary] = [await open(), await open()];
    const merging = marie.post(`tickets/${duplicate}/merge-into`, { primary, reason: 'The same.' });
    await untilAppended(server, 'MergeAgreed');
    server.stop();
    const answer = await merging;
    if (answer.status !== 200) {
      expect(refused(answer)).toEqual([503, 'unavailable', true]);
      expect(answer.text).toMatch(/This was agreed and recorded|it is unknown whether your change was recorded/);
    }
    await pause(Math.max(awayMs, 6_000));
    await server.start();
    const recorded = () => server.log.all.map(({ type }) => type);
    const rest = ['TicketMerged', 'TicketClosed', 'DuplicateLinked'];
    await until(() => Promise.resolve(rest.every((type) => recorded().includes(type))));
    expect(recorded().filter((type) => rest.includes(type))).toEqual(rest);
    const { reactors } = JSON.parse((await anja.get('/health')).text) as { readonly reactors: object };
    expect(reactors).toMatchObject({ parked: 0 });
    await until(() => Promise.resolve(api.docket.runner.failures().size === 0));
  });

  test('a lost answer after the write leaves the command successful, once', async () => {
    const anja = api.as('Anja');
    const ticket = (await anja.post('tickets', issue)).body.id ?? '';
    const before = await api.facts();
    server.faults.loseAnswers(1);
    const answer = await anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'On our way.' });
    expect([answer.status, answer.body.repeated]).toEqual([200, false]);
    expect(await api.facts()).toBe(before + 1);
  });

  test('an overlong silence is answered 503 with an unknown outcome, and a repeat with the same key records it once', async () => {
    const anja = api.as('Anja');
    const ticket = (await anja.post('tickets', issue)).body.id ?? '';
    const before = await api.facts();
    const key = { 'idempotency-key': randomUUID() };
    const reply = () => anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'Still on our way.' }, key);
    const release = server.faults.hold();
    const asked = performance.now();
    const known = await anja.get(`tickets/${ticket}`);
    expect([known.status, performance.now() - asked < 2_900]).toEqual([200, true]);
    const unanswered = await reply();
    expect(refused(unanswered)).toEqual([503, 'unavailable', true]);
    expect(unanswered.text).toContain('it is unknown whether your change was recorded');
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

    test('an outage answers lists 503 with Retry-After while the log continues; afterwards everything recorded is visible', async () => {
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
