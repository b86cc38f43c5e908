import { randomUUID } from 'node:crypto';
import { Api, type Answer, type Body, type Person } from '../dsl/api';

// Bad input on the real product is rejected with the right status and a message, and nothing is recorded.

let api: Api;
let anja: Person;
let ben: Person;
let fatima: Person;
let marie: Person;
/** A ticket of the customer in dispatching, with the partner as handler. */
let ticket: string;
let closed: string;
/** Two tickets of one owner, and one of the distributor. */
let one: string;
let two: string;
let elsewhere: string;

const issue = { kind: 'issue', title: 'Lobby screen stays black', description: 'Nothing is shown.' };
const whoIs = async (person: Person): Promise<Body> => (await person.get('me')).body;

async function opened(person: Person, body: object = issue): Promise<string> {
  const { body: answer, text } = await person.post('tickets', body);
  if (answer.id === undefined) throw new Error(text);
  return answer.id;
}

beforeAll(async () => {
  api = await Api.start();
  [anja, ben, fatima, marie] = [api.as('Anja'), api.as('Ben'), api.as('Fatima'), api.as('Marie')];
  [ticket, closed, one, two, elsewhere] = (await Promise.all([
    ...[opened(ben), opened(ben), opened(marie), opened(marie)],
    opened(fatima),
  ])) as [string, string, string, string, string];
  const { id: technician } = await whoIs(api.as('Tomáš'));
  await anja.post(`tickets/${closed}/assign`, { technician });
  const done = await api.as('Tomáš').post(`tickets/${closed}/close`, { summary: 'Works.', solution: 'Switched on.' });
  if (done.status !== 200) throw new Error(done.text);
});
afterAll(() => api.stop());

interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** Expects an unchanged log and a problem that explains itself. */
async function refused(ask: () => Promise<Answer>, expected: Refusal): Promise<Answer> {
  const before = await api.facts();
  const answer = await ask();
  expect([answer.text, answer.body]).toEqual([answer.text, expect.objectContaining(expected)]);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect((JSON.parse(answer.text) as { detail: string }).detail).toMatch(/\S \S+ \S/);
  expect(await api.facts()).toBe(before);
  return answer;
}

const invalid = { status: 400, code: 'invalid' };
const wrongPhase = { status: 409, code: 'wrong-phase' };
const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const at = (milliseconds: number): string => new Date(new Date().getTime() + milliseconds).toISOString();
const day = 86_400_000;

type Row = readonly [what: string, ask: () => Promise<Answer>, expected: Refusal];

const bodies: readonly Row[] = [
  ['an unknown field', () => anja.post('tickets', { ...issue, colour: 'red' }), invalid],
  ['a wrong type', () => anja.post('tickets', { ...issue, title: 5 }), invalid],
  ['a title too long', () => anja.post('tickets', { ...issue, title: 'x'.repeat(301) }), invalid],
  ['a title of too many emoji', () => anja.post('tickets', { ...issue, title: '😀'.repeat(301) }), invalid],
  ['a reply too long', () => anja.post(`tickets/${ticket}/reply`, { audience: 'staff', body: 'x'.repeat(100_001) }), invalid],
  ['a reason too long', () => anja.post(`tickets/${ticket}/reject`, { reason: 'x'.repeat(4_001) }), invalid],
  ['control characters', () => anja.post('tickets', { ...issue, title: 'a\u0007b' }), invalid],
  ['a lone surrogate', () => anja.post(`tickets/${ticket}/reply`, '{"audience":"staff","body":"\\udfff"}'), invalid],
  [
    'a body of 10 MB',
    () => anja.post('tickets', { ...issue, title: 'x'.repeat(10_000_000) }),
    { status: 413, code: 'too-large' },
  ],
  ['deep nesting', () => anja.post('tickets', deep(40)), invalid],
  ['very deep nesting', () => anja.post('tickets', deep(100_000)), invalid],
  ['bad JSON', () => anja.post('tickets', '{"kind":'), invalid],
  ['a bad UUID', () => anja.post('tickets/42/accept'), invalid],
  ['a bad UUID in a body', () => anja.post(`tickets/${one}/merge-into`, { primary: '42' }), invalid],
  [
    'an unknown id',
    () => anja.post(`tickets/${randomUUID()}/reply`, { audience: 'staff', body: 'x' }),
    { status: 404, code: 'unknown' },
  ],
];

const states: readonly Row[] = [
  [
    'a stale If-Match',
    () => anja.post(`tickets/${ticket}/revise-details`, { title: 'T' }, { 'if-match': '"99"' }),
    { status: 412, code: 'stale' },
  ],
  [
    'a stale If-Match on merging',
    () => marie.post(`tickets/${one}/merge-into`, { primary: two }, { 'if-match': '"7"' }),
    { status: 412, code: 'stale' },
  ],
  [
    'a stale If-Match on taking in duplicates',
    () => marie.post(`tickets/${one}/add-duplicates`, { duplicates: [two] }, { 'if-match': '"7"' }),
    { status: 412, code: 'stale' },
  ],
  ['a wrong phase', () => anja.post(`tickets/${ticket}/complete-qualification`), wrongPhase],
  ['a closed ticket', () => anja.post(`tickets/${closed}/change-priority`, { priority: 'high' }), wrongPhase],
  [
    'a ticket out of sight',
    () => api.as('Nora').post(`tickets/${ticket}/reply`, { audience: 'staff', body: 'x' }),
    { status: 404, code: 'unknown' },
  ],
  [
    'a missing permission',
    () => api.as('Kofi').post(`tickets/${ticket}/change-priority`, { priority: 'high' }),
    { status: 403, code: 'not-permitted' },
  ],
  [
    'a time too far ahead',
    () => anja.post('tickets', { ...issue, occurredAt: at(6 * 60_000) }),
    { status: 422, code: 'occurred-at-out-of-range' },
  ],
  [
    'a time too far back',
    () => anja.post('tickets', { ...issue, occurredAt: at(-32 * day) }),
    { status: 422, code: 'occurred-at-out-of-range' },
  ],
  [
    'a forward to an organisation that is not above the handler',
    async () => anja.post(`tickets/${ticket}/forward`, { to: (await whoIs(ben)).organisation, reason: 'x' }),
    { status: 409, code: 'target-not-allowed' },
  ],
  [
    'a forward to nobody',
    () => anja.post(`tickets/${ticket}/forward`, { to: randomUUID(), reason: 'x' }),
    { status: 409, code: 'target-not-allowed' },
  ],
  [
    'a merge into itself',
    () => marie.post(`tickets/${one}/merge-into`, { primary: one }),
    { status: 409, code: 'merge-refused' },
  ],
  [
    'a merge across owners',
    () => marie.post(`tickets/${one}/merge-into`, { primary: ticket }),
    { status: 409, code: 'merge-refused' },
  ],
  [
    'a merge into a ticket of another tenant',
    () => marie.post(`tickets/${one}/merge-into`, { primary: elsewhere }),
    { status: 404, code: 'unknown' },
  ],
  [
    'a merge of a ticket of another tenant',
    () => marie.post(`tickets/${one}/add-duplicates`, { duplicates: [elsewhere] }),
    { status: 404, code: 'unknown' },
  ],
];

describe('rejected without a record', () => {
  test.each([...bodies, ...states])('%s', async (_, ask, expected) => {
    await refused(ask, expected);
  });

  test('custody: the former handler can do nothing, and sees who can', async () => {
    const mine = await opened(anja);
    const { organisation: nordwind } = await whoIs(fatima);
    expect((await anja.post(`tickets/${mine}/forward`, { to: nordwind, reason: 'Beyond us.' })).status).toBe(200);
    const reject = () => anja.post(`tickets/${mine}/reject`, { reason: 'x' });
    const answer = await refused(reject, { status: 403, code: 'not-handler' });
    expect(JSON.parse(answer.text)).toMatchObject({ handler: nordwind });
  });

  test('a merge in a cycle', async () => {
    const [a, b, c] = [await opened(marie), await opened(marie), await opened(marie)];
    expect((await marie.post(`tickets/${a}/merge-into`, { primary: b })).status).toBe(200);
    expect((await marie.post(`tickets/${b}/merge-into`, { primary: c })).status).toBe(200);
    await refused(() => marie.post(`tickets/${c}/merge-into`, { primary: a }), { status: 409, code: 'merge-refused' });
  });

  test('a key reused with another body, also after a restart', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const reply = (body: string) => anja.post(`tickets/${ticket}/reply`, { audience: 'staff', body }, key);
    const first = await reply('One');
    await refused(() => reply('Two'), { status: 422, code: 'idempotency-key-reused' });
    await api.restart();
    await refused(() => reply('Two'), { status: 422, code: 'idempotency-key-reused' });
    expect((await reply('One')).body).toMatchObject({ repeated: true, revision: first.body.revision });
  });
});

describe('answers beside the refusal', () => {
  test('list what the asker can do, in addition to the organisations a ticket may go to', async () => {
    const { organisation } = await whoIs(ben);
    const answer = await anja.post(`tickets/${ticket}/forward`, { to: organisation, reason: 'x' });
    const { targets, allowed } = JSON.parse(answer.text) as { targets: string[]; allowed: { command: string }[] };
    expect(targets).toContain((await whoIs(fatima)).organisation);
    expect(allowed.map(({ command }) => command)).toContain('forward');
  });

  test.each(['ä', '😀'])('accept the longest texts that the API description allows: %s', async (character) => {
    const longest = character.repeat(20_000);
    expect((await anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: longest })).status).toBe(200);
    const { body } = await anja.post('tickets', { ...issue, title: character.repeat(200), description: longest });
    const rejected = await anja.post(`tickets/${body.id ?? ''}/reject`, { reason: character.repeat(4_000) });
    expect([rejected.status, rejected.text]).toEqual([200, rejected.text]);
  });

  test('repeat a merge with the same key and If-Match like the first time', async () => {
    const [duplicate, primary] = [await opened(marie), await opened(marie)];
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const merge = () => marie.post(`tickets/${duplicate}/merge-into`, { primary }, headers);
    const first = await merge();
    expect([first.status, first.text]).toEqual([200, first.text]);
    const facts = await api.facts();
    expect((await merge()).body).toMatchObject({ revision: first.body.revision, repeated: true });
    expect(await api.facts()).toBe(facts);
  });
});
