import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Api, type Answer, type Person } from '../dsl/api';
import { until } from '../dsl/until';

// Files belong to what they came with: open, reply, forward, close and reopen take them in the same request, or as ids of uploads.

interface Shown {
  readonly files: readonly { readonly id: string; readonly name: string; readonly audience: string }[];
}
type Fields = Readonly<Record<string, string>>;

let api: Api;
let people: Record<'ben' | 'ada' | 'anja' | 'marie' | 'fatima', Person>;
let nordwind: string;
beforeAll(async () => {
  api = await Api.start();
  const as = (name: string) => api.as(name);
  people = { ben: as('Ben'), ada: as('Ada'), anja: as('Anja'), marie: as('Marie'), fatima: as('Fatima') };
  nordwind = (await people.fatima.get('me')).body.organisation ?? '';
});
afterAll(() => api.stop());

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
const issue = { kind: 'issue', title: 'Pool is cold', description: 'Since Monday.' };
const open = async (who: Person) => (await must(who.post('tickets', issue))).body.id ?? '';
const uploaded = async (who: Person, name: string) =>
  (JSON.parse((await must(who.upload({ name, content: `Content of ${name}` }))).text) as { items: { id: string }[] }).items[0]
    ?.id ?? '';
const filesOf = async (who: Person, ticket: string) =>
  (JSON.parse((await must(who.get(`tickets/${ticket}`))).text) as Shown).files;
const namesOf = async (who: Person, ticket: string) => (await filesOf(who, ticket)).map(({ name }) => name);

interface Case {
  /** Leads a new ticket of Ben's to where the command is possible; none: the command opens one. */
  readonly before: ((ticket: string) => Promise<unknown>) | null;
  readonly verb: string;
  readonly fields: () => Fields;
  readonly by: () => Person;
  readonly audience: 'everyone' | 'staff';
}

const closed = (ticket: string) => must(people.anja.post(`tickets/${ticket}/reject`, { reason: 'Not ours.' }));
const here = () => Promise.resolve();
const cases: readonly [string, Case][] = [
  ['open', { before: null, verb: '', fields: () => issue, by: () => people.ben, audience: 'everyone' }],
  [
    'reply',
    {
      before: here,
      verb: 'reply',
      fields: () => ({ audience: 'everyone', body: 'See this.' }),
      by: () => people.ben,
      audience: 'everyone',
    },
  ],
  [
    'reply among staff',
    {
      before: here,
      verb: 'reply',
      fields: () => ({ audience: 'staff', body: 'For us.' }),
      by: () => people.anja,
      audience: 'staff',
    },
  ],
  [
    'forward',
    {
      before: here,
      verb: 'forward',
      fields: () => ({ to: nordwind, reason: 'Beyond us.' }),
      by: () => people.anja,
      audience: 'staff',
    },
  ],
  [
    'close',
    {
      before: here,
      verb: 'close',
      fields: () => ({ summary: 'Warm.', solution: 'Heated.' }),
      by: () => people.ben,
      audience: 'everyone',
    },
  ],
  [
    'reopen',
    { before: closed, verb: 'reopen', fields: () => ({ reason: 'Cold again.' }), by: () => people.ben, audience: 'everyone' },
  ],
];

async function addressed({ before, verb }: Case): Promise<string> {
  if (before === null) return 'tickets';
  const ticket = await open(people.ben);
  await before(ticket);
  return `tickets/${ticket}/${verb}`;
}

describe.each(cases)('%s takes files', (_, one) => {
  const check = async (ticket: string, name: string): Promise<void> => {
    const staff = one.verb === 'forward' ? people.fatima : people.anja;
    expect(await filesOf(staff, ticket)).toMatchObject([{ name, audience: one.audience }]);
    const [file] = await filesOf(staff, ticket);
    const path = `tickets/${ticket}/files/${file?.id ?? ''}`;
    expect((await must(staff.get(path))).text).toBe(`Content of ${name}`);
    // Rule 4: a customer sees neither name nor content of what is for staff.
    const isForBen = one.audience === 'everyone';
    expect(await namesOf(people.ben, ticket)).toEqual(isForBen ? [name] : []);
    expect((await people.ben.get(path)).status).toBe(isForBen ? 200 : 404);
    const told = (await must(people.ben.get(`tickets/${ticket}/activity?limit=100`))).text;
    expect(told.includes(name)).toBe(isForBen);
  };

  test('in the same request', async () => {
    const path = await addressed(one);
    const answer = await must(one.by().send(path, one.fields(), { name: 'sent.txt', content: 'Content of sent.txt' }));
    await check(answer.body.id ?? '', 'sent.txt');
  });

  test('as an earlier upload, which no second command can claim', async () => {
    const path = await addressed(one);
    const upload = await uploaded(one.by(), 'before.txt');
    const answer = await must(one.by().post(path, { ...one.fields(), files: [upload] }));
    const ticket = answer.body.id ?? '';
    await check(ticket, 'before.txt');
    const again = await one
      .by()
      .post(`tickets/${await open(people.ben)}/reply`, { audience: 'everyone', body: 'x', files: [upload] });
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('another command')]);
  });
});

describe('an upload', () => {
  const reply = (who: Person, ticket: string, files: readonly string[], headers: Record<string, string> = {}) =>
    who.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'See this.', files }, headers);

  test('of another user is refused, and the other upload stays usable', async () => {
    const ticket = await open(people.ben);
    const [bens, adas] = [await uploaded(people.ben, 'mine.txt'), await uploaded(people.ada, 'hers.txt')];
    const before = await api.facts();
    expect(JSON.parse((await reply(people.ben, ticket, [bens, adas])).text)).toMatchObject({
      ...{ status: 400, code: 'invalid', errors: [{ field: 'files.1' }] },
    });
    expect(await api.facts()).toBe(before);
    await must(reply(people.ben, ticket, [bens]));
    expect(await namesOf(people.ben, ticket)).toEqual(['mine.txt']);
  });

  test('stays usable when its command is refused, also under one Idempotency-Key', async () => {
    const ticket = await open(people.ben);
    const upload = await uploaded(people.anja, 'again.txt');
    const key = { 'idempotency-key': 'refused at first' };
    const refused = await people.anja.post(`tickets/${ticket}/withdraw`, { reason: 'x', files: [upload] }, key);
    expect(refused.body.code).toBe('not-creator');
    await must(reply(people.anja, ticket, [upload], key));
    expect(await namesOf(people.ben, ticket)).toEqual(['again.txt']);
  });

  test('repeated with a form is the same command, with the first file', async () => {
    const ticket = await open(people.ben);
    const key = { 'idempotency-key': 'sent again' };
    await must(reply(people.ben, ticket, [await uploaded(people.ben, 'same.txt')], key));
    const second = await uploaded(people.ben, 'same.txt');
    expect((await must(reply(people.ben, ticket, [second], key))).body.repeated).toBe(true);
    expect(await namesOf(people.ben, ticket)).toEqual(['same.txt']);
    await must(reply(people.ben, await open(people.ben), [second]));
    expect((await reply(people.ben, ticket, [await uploaded(people.ben, 'other.txt')], key)).body.code).toBe(
      'idempotency-key-reused',
    );
  });

  test('stays with its command when the same key comes with another body', async () => {
    const ticket = await open(people.ben);
    const upload = await uploaded(people.ben, 'kept.txt');
    const key = { 'idempotency-key': 'one key' };
    await must(reply(people.ben, ticket, [upload], key));
    const other = await people.ben.post(
      `tickets/${ticket}/reply`,
      { audience: 'everyone', body: 'Other.', files: [upload] },
      key,
    );
    expect(other.body.code).toBe('idempotency-key-reused');
    expect((await reply(people.ben, ticket, [upload])).status).toBe(400);
    const repeated = await must(reply(people.ben, ticket, [upload], key));
    expect(repeated.body.repeated).toBe(true);
    expect(await namesOf(people.ben, ticket)).toEqual(['kept.txt']);
  });
});

describe('a file of the request', () => {
  /** Names of what lies in the store of files. */
  const kept = (): readonly string[] =>
    readdirSync(join(api.folder, 'files'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();

  test('is not kept when the command is refused', async () => {
    const ticket = await open(people.ben);
    const before = kept();
    const file = { name: 'refused.txt', content: 'x' };
    expect((await people.ben.send(`tickets/${ticket}/reopen`, { reason: 'x' }, file)).body.code).toBe('wrong-phase');
    expect((await people.ben.send(`tickets/${ticket}/reply`, { audience: 'staff', body: 'x' }, file)).body.code).toBe('invalid');
    expect((await people.ben.send('tickets', { ...issue, kind: 'wish' }, file)).status).toBe(400);
    expect(kept()).toEqual(before);
  });

  test('is attached once per Idempotency-Key, however often it is sent', async () => {
    const ticket = await open(people.ben);
    const send = () =>
      people.ben.send(
        `tickets/${ticket}/reply`,
        { audience: 'everyone', body: 'Look.' },
        { name: 'once.txt', content: 'x' },
        { 'idempotency-key': 'once' },
      );
    await must(send());
    const before = kept();
    await until(async () => (await namesOf(people.ben, ticket)).length === 1);
    expect((await must(send())).body.repeated).toBe(true);
    expect(kept()).toEqual(before);
    expect(await namesOf(people.ben, ticket)).toEqual(['once.txt']);
    const twice = () =>
      people.ben.send('tickets', issue, { name: 'new.txt', content: 'x' }, { 'idempotency-key': 'opened once' });
    expect((await must(twice())).body.id).toBe((await must(twice())).body.id);
  });
});
