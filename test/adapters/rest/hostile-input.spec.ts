import { costOf } from '../../dsl/cost';
import { id } from '../../dsl/world';
import { as, outcomeOf, startStage, type Stage } from './stage';

// Input made to cost: it is refused in little time and few words, and the refusal grows no faster than what was sent.

type Answer = Awaited<ReturnType<Stage['app']['inject']>>;

let stage: Stage;
/** What it costs to read a megabyte of names as JSON, and to write it, ten times. */
let readTenTimes: number;
beforeAll(async () => {
  stage = await startStage();
  readTenTimes = await costOf(() => {
    for (let i = 0; i < 10; i++) text(JSON.parse(names));
  });
});
beforeEach(() => {
  stage.requests.length = 0;
  stage.respond = outcomeOf;
});
afterAll(() => stage.app.close());

const headers = { ...as('agent'), 'content-type': 'application/json' };
const open = { kind: 'service', title: 'Black screen', description: 'Since this morning.' };

interface Refused {
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** What it cost the process, and how much was said of it. */
async function refused(payload: string, url = '/v1/tickets'): Promise<Refused> {
  const answers: Answer[] = [];
  const cost = await costOf(async () => answers.push(await stage.app.inject({ method: 'POST', url, headers, payload })));
  const [answer] = answers as [Answer];
  expect(answer.json()).toMatchObject({ status: 400, code: 'invalid' });
  expect(cost).toBeLessThan(readTenTimes);
  expect(answer.body.length).toBeLessThan(64 * 1024);
  expect(stage.requests).toEqual([]);
  return answer.json<Refused>();
}

const many = <T>(count: number, make: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => make(at));
const nested = (text: string, levels: number): string => '{"a":'.repeat(levels) + text + '}'.repeat(levels);
const text = JSON.stringify;
const names = `{${many(110_000, (at) => `"${at.toString(36)}":0`).join()}}`;

describe('a megabyte of nonsense is refused at once', () => {
  it('in unknown field names', async () => {
    const { detail, errors } = await refused(names, `/v1/tickets/${id(1)}/reply`);
    expect(detail).toMatch(/^More than 50 fields are wrong; "errors" lists the first 50\.$/);
    expect(errors).toHaveLength(50);
  });

  it.each([
    ['names further in', `{"kind":"service","title":"T","description":"D","details":${names}}`],
    [
      'names in every entry of a list',
      text({ ...open, watchers: many(50, () => Object.fromEntries(many(1_200, (at) => [at, 0]))) }),
    ],
    ['watchers', text({ ...open, watchers: many(300_000, () => ({})) })],
    ['lists of watchers', text({ ...open, watchers: many(50, () => many(2_000, () => ({}))) })],
    ['waivers that are none', text({ ...open, waivers: many(140_000, (at) => at) })],
    ['kinds of mail', text({ ...open, watchers: [{ email: 'ada@example.org', kinds: many(150_000, (at) => at) }] })],
    ['levels', text({ ...open, details: { category: 0 } }).replace('0', nested('1', 150_000))],
    ['one long name', `{"${'x'.repeat(1_000_000)}":0}`],
    ['one long name over many', `{"${'x'.repeat(500_000)}":{${many(20, (at) => `"${at}":"\\u0000"`).join()}}}`],
    ['names with control characters', `{${many(60_000, (at) => `"\\u0000${at}":0`).join()}}`],
    [
      'texts with control characters',
      text({ ...open, watchers: many(50, () => ({ email: '\u0000'.repeat(1_000), kinds: [] })) }),
    ],
    ['blanks', text({ ...open, title: ' '.repeat(1_000_000) })],
    ['emoji', text({ ...open, title: '😀'.repeat(250_000) })],
    ['an address', text({ ...open, watchers: [{ email: 'a@'.repeat(500_000), kinds: ['reply'] }] })],
    ['digits', `{"kind":"service","title":"T","description":"D","priority":${'1'.repeat(1_000_000)}}`],
  ])('in %s', async (_, payload) => {
    await refused(payload);
  });

  it.each([
    ['affected items', 'list-affected-items', { items: many(20_000, (at) => ({ kind: 'order', reference: String(at) })) }],
    ['duplicates', 'add-duplicates', { duplicates: many(25_000, (at) => id(at)) }],
  ])('in %s', async (_, path, body) => {
    await refused(text(body), `/v1/tickets/${id(1)}/${path}`);
  });

  it('in the words of a query', async () => {
    const answer = await stage.app.inject({
      method: 'GET',
      url: `/v1/tickets?${many(3_000, (at) => at.toString(36)).join('&')}`,
      headers,
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid' });
    expect(answer.json<Refused>().errors).toHaveLength(50);
  });
});

describe('the messages of a refusal are short', () => {
  it('a long name is cut off', async () => {
    const { errors, detail } = await refused(text({ ...open, ['n'.repeat(5_000)]: 1 }));
    expect(errors[0]?.field).toBe(`${'n'.repeat(100)}…`);
    expect(detail.length).toBeLessThan(400);
  });

  it('unknown fields are listed besides missing ones', async () => {
    const { errors } = await refused(text({ kind: 'service', titel: 'T', description: 'D' }));
    expect(errors.map(({ field }) => field)).toEqual(['titel', 'title']);
  });

  it.each([
    ['a list of lists', { watchers: [[{ email: 'ada@example.org', kinds: ['reply'] }]] }, 'watchers.0', 'must be an object'],
    ['nothing in a list', { watchers: [null] }, 'watchers.0', 'must be an object'],
    ['nothing for an object', { details: null }, 'details', 'must be an object'],
    ['text for an object', { requester: id(1) }, 'requester', 'must be an object'],
  ])('%s', async (_, values, field, message) => {
    expect((await refused(text({ ...open, ...values }))).errors).toEqual([{ field, message }]);
  });

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'prototype'])(
    '%s, a member of every object, is not a field',
    async (name) => {
      const unknown = (field: string) => [{ field, message: expect.stringMatching(/^is not a field here/) as string }];
      expect((await refused(text({ ...open, [name]: 1 }))).errors).toEqual(unknown(name));
      expect((await refused(text({ ...open, details: { [name]: 'x' } }))).errors).toEqual(unknown(`details.${name}`));
      const answer = await stage.app.inject({ method: 'GET', url: `/v1/tickets?${name}=1`, headers });
      expect(answer.json<Refused>()).toMatchObject({ status: 400, errors: unknown(name) });
    },
  );

  it.each(['1e1', '0x5', '%205', '5%20', '+5', '05', '5.0', '', 'Infinity', '-1', '99999999999999999999'])(
    'limit=%s is not a number',
    async (limit) => {
      const answer = await stage.app.inject({ method: 'GET', url: `/v1/tickets?limit=${limit}`, headers });
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'limit' }] });
    },
  );
});
