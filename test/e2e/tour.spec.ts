import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, startProcess, type Running } from '../dsl/process';

// The tour of the README, as it stands there, against a server on another port.

let folder: string;
let server: Running;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docket-tour-'));
  server = await startProcess(folder);
});
afterAll(async () => {
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** The shell blocks of a section. */
function blocksOf(text: string, heading: string): string {
  const section = text.slice(text.indexOf(heading)).split('\n## ', 1).join();
  return [...section.matchAll(/```sh\n([^]*?)```/g)].map(([, block = '']) => block).join('\n');
}

type Said = Readonly<Record<string, unknown>>;

/** What bash says of these blocks, and the answers among it. @throws {Error} where a command fails */
async function inBash(blocks: string): Promise<{ readonly out: string; readonly answers: readonly Said[] }> {
  const env = { ...process.env, PORT: new URL(server.url).port, DATA_DIR: folder };
  const { code, out, err } = await ended(spawn('bash', ['-euc', blocks], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  expect([code, err]).toEqual([0, '']);
  const answers = out
    .replaceAll('}{', '}\n{')
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return { out, answers: answers.map((line) => JSON.parse(line) as Said) };
}

test('every command of the tour in the README has the described result, on any port', async () => {
  const { out, answers } = await inBash(blocksOf(readFileSync('README.md', 'utf8'), '## Five minutes with curl'));
  expect(answers.flatMap(({ recorded }) => recorded ?? [])).toEqual(
    expect.arrayContaining(['TicketAssigned', 'WorkStarted', 'ReplyPosted', 'TicketSolved', 'TicketClosed']),
  );
  // One request is refused on purpose; the last command is sent twice.
  expect(answers.flatMap(({ type }) => type ?? [])).toEqual(['/problems/not-permitted']);
  expect(answers.filter(({ repeated }) => repeated === true)).toHaveLength(1);
  expect(out).toContain('The power supply, again.');
});

test('the five calls in /docs open, answer, close and find a ticket', async () => {
  const { info } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { info: { description: string } };
  const blocks = blocksOf(info.description, '## First ticket in five calls');
  const { answers } = await inBash(blocks.replace(/token=\S+/, `token=${String(server.tokens.get('Ben'))}`));
  expect(answers.flatMap(({ recorded }) => recorded ?? [])).toEqual([
    'ReplyPosted',
    'SolutionEntered',
    'TicketSolved',
    'SolutionConfirmed',
    'TicketClosed',
    'ReasonGiven',
  ]);
  // A list may be a moment behind.
  expect(answers.at(-1)).toHaveProperty('items');
});
