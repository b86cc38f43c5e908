import { randomUUID } from 'node:crypto';
import { Api, type Answer, type Body, type Person } from '../dsl/api';

// The whole product on an embedded data folder with its demo organisations. Lighthouse is a customer of the partner Harbour, below the
// distributor Nordwind.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const problem = { kind: 'service', title: 'Ticket machine is dark', description: 'Since this morning.' };
const fresh = { prefer: 'return=representation' };
const whoIs = async (person: Person): Promise<Body> => (await person.get('me')).body;

async function opened(person: Person, body: object = problem): Promise<string> {
  const answer = await person.post('tickets', body);
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.body.id ?? '';
}

async function done(answer: Promise<Answer>): Promise<Answer> {
  const { status, text, ...rest } = await answer;
  expect([status, text]).toEqual([200, text]);
  return { status, text, ...rest };
}

/** Fields that each kind needs for its qualification and its solution. */
const ways = [
  ['service', 'waive-gate', { gate: 'contract', reason: 'Being signed.' }, {}],
  ['maintenance', null, {}, {}],
  ['claim', 'list-affected-items', { items: [{ kind: 'order', reference: 'SO-1' }] }, { actualDamage: 'A burnt board.' }],
] as const;

describe('the life of a ticket over HTTP', () => {
  test('S1.4–S1.30 from the first call to closed and open again', async () => {
    const [ben, anja, tomas, kofi] = [api.as('Ben'), api.as('Anja'), api.as('Tomáš'), api.as('Kofi')];
    const ticket = `tickets/${await opened(ben)}`;
    const phase = async (): Promise<unknown> => (await anja.get(ticket)).body.phase;
    const { id: technician } = await whoIs(tomas);

    await done(anja.post(`${ticket}/record-acknowledgement`, { by: 'phone' }));
    await done(anja.post(`${ticket}/start-qualification`));
    expect((await anja.post(`${ticket}/complete-qualification`)).body).toMatchObject({ status: 409, code: 'gate-not-met' });
    await done(api.as('Marie').post(`${ticket}/waive-gate`, { gate: 'contract', reason: 'Being signed.' }));
    await done(anja.post(`${ticket}/complete-qualification`));
    expect(await phase()).toBe(3);
    await done(anja.post(`${ticket}/assign`, { technician }));
    const declined = await done(tomas.post(`${ticket}/decline`, { reason: 'On leave.' }, fresh));
    // A caller who no longer sees the ticket learns only that the command was recorded.
    expect(Object.keys(declined.body)).toEqual(['id', 'revision', 'recorded', 'repeated']);
    expect(declined.headers).not.toHaveProperty('preference-applied');
    expect((await tomas.get(ticket)).status).toBe(404);
    await done(anja.post(`${ticket}/assign`, { technician }));
    await done(tomas.post(`${ticket}/accept`));
    await done(tomas.post(`${ticket}/start-work`));
    await done(tomas.post(`${ticket}/enter-solution`, { solution: 'Fuse replaced.' }));
    await done(tomas.post(`${ticket}/solve`));
    expect(await phase()).toBe(6);
    const closed = await done(kofi.post(`${ticket}/close`, { summary: 'Fuse replaced.' }, fresh));
    expect(closed.body).toMatchObject({ phase: 7, status: 'closed', closure: { resolution: 'resolved' } });
    expect(closed.headers['preference-applied']).toBe('return=representation');
    const reopened = await done(ben.post(`${ticket}/reopen`, { reason: 'Dark again.' }, fresh));
    expect(reopened.body).toMatchObject({ phase: 2, status: 'open', reopens: 1 });
  });

  test.each(ways)(
    'S1.1 a ticket for %s goes from the first contact through work on site to its result',
    async (kind, qualifyingStep, values, damage) => {
      const [ben, anja, tomas] = [api.as('Ben'), api.as('Anja'), api.as('Tomáš')];
      const ticket = `tickets/${await opened(ben, { ...problem, kind })}`;
      const { id: technician } = await whoIs(tomas);
      await done(anja.post(`${ticket}/record-acknowledgement`, { by: 'phone' }));
      await done(anja.post(`${ticket}/start-qualification`));
      if (qualifyingStep !== null) await done(api.as('Marie').post(`${ticket}/${qualifyingStep}`, values));
      await done(anja.post(`${ticket}/complete-qualification`));
      await done(anja.post(`${ticket}/assign`, { technician }));
      await done(tomas.post(`${ticket}/accept`));
      await done(tomas.post(`${ticket}/start-work`));
      await done(tomas.post(`${ticket}/record-work`, { minutes: 25, item: 'FUSE-2', description: 'Opened it on site.' }));
      await done(tomas.post(`${ticket}/record-found-fault`, { code: 'F-7', description: 'A fuse.' }));
      await done(tomas.post(`${ticket}/enter-solution`, { solution: 'Fuse replaced.', ...damage }));
      await done(tomas.post(`${ticket}/solve`));
      await done(api.as('Kofi').post(`${ticket}/close`, { summary: 'Works again.' }));
      expect((await ben.get(ticket)).body).toMatchObject({
        ...{ kind, phase: 7 },
        work: [{ technician, minutes: 25, item: 'FUSE-2', description: 'Opened it on site.' }],
        faults: [{ foundBy: technician, code: 'F-7', description: 'A fuse.' }],
        solution: { by: technician, text: 'Fuse replaced.', ...damage },
        closure: { resolution: 'resolved', summary: 'Works again.' },
      });
    },
  );

  test('a refusal lists the allowed commands and records nothing', async () => {
    const anja = api.as('Anja');
    const ticket = `tickets/${await opened(anja)}`;
    const before = await anja.get(ticket);
    const refused = await anja.post(`${ticket}/start-work`);
    expect(refused.body).toMatchObject({ status: expect.any(Number) as number, currentRevision: 0 });
    expect(refused.body.allowed).toEqual(before.body.allowed);
    expect(refused.body.allowed?.length).toBeGreaterThan(3);
    expect((await anja.get(ticket)).headers.etag).toBe(before.headers.etag);
  });

  test('S4.19 the previous handler can still read after a forward, but change nothing', async () => {
    const anja = api.as('Anja');
    const ticket = `tickets/${await opened(anja, { ...problem, kind: 'issue' })}`;
    const { organisation: nordwind } = await whoIs(api.as('Fatima'));
    await done(anja.post(`${ticket}/forward`, { to: nordwind, reason: 'Beyond us.' }));
    expect((await anja.get(ticket)).body).toMatchObject({ handler: nordwind });
    expect((await anja.post(`${ticket}/change-priority`, { priority: 'high' })).body).toMatchObject({
      status: 403,
      code: 'not-handler',
    });
    await done(api.as('Fatima').post(`${ticket}/change-priority`, { priority: 'high' }));
  });
});

describe('confidentiality', () => {
  test('S4.35 a customer sees nothing that staff wrote to each other', async () => {
    const [ben, anja] = [api.as('Ben'), api.as('Anja')];
    const id = await opened(ben);
    const ticket = `tickets/${id}`;
    const secret = 'Zanzibar';
    await done(anja.post(`${ticket}/reply`, { audience: 'staff', body: secret }));
    const last = await done(anja.post(`${ticket}/reply`, { audience: 'everyone', body: 'We are on it.' }, fresh));
    expect((await anja.get(`${ticket}/activity`)).text).toContain(secret);
    for (const path of [ticket, `${ticket}/activity`, 'tickets', `tickets?q=${secret}`, `${ticket}/log`]) {
      expect((await ben.get(path)).text.toLowerCase().replace(`q=${secret}`, '')).not.toContain(secret.toLowerCase());
    }
    // Hidden facts count in revisions, too. Otherwise a customer's If-Match would never match.
    expect((await ben.get(ticket)).headers.etag).toBe(last.headers.etag);
    expect((await ben.post(`${ticket}/reply`, { audience: 'staff', body: 'x' })).body).toMatchObject({
      status: 400,
      code: 'invalid',
    });
  });

  test('a ticket out of scope is unknown to every route, also in refusals', async () => {
    const ticket = `tickets/${await opened(api.as('Fatima'), { ...problem, kind: 'issue' })}`;
    const ben = api.as('Ben');
    const answers = [
      await ben.get(ticket),
      await ben.get(`${ticket}/activity`),
      await ben.post(`${ticket}/accept`),
      await ben.post(`${ticket}/forward`, { to: randomUUID(), reason: 'x' }),
      await ben.post(`${ticket}/merge-into`, { primary: randomUUID() }),
      await ben.get(`tickets/${randomUUID()}`),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(answers.map(() => 'unknown'));
  });
});

describe('repeated requests', () => {
  test('the same key twice at once gives one ticket and one answer', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const anja = api.as('Anja');
    const [one, two] = await Promise.all([anja.post('tickets', problem, key), anja.post('tickets', problem, key)]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.id).toBe(two.body.id);
    expect([one.body.repeated, two.body.repeated].sort()).toEqual([false, true]);
    const log = await anja.get(`tickets/${one.body.id ?? ''}`);
    expect(log.body.revision).toBe(one.body.revision);
  });

  test('one key with two bodies at once gives one ticket and one 422, also after a restart', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const other = { ...problem, title: 'Another' };
    const bodies = [problem, other];
    const answers = await Promise.all(bodies.map((body) => api.as('Anja').post('tickets', body, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const first = answers.findIndex(({ status }) => status === 201);
    await api.restart();
    const [again, refused] = await Promise.all([
      api.as('Anja').post('tickets', bodies[first], key),
      api.as('Anja').post('tickets', bodies[1 - first], key),
    ]);
    expect(again.body).toMatchObject({ id: answers[first]?.body.id, repeated: true });
    expect(refused.body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  });
});

describe('If-Match', () => {
  test('a change of an older revision is answered 412 with the present revision', async () => {
    const anja = api.as('Anja');
    const ticket = `tickets/${await opened(anja)}`;
    const etag = String((await anja.get(ticket)).headers.etag);
    expect((await anja.post(`${ticket}/revise-details`, { title: 'New' })).body).toMatchObject({
      status: 428,
      code: 'precondition-required',
    });
    const revised = await done(anja.post(`${ticket}/revise-details`, { title: 'New' }, { 'if-match': etag, ...fresh }));
    expect(revised.body).toMatchObject({ title: 'New' });
    const stale = await anja.post(`${ticket}/revise-details`, { title: 'Newer' }, { 'if-match': etag });
    expect(stale.body).toMatchObject({ status: 412, code: 'stale', currentRevision: revised.body.revision });
    await done(anja.post(`${ticket}/revise-details`, { title: 'Newer' }, { 'if-match': String(revised.headers.etag) }));
  });
});

describe('times and merging', () => {
  test.each([
    ['ahead', 6 * 60_000],
    ['back', -32 * 86_400_000],
  ])('a time too far %s is rejected', async (_, millis) => {
    const occurredAt = new Date(new Date().getTime() + millis).toISOString();
    const refused = await api.as('Anja').post('tickets', { ...problem, occurredAt });
    expect(refused.body).toMatchObject({ status: 422, code: 'occurred-at-out-of-range' });
  });

  test('a ticket can be merged and unlinked, but never into itself', async () => {
    const marie = api.as('Marie');
    const [primary, duplicate] = [
      await opened(marie, { ...problem, kind: 'issue' }),
      await opened(marie, { ...problem, kind: 'issue' }),
    ];
    expect((await marie.post(`tickets/${primary}/merge-into`, { primary })).body).toMatchObject({
      status: 409,
      code: 'merge-refused',
    });
    const merged = await done(marie.post(`tickets/${duplicate}/merge-into`, { primary }, fresh));
    expect(merged.body).toMatchObject({ phase: 7, primary: { id: primary, number: expect.stringMatching(/^PT-/) as string } });
    const unlinked = await done(marie.post(`tickets/${primary}/unlink-duplicate`, { duplicate }, fresh));
    expect(unlinked.body).toMatchObject({ duplicates: [] });
  });

  test('concurrent merges in both directions never both succeed', async () => {
    const marie = api.as('Marie');
    const [one, two] = [await opened(marie, { ...problem, kind: 'issue' }), await opened(marie, { ...problem, kind: 'issue' })];
    const answers = await Promise.all([
      marie.post(`tickets/${one}/merge-into`, { primary: two }),
      marie.post(`tickets/${two}/merge-into`, { primary: one }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
