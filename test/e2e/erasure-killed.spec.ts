import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askingAs, lastOf, type Ask } from '../dsl/asking';
import { filesHolding } from '../dsl/bytes';
import { runToEnd, startProcess, type Running } from '../dsl/process';

// Rule 7 on the built server with its projection thread: erasures in the log are executed, whenever the process is killed.

let folder: string;
let server: Running;
/** Every server accepts the tokens of the first start. */
let tokens: Running['tokens'];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docket-erased-'));
  server = await startProcess(folder);
  tokens = server.tokens;
});
afterEach(async () => {
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const as = (name: string): Ask => askingAs(server.url, tokens.get(name) ?? '');

/** A contact with a ticket, with unique words in two boxes. */
async function somebody(word: string): Promise<{ readonly contact: string; readonly ticket: string }> {
  const anja = as('Anja');
  const { id: contact = '' } = (await anja('contacts', { name: `${word} Quartermain`, emails: [`${word}@quarter.example`] }))
    .body;
  const issue = { kind: 'issue', title: `${word} broke it`, description: `${word} says so.`, requester: { contact } };
  const { id: ticket = '' } = (await anja('tickets', issue)).body;
  await lastOf(
    () => anja(`tickets/${ticket}`),
    ({ text }) => text.includes(word),
  );
  return { contact, ticket };
}

const holding = (words: readonly string[]) => Promise.resolve(filesHolding(folder, words));
const gone = (words: readonly string[]) =>
  lastOf(
    () => holding(words),
    ({ length }) => length === 0,
  );

interface Verified {
  readonly erased: number;
  readonly problems: readonly object[];
}
async function script<A>(...args: readonly string[]): Promise<A> {
  const { code, out, err } = await runToEnd(folder, ['dist/cli.js', ...args, '--json']);
  expect([code, err]).toEqual([0, expect.any(String)]);
  return JSON.parse(out) as A;
}

/** Figures without the names of people, because only these may change. */
async function figures(): Promise<unknown> {
  const report = await script<object>('report', 'volume');
  return JSON.parse(JSON.stringify(report, (key, value: unknown) => (key === 'name' || key === 'label' ? undefined : value)));
}

test('erasing a requester over the API removes them from all files, and keeps chains and figures', async () => {
  const { contact, ticket } = await somebody('Zebulon');
  const before = await figures();
  expect(await holding(['Zebulon'])).not.toEqual([]);
  expect((await as('Priya')(`contacts/${contact}/erase`, {})).status).toBe(200);
  expect(await gone(['Zebulon', 'Quartermain'])).toEqual([]);
  await script('rebuild', 'all');
  expect(await holding(['Zebulon', 'Quartermain'])).toEqual([]);
  expect(await figures()).toEqual(before);
  expect(await script<Verified>('verify')).toMatchObject({ problems: [], erased: 2 });
  expect((await as('Anja')(`tickets/${ticket}`)).body).toMatchObject({ title: 'ERASED' });
});

test('a kill right after the answer to an erasure finds nothing of the person in any file', async () => {
  const moments = [0, 4, 40];
  for (const [round, ms] of moments.entries()) {
    const word = `Zebulon${round}`;
    const { contact, ticket } = await somebody(word);
    expect((await as('Priya')(`contacts/${contact}/erase`, {})).body).toMatchObject({ recorded: ['SubjectErased'] });
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    await server.kill('SIGKILL');
    expect(filesHolding(folder, [word])).toEqual([]);
    server = await startProcess(folder);
    expect(await gone([word])).toEqual([]);
    expect((await as('Anja')(`tickets/${ticket}`)).body).toMatchObject({ title: 'ERASED' });
  }
  expect(await script<Verified>('verify')).toMatchObject({ problems: [], erased: 2 * moments.length });
});

test('a kill before the answer leaves a person either erased everywhere or nowhere, according to the log', async () => {
  const moments = [0, 3, 8];
  let erased = 0;
  for (const [round, ms] of moments.entries()) {
    const word = `Zebulon${round}`;
    const { contact } = await somebody(word);
    const unanswered = as('Priya')(`contacts/${contact}/erase`, {}).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await server.kill('SIGKILL');
    await unanswered;
    server = await startProcess(folder);
    const { body } = await as('Priya')<{ erased: boolean; name: string }>(`contacts/${contact}`);
    if (body.erased) expect([await gone([word]), ++erased]).toEqual([[], erased]);
    else expect(body.name).toBe(`${word} Quartermain`);
  }
  expect(await script<Verified>('verify')).toMatchObject({ problems: [], erased: 2 * erased });
});
