import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadActor } from '../../src/adapters/world/actor-loader';
import { controlMethods } from '../../src/operations/control-methods';
import { builtInRoleId } from '../../src/domain/people/built-in-roles';
import { Api, type Answer, type Person } from '../dsl/api';
import { filesHolding } from '../dsl/bytes';
import { until } from '../dsl/until';

// Rule 7 on the real product: erased and redacted text is in no byte of the data folder, and chains and figures stay.

let api: Api;
beforeEach(async () => {
  api = await Api.start();
});
afterEach(() => api.stop());

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

const idOf = ({ body }: Answer): string => (body as { id?: string }).id ?? body.id ?? '';
const json = async <T>(person: Person, path: string): Promise<T> => JSON.parse((await must(person.get(path))).text) as T;

/** Her words, one per field. */
const own = {
  name: 'Zebulon Quartermain',
  phone: '+49 30 5550199',
  email: 'zq@quarter.example',
  title: 'Heliotrope',
  description: 'Turquoise',
};
/** What staff wrote about her case. */
const staffs = {
  reply: 'Periwinkle',
  staffReply: 'Vermilion',
  reason: 'Cerulean',
  file: 'chartreuse.txt',
  content: 'Amaranth',
  solution: 'Saffron',
  summary: 'Magenta',
};
const hers = { ...own, ...staffs };
const words = [...Object.values(own), 'Zebulon', 'Quartermain'];

/** Facts with her words: recorded, opened. */
const sealedForHer = 2;

/** Her ticket, which went through all phases, and one of another person. */
async function told(): Promise<{
  readonly contact: string;
  readonly ticket: string;
  readonly other: string;
  readonly file: string;
}> {
  const [anja, tomas] = [api.as('Anja'), api.as('Tomáš')];
  const { organisation } = (await api.as('Ben').get('me')).body;
  const { name, phone, email } = hers;
  const contact = idOf(await must(anja.post('contacts', { name, phones: [phone], emails: [email], organisation })));
  const issue = { kind: 'issue', title: hers.title, description: hers.description, requester: { contact } };
  const ticket = idOf(await must(anja.post('tickets', issue)));
  const other = idOf(await must(api.as('Ben').post('tickets', { kind: 'issue', title: 'Obsidian', description: 'Stays.' })));
  await must(anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: hers.reply }));
  await must(anja.post(`tickets/${ticket}/reply`, { audience: 'staff', body: hers.staffReply }));
  await must(anja.attach(ticket, 'everyone', { name: hers.file, content: hers.content }));
  await must(anja.post(`tickets/${ticket}/add-watcher`, { email: 'watcher@elsewhere.example', kinds: ['close'] }));
  const { id: technician } = (await tomas.get('me')).body;
  await must(anja.post(`tickets/${ticket}/assign`, { technician }));
  await must(tomas.post(`tickets/${ticket}/decline`, { reason: hers.reason }));
  await must(anja.post(`tickets/${ticket}/assign`, { technician }));
  await must(tomas.post(`tickets/${ticket}/close`, { summary: hers.summary, solution: hers.solution }));
  const { files } = await json<{ files: { id: string }[] }>(anja, `tickets/${ticket}`);
  return { contact, ticket, other, file: files[0]?.id ?? '' };
}

const gone = (sought: readonly string[]) => until(() => filesHolding(api.folder, sought).length === 0);

/** Figures without the names of people, because only these may change. */
async function figures(): Promise<unknown> {
  const paula = api.as('Paula');
  const asked = await Promise.all(['reports/volume', 'dashboard'].map((path) => json<object>(paula, path)));
  return JSON.parse(JSON.stringify(asked, (key, value: unknown) => (key === 'name' || key === 'label' ? undefined : value)));
}

const verified = () => controlMethods(api.docket).verify({}, () => undefined, new AbortController().signal);
/** Read models may be rebuilt before the last key is destroyed, so this waits for both. */
async function forgotten(sought: readonly string[], erased: number): Promise<void> {
  await until(async () => (await verified()).erased === erased);
  await gone(sought);
}

describe('erasing a person', () => {
  test('removes them from every byte of the data folder, and keeps what staff wrote, chains, figures and other tickets', async () => {
    const { contact, ticket, other, file } = await told();
    await until(() => filesHolding(api.folder, ['Quartermain']).length > 0);
    const [before, intact] = [await figures(), await verified()];
    expect(intact).toMatchObject({ erased: 0, problems: [] });

    await must(api.as('Priya').post(`contacts/${contact}/erase`));
    // Gone from every answer when the command is answered.
    const now = await Promise.all(
      [
        `tickets/${ticket}`,
        `tickets/${ticket}/activity?limit=100`,
        `contacts/${contact}`,
        'tickets?scope=all&state=all&q=heliotrope',
      ].map(async (path) => (await must(api.as('Anja').get(path))).text),
    );
    expect(words.filter((word) => now.join().includes(word))).toEqual([]);
    await forgotten(words, sealedForHer);

    expect(await figures()).toEqual(before);
    const proof = await verified();
    expect(proof.problems).toEqual([]);
    expect(proof.erased).toBe(sealedForHer);
    const anja = api.as('Anja');
    expect(await json(anja, `tickets/${ticket}`)).toMatchObject({ title: 'ERASED', description: 'ERASED', status: 'closed' });
    const { text } = await must(anja.get(`tickets/${ticket}/activity?limit=100`));
    for (const word of [staffs.reply, staffs.staffReply, staffs.reason, staffs.solution, staffs.summary])
      expect(text).toContain(word);
    expect((await anja.get(`tickets/${ticket}/files/${file}`)).text).toBe(staffs.content);
    expect(await json(anja, `tickets/${other}`)).toMatchObject({ title: 'Obsidian' });
    expect((await anja.get('tickets?scope=all&state=all&q=heliotrope')).body).toMatchObject({ items: [] });

    await api.restart();
    expect(filesHolding(api.folder, words)).toEqual([]);
    expect(await verified()).toMatchObject({ problems: [], erased: proof.erased });
  });

  test('keeps text written on their tickets later until they are erased again, and records nothing if there is none', async () => {
    const { contact, ticket } = await told();
    const [anja, priya] = [api.as('Anja'), api.as('Priya')];
    const erase = () => must(priya.post(`contacts/${contact}/erase`));
    expect((await erase()).body).toMatchObject({ recorded: ['SubjectErased'] });
    expect((await erase()).body).toMatchObject({ recorded: [] });
    await gone(words);

    await must(anja.post(`tickets/${ticket}/reopen`, { reason: 'Still dark.' }));
    const { headers } = await must(anja.get(`tickets/${ticket}`));
    const etag = String(headers['etag']);
    await must(anja.post(`tickets/${ticket}/revise-details`, { title: 'Celadon, says Zebulon.' }, { 'If-Match': etag }));
    await api.restart();
    await until(async () => (await anja.get(`tickets/${ticket}/activity?limit=100`)).text.includes('Celadon'));
    const erased = sealedForHer + 1;
    expect(await verified()).toMatchObject({ problems: [], erased: erased - 1 });

    expect((await erase()).body).toMatchObject({ recorded: ['SubjectErased'] });
    await forgotten([...words, 'Celadon'], erased);
    expect((await erase()).body).toMatchObject({ recorded: [] });
    expect(await verified()).toMatchObject({ problems: [], erased });
  });

  test('is delayed to the next start by a kill before its execution', async () => {
    const { contact, ticket } = await told();
    await until(() => filesHolding(api.folder, ['Quartermain']).length > 0);
    await api.docket.runner.stop();
    const before = await api.facts();
    // Its answer waits for the execution.
    const erasing = api.as('Priya').post(`contacts/${contact}/erase`);
    await until(async () => (await api.facts()) > before);
    await api.restart();
    expect((await erasing).body.code).toBe('unavailable');
    await gone(words);
    expect(await json(api.as('Anja'), `tickets/${ticket}`)).toMatchObject({ title: 'ERASED' });
    expect(await verified()).toMatchObject({ problems: [] });
  });

  test('needs a privacy officer of an organisation above', async () => {
    const { contact } = await told();
    const swift = (await api.as('Sven').get('me')).body;
    await must(api.as('Administrator').post(`users/${swift.id ?? ''}/grant-role`, { role: builtInRoleId('privacy officer') }));
    const officer = await loadActor(api.docket.loader, swift.id ?? '');
    expect(officer?.permissions.has('privacy.erase')).toBe(true);
    const facts = await api.facts();
    const refusals = [
      ...['Anja', 'Ben', 'Ada', 'Marie'].map((name) => [name, 'not-permitted', 403] as const),
      // Has the permission, but she is out of reach, so she is answered as unknown.
      ['Sven', 'unknown', 404] as const,
    ];
    for (const [name, code, status] of refusals) {
      const answer = await api.as(name).post(`contacts/${contact}/erase`);
      expect([name, answer.body.code, answer.status]).toEqual([name, code, status]);
      expect(answer.text).not.toContain('Quartermain');
    }
    expect(await api.facts()).toBe(facts);
    expect((await api.as('Anja').get(`contacts/${contact}`)).text).toContain(hers.name);
  });
});

describe('erasing a watcher', () => {
  test("C13 removes an address from all files, even if it was removed before, and keeps the ticket's person", async () => {
    const { ticket } = await told();
    const [anja, priya] = [api.as('Anja'), api.as('Priya')];
    const another = await must(anja.post('tickets', { kind: 'issue', title: 'Obsidian', description: 'Stays.' }));
    await must(
      anja.post(`tickets/${idOf(another)}/add-watcher`, { email: 'removed@elsewhere.example', kinds: ['close', 'reply'] }),
    );
    const watcherOf = async (id: string): Promise<string> => {
      const { watchers } = await json<{ watchers: { id: string }[] }>(anja, `tickets/${id}`);
      return watchers[0]?.id ?? '';
    };
    const removed = await watcherOf(idOf(another));
    await must(anja.post(`tickets/${idOf(another)}/remove-watcher`, { watcher: removed }));
    const addresses = ['watcher@elsewhere.example', 'elsewhere.example'];
    await until(() => filesHolding(api.folder, addresses).length > 0);
    const intact = await verified();

    const watcher = await watcherOf(ticket);
    const facts = await api.facts();
    for (const name of ['Anja', 'Tomáš', 'Paula']) {
      const { status, body } = await api.as(name).post(`tickets/${ticket}/erase-watcher`, { watcher });
      expect([name, status, body.code]).toEqual([name, 403, 'not-permitted']);
    }
    expect((await priya.post(`tickets/${idOf(another)}/erase-watcher`, { watcher })).body).toMatchObject({ code: 'unknown' });
    expect(await api.facts()).toBe(facts);

    await must(priya.post(`tickets/${ticket}/erase-watcher`, { watcher }));
    await must(priya.post(`tickets/${idOf(another)}/erase-watcher`, { watcher: removed }));
    await forgotten(addresses, intact.erased + 2);
    expect((await must(priya.post(`tickets/${ticket}/erase-watcher`, { watcher }))).body).toMatchObject({ recorded: [] });
    expect(await verified()).toMatchObject({ problems: [], erased: intact.erased + 2 });
    expect(await json(anja, `tickets/${ticket}`)).toMatchObject({ title: hers.title, watchers: [] });
  });

  test('C13 removes an address from all tickets at once for the operator, who gives only the address', async () => {
    const address = 'nosy@elsewhere.example';
    const watchers = [{ email: address, kinds: ['close'] }];
    for (const title of ['Obsidian', 'Basalt'])
      await must(api.as('Anja').post('tickets', { kind: 'issue', title, description: 'Stays.', watchers }));
    await until(() => filesHolding(api.folder, [address]).length > 0);
    const erase = () =>
      controlMethods(api.docket)['erase-watcher']({ email: address }, () => undefined, new AbortController().signal);
    expect(await erase()).toEqual({ tickets: 2 });
    await forgotten([address], 2);
    expect(await erase()).toEqual({ tickets: 0 });
    expect(await verified()).toMatchObject({ problems: [], erased: 2 });
  });
});

describe('redacting a part', () => {
  test('removes the text of one reply and keeps the other', async () => {
    const { ticket } = await told();
    const path = `tickets/${ticket}/log?limit=100`;
    const lines = await json<{ items: { type: string; data: { reply?: string } }[] }>(api.as('Administrator'), path);
    const posted = lines.items.find(({ type }) => type === 'ReplyPosted');
    const reply = posted?.data.reply ?? '';
    const facts = await api.facts();
    expect((await api.as('Anja').post(`tickets/${ticket}/redact-reply`, { reply })).body).toMatchObject({
      status: 403,
      code: 'not-permitted',
    });
    expect(await api.facts()).toBe(facts);
    await must(api.as('Priya').post(`tickets/${ticket}/redact-reply`, { reply }));
    await forgotten([hers.reply], 1);
    const { text } = await must(api.as('Anja').get(`tickets/${ticket}/activity?limit=100`));
    expect(text).toContain(hers.staffReply);
    expect(text).not.toContain(hers.reply);
    expect(await verified()).toMatchObject({ problems: [], erased: 1 });
  });

  test('removes name and content of one file and keeps the other', async () => {
    const { ticket, file } = await told();
    const anja = api.as('Anja');
    await must(anja.attach(ticket, 'everyone', { name: 'indigo.txt', content: 'Stays readable' }));
    const { files } = await json<{ files: { id: string }[] }>(anja, `tickets/${ticket}`);
    const kept = files.find((one) => one.id !== file)?.id ?? '';
    await must(api.as('Priya').post(`tickets/${ticket}/redact-attachment`, { file }));
    await forgotten([hers.file], 1);
    expect((await anja.get(`tickets/${ticket}/files/${file}`)).body).toMatchObject({ status: 404, code: 'unknown' });
    expect((await anja.get(`tickets/${ticket}/files/${kept}`)).text).toBe('Stays readable');
    expect((await anja.get(`tickets/${ticket}`)).text).toContain('indigo.txt');
    expect(await verified()).toMatchObject({ problems: [], erased: 1 });
  });
});

test('the search for bytes finds what is there, in every form', () => {
  for (const form of ['utf8', 'utf16le', 'base64'] as const) {
    const text = form === 'base64' ? Buffer.from('xZebulon Quartermain.').toString('base64') : 'a ZEBULON b'.toLowerCase();
    writeFileSync(join(api.folder, 'probe'), form === 'base64' ? text : Buffer.from(text, form));
    expect(filesHolding(api.folder, ['Zebulon'])).toEqual(['probe: Zebulon']);
  }
});
