import { join } from 'node:path';
import Database from 'better-sqlite3';
import { damagesIn } from '../../src/compose/damages';
import { factCodec } from '../../src/adapters/eventstore/codec';
import { Api } from '../dsl/api';

// Facts of a newer version, or altered ones: their stream accepts no commands, and everything else continues.

let api: Api;
let strange: string;
let sound: string;

const issue = { kind: 'issue', title: 'Screen', description: 'Dark.' };
const open = async (): Promise<string> => (await api.as('Anja').post('tickets', issue)).body.id ?? '';
const reply = (ticket: string) => api.as('Anja').post(`tickets/${ticket}/reply`, { audience: 'staff', body: 'x' });

beforeEach(async () => {
  api = await Api.start();
  [strange, sound] = [await open(), await open()];
});
afterEach(() => api.stop());

/** A fact that a newer version might record. */
async function recordNewType(): Promise<void> {
  const { stores, ids } = api.docket;
  const codec = factCodec(stores.keyRing);
  const stream = `ticket-${strange}`;
  const [newest] = await stores.log.readStream(stream, { direction: 'backward', limit: 1 });
  if (newest === undefined) throw new Error('the ticket was opened');
  const before = codec.decode(newest);
  const command = { id: ids.next(), digest: '' };
  const draft = { ...before, id: ids.next(), type: 'TicketTeleported', data: {}, confidential: [], command };
  const { hash, revision } = before;
  await stores.log.append(stream, revision, await codec.encode([draft], { revision, hash }));
}

test('an unknown type of fact: 503 upgrade-in-progress, nothing recorded, also after a restart', async () => {
  await recordNewType();
  const facts = await api.facts();
  for (const again of [false, true]) {
    if (again) await api.restart();
    const refused = await reply(strange);
    expect(refused.body).toMatchObject({ status: 503, code: 'upgrade-in-progress', type: '/problems/upgrade-in-progress' });
    expect(refused.text).toContain('TicketTeleported');
    expect(await api.facts()).toBe(facts);
  }
  expect((await reply(sound)).status).toBe(200);
  expect((await api.as('Anja').get(`tickets/${strange}`)).body).toMatchObject({ title: 'Screen' });
  expect((await api.as('Anja').get('/health/ready')).body).toMatchObject({ status: 'ready' });
});

test('an altered fact: its ticket accepts no command, the others continue, and a rebuild passes over it and names its stream', async () => {
  const resume = await api.pause();
  const log = new Database(join(api.folder, 'log.db'));
  log
    .prepare(`UPDATE facts SET content = replace(content, '"kind":"issue"', '"kind":"claim"') WHERE stream = ?`)
    .run(`ticket-${strange}`);
  log.close();
  await resume();
  const facts = await api.facts();
  const refused = await reply(strange);
  expect([refused.status, refused.body.code]).toEqual([500, 'storage-damaged']);
  expect(refused.text).not.toMatch(/hash|content|claim/);
  expect((await reply(sound)).status).toBe(200);
  expect(await api.facts()).toBe(facts + 1);
  await api.docket.runner.rebuild('all');
  expect((await api.as('Anja').get('/health/ready')).body).toMatchObject({ status: 'ready' });
  expect((await api.as('Anja').get('/health')).body).toMatchObject({ log: { damagedStreams: 1 } });
  expect(await damagesIn(api.docket.stores)).toEqual([
    { stream: `ticket-${strange}`, revision: 0, what: expect.stringContaining('revision 0 (TicketOpened)') as string },
  ]);
  expect((await api.as('Anja').get(`tickets/${sound}`)).body).toMatchObject({ title: 'Screen' });
});
