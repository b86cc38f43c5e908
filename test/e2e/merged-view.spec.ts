import { Api, type Answer, type Person } from '../dsl/api';
import { until } from '../dsl/until';

// Rule 3: a primary is read together with its duplicates, as far as each reader may see them.

interface Line {
  readonly ticket: string;
  readonly number: string;
  readonly fromDuplicate: boolean;
  readonly text: string | null;
}
interface Shown {
  readonly number: string;
  readonly primary: object | null;
  readonly duplicates: readonly object[];
  readonly files: readonly (Line & { readonly id: string; readonly name: string })[];
}

const issue = (title: string) => ({ kind: 'issue', title, description: `${title}, in full.` });

let api: Api;
let people: Record<'ben' | 'ada' | 'anja' | 'marie', Person>;
beforeAll(async () => {
  api = await Api.start();
  people = { ben: api.as('Ben'), ada: api.as('Ada'), anja: api.as('Anja'), marie: api.as('Marie') };
});
afterAll(() => api.stop());

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
const open = async (who: Person, title: string) => (await must(who.post('tickets', issue(title)))).body.id ?? '';
const read = async (who: Person, ticket: string) => JSON.parse((await must(who.get(`tickets/${ticket}`))).text) as Shown;
const activity = async (who: Person, ticket: string) =>
  (JSON.parse((await must(who.get(`tickets/${ticket}/activity?limit=200`))).text) as { readonly items: readonly Line[] }).items;
const says = async (who: Person, ticket: string, text: string) =>
  (await activity(who, ticket)).find((line) => line.text === text);
const merge = (duplicate: string, primary: string) => people.marie.post(`tickets/${duplicate}/merge-into`, { primary });

test('S4.39–S4.50 replies and files of a duplicate show on its primary, labelled, to users who may see them, until they are unlinked', async () => {
  const { ben, ada, anja, marie } = people;
  const [primary, duplicate] = [await open(ben, 'Lift stands still'), await open(ada, 'Lift again')];
  await must(anja.post(`tickets/${duplicate}/reply`, { audience: 'staff', body: 'Zanzibar, among us.' }));
  await must(merge(duplicate, primary));
  await must(ada.post(`tickets/${duplicate}/reply`, { audience: 'everyone', body: 'It hums now.' }));
  await must(ada.attach(duplicate, 'everyone', { name: 'hum.txt', content: 'Hum.' }));
  await until(async () => (await says(anja, primary, 'It hums now.')) !== undefined);
  await until(async () => (await read(ada, primary)).files.length === 1);

  const number = (await read(ada, duplicate)).number;
  expect(await says(ada, primary, 'It hums now.')).toMatchObject({ ticket: duplicate, number, fromDuplicate: true });
  expect(await says(anja, primary, 'Zanzibar, among us.')).toMatchObject({ ticket: duplicate, fromDuplicate: true });
  expect(await says(ada, primary, 'Lift stands still, in full.')).toMatchObject({ ticket: primary, fromDuplicate: false });
  expect(await read(ada, duplicate)).toMatchObject({ primary: { id: primary, number: (await read(ben, primary)).number } });
  const shown = await read(ada, primary);
  expect(shown).toMatchObject({ primary: null, duplicates: [{ id: duplicate, number }] });
  expect(shown.files).toMatchObject([{ name: 'hum.txt', ticket: duplicate, number, fromDuplicate: true }]);
  expect((await must(ada.get(`tickets/${primary}/files/${shown.files[0]?.id ?? ''}`))).text).toBe('Hum.');

  for (const customer of [ben, ada]) {
    const answers = [await read(customer, primary), await activity(customer, primary)];
    expect(JSON.stringify(answers)).not.toMatch(/Zanzibar|"staff"/);
  }
  // Ben sees his own ticket, not his colleague's.
  expect(JSON.stringify([await activity(ben, primary), (await read(ben, primary)).files])).not.toMatch(/hum/i);
  expect((await read(ben, primary)).duplicates).toEqual([{ id: duplicate, number: null }]);

  await must(marie.post(`tickets/${primary}/unlink-duplicate`, { duplicate }));
  expect((await activity(ada, primary)).filter(({ ticket }) => ticket !== primary)).toEqual([]);
  expect(await says(ada, duplicate, 'It hums now.')).toMatchObject({ ticket: duplicate, fromDuplicate: false });
  expect(await read(ada, primary)).toMatchObject({ duplicates: [], files: [] });
  await must(ada.post(`tickets/${duplicate}/reopen`, { reason: 'Another lift.' }));
});

test('pages of the merged activity have every entry once, in recorded order', async () => {
  const { ben, anja } = people;
  const tickets = [await open(ben, 'A'), await open(ben, 'B'), await open(ben, 'C')] as const;
  for (let turn = 0; turn < 9; turn += 1)
    await must(ben.post(`tickets/${tickets[turn % 3] ?? ''}/reply`, { audience: 'everyone', body: `Turn ${turn}` }));
  await must(merge(tickets[2], tickets[1]));
  await must(merge(tickets[1], tickets[0]));
  await until(async () => (await says(anja, tickets[0], 'Turn 8')) !== undefined);
  const found: Line[] = [];
  let path = `/v1/tickets/${tickets[0]}/activity?limit=4`;
  while (path !== '') {
    const answer = await must(anja.get(path));
    const { link } = answer.headers;
    found.push(...(JSON.parse(answer.text) as { readonly items: readonly Line[] }).items);
    path = /^<(.*)>/.exec(typeof link === 'string' ? link : '')?.[1] ?? '';
  }
  expect(found).toEqual(await activity(anja, tickets[0]));
  const turns = found.flatMap(({ text }) => (text?.startsWith('Turn') === true ? [text] : []));
  expect(turns).toEqual(Array.from({ length: 9 }, (_, turn) => `Turn ${turn}`));
});

test('S4.46 a merge into a duplicate is refused and names the primary', async () => {
  const { ben, marie } = people;
  const [primary, duplicate, third] = [await open(ben, 'One'), await open(ben, 'Two'), await open(ben, 'Three')];
  await must(merge(duplicate, primary));
  const [top, middle] = [(await read(marie, primary)).number, (await read(marie, duplicate)).number];
  const refused = await merge(third, duplicate);
  expect(JSON.parse(refused.text)).toMatchObject({
    ...{ status: 409, code: 'merge-refused', primary, primaryNumber: top },
    detail: `${middle} is itself a duplicate of ${top}. Merge into ${top} instead, or unlink ${middle} first.`,
  });
  const added = await marie.post(`tickets/${third}/add-duplicates`, { duplicates: [duplicate] });
  expect(JSON.parse(added.text)).toMatchObject({ code: 'merge-refused', primary, primaryNumber: top, duplicate, merged: [] });
  await must(merge(third, primary));
});
