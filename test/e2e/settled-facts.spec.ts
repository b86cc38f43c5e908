import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { VerifyAnswer } from '../../src/adapters/control/control.port';
import { damagesIn } from '../../src/compose/damages';
import { controlMethods } from '../../src/operations/control-methods';
import { Api } from '../dsl/api';
import { until } from '../dsl/until';
import { startTestServer } from '../servers/eventstoredb/server';

// A fact that was altered in the file of the log. The operator accepts it, and the rest of its stream goes on.

let api: Api;
let ticket: string;

const reply = (body: string) => api.as('Anja').post(`tickets/${ticket}/reply`, { audience: 'staff', body });
const quiet = (): void => undefined;
const methods = () => controlMethods(api.docket);
const settle = (revision: number) =>
  methods().settle({ stream: `ticket-${ticket}`, revision }, quiet, new AbortController().signal);
const verify = (): Promise<VerifyAnswer> => methods().verify({}, quiet, new AbortController().signal);
const newest = async (): Promise<number> => {
  const [stored] = await api.docket.stores.log.readStream(`ticket-${ticket}`, { direction: 'backward', limit: 1 });
  return stored?.revision ?? -1;
};

const open = async (settings = {}): Promise<void> => {
  api = await Api.start(settings);
  ticket = (await api.as('Anja').post('tickets', { kind: 'issue', title: 'Screen', description: 'Dark.' })).body.id ?? '';
  await reply('first');
};

async function alter(
  revision: number,
  change = `content = replace(content, '"audience":"staff"', '"audience":"stafF"')`,
): Promise<void> {
  const resume = await api.pause();
  const log = new Database(join(api.folder, 'log.db'));
  log.prepare(`UPDATE facts SET ${change} WHERE stream = ? AND revision = ?`).run(`ticket-${ticket}`, revision);
  log.close();
  await resume();
}

describe('a fact that was altered in the file of the log', () => {
  beforeEach(() => open());
  afterEach(() => api.stop());

  test('commands name the command to run, work again after it, and verify holds and names the settlement', async () => {
    const revision = await newest();
    await alter(revision);
    const refused = await reply('second');
    expect([refused.status, refused.body.code]).toEqual([500, 'storage-damaged']);
    expect(refused.text).toContain(`npm run settle -- ticket-${ticket} ${revision} --pass-over`);
    expect((await verify()).problems).toMatchObject([{ stream: `ticket-${ticket}`, revision }]);

    expect(await settle(revision)).toEqual({ stream: `ticket-${ticket}`, revision, already: false, left: [] });
    expect(await settle(revision)).toMatchObject({ already: true });
    expect((await reply('second')).status).toBe(200);
    for (const again of [false, true]) {
      if (again) await api.restart();
      expect((await reply('once more')).status).toBe(200);
      const { problems, passedOver } = await verify();
      expect([problems, passedOver]).toEqual([[], [expect.objectContaining({ stream: `ticket-${ticket}`, revision })]]);
    }
    await api.docket.runner.rebuild('all');
    expect(await damagesIn(api.docket.stores)).toEqual([]);
    expect((await api.as('Anja').get('/health')).body).toMatchObject({ log: { damagedStreams: 0 } });
  });

  test('a redaction beside a settled fact destroys its key, and parks nothing (rule 7)', async () => {
    const revision = await newest();
    await alter(revision);
    await settle(revision);
    await reply('to be redacted');
    const boxes = async () => (await verify()).erased;
    const before = await boxes();
    const { items = [] } = (await api.as('Anja').get(`tickets/${ticket}/activity`)).body as {
      items?: readonly { text: string | null; data: { reply?: string } }[];
    };
    const target = items.find(({ text }) => text === 'to be redacted')?.data.reply;
    expect((await api.as('Priya').post(`tickets/${ticket}/redact-reply`, { reply: target })).status).toBe(200);
    await until(async () => (await boxes()) > before, 'the key is destroyed');
    expect(await api.docket.stores.ops.count('parked', [])).toBe(0);
  });

  test('a settled fact that is altered once more is refused and named again', async () => {
    const revision = await newest();
    await alter(revision);
    await settle(revision);
    await alter(revision, `content = replace(content, '"stafF"', '"STAFF"')`);
    expect((await reply('second')).status).toBe(500);
    expect((await verify()).problems).toMatchObject([{ stream: `ticket-${ticket}`, revision }]);
    await settle(revision);
    expect((await reply('second')).status).toBe(200);
    expect((await verify()).problems).toEqual([]);
  });

  test.each([
    ['a fact that can be read', (revision: number) => settle(revision), 'nothing to settle'],
    ['a revision that is not there', () => settle(99), 'no revision 99'],
  ])('%s is not settled', async (_what, ask, words) => {
    await expect(ask(await newest())).rejects.toThrow(words);
    expect((await verify()).passedOver).toEqual([]);
  });

  test('a damaged byte in the facets of the newest fact is named by verify and refused with words, and can be settled', async () => {
    const revision = await newest();
    await alter(revision, `facets = replace(facets, ':', '!')`);
    const { problems } = await verify();
    expect(problems).toMatchObject([{ stream: `ticket-${ticket}`, revision, what: expect.stringContaining('facets') as string }]);
    expect((await reply('second')).body.code).toBe('storage-damaged');
    await settle(revision);
    expect((await reply('second')).status).toBe(200);
    expect((await verify()).problems).toEqual([]);
  });
});

test('an event of others in a stream of the log: commands name the command to run, and work again after it', async () => {
  const server = await startTestServer();
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const others = EventStoreDBClient.connectionString(server.url);
  try {
    await open({ EVENTSTORE_URL: server.url });
    const revision = (await newest()) + 1;
    const event = {
      id: crypto.randomUUID(),
      type: 'Noise',
      contentType: 'application/json' as const,
      data: { a: 1 },
      metadata: undefined,
    };
    await others.appendToStream(`ticket-${ticket}`, [event]);
    await others.appendToStream('ticket-hello', [{ ...event, id: crypto.randomUUID() }]);
    const refused = await reply('second');
    expect([refused.status, refused.body.code]).toEqual([500, 'storage-damaged']);
    expect(refused.text).toContain(`npm run settle -- ticket-${ticket} ${revision} --pass-over`);
    await until(async () => (await damagesIn(api.docket.stores)).length === 2, 'both streams are named');
    expect(await settle(revision)).toMatchObject({ left: [] });
    await methods().settle({ stream: 'ticket-hello', revision: 0 }, quiet, new AbortController().signal);
    expect((await reply('second')).status).toBe(200);
    const { problems, passedOver } = await verify();
    expect([problems, passedOver.map(({ stream }) => stream).sort()]).toEqual([[], [`ticket-${ticket}`, 'ticket-hello']]);
    expect(await damagesIn(api.docket.stores)).toEqual([]);
  } finally {
    await api.stop();
    await others.dispose();
    server.stop();
  }
});
