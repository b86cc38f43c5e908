import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Api } from '../dsl/api';
import { runToEnd } from '../dsl/process';

// `npm run verify` reports a fact altered outside of the server, with and without a running server.

let api: Api;
let ticket: string;
beforeAll(async () => {
  api = await Api.start();
  const anja = api.as('Anja');
  ticket = (await anja.post('tickets', { kind: 'issue', title: 'Screen', description: 'Dark.' })).body.id ?? '';
  for (const priority of ['high', 'low', 'critical']) await anja.post(`tickets/${ticket}/change-priority`, { priority });
});
afterAll(() => api.stop());

const alterations = [
  ['its content', `UPDATE facts SET content = replace(content, '"to":"low"', '"to":"high"') WHERE stream = ? AND revision = 2`],
  [
    'its facets',
    `UPDATE facts SET facets = replace(facets, '"priority":"low"', '"priority":"high"') WHERE stream = ? AND revision = 2`,
  ],
  ['its hash', `UPDATE facts SET hash = replace(hash, substr(hash, 1, 8), '00000000') WHERE stream = ? AND revision = 2`],
] as const;

function alter(folder: string, sql: string): void {
  const log = new Database(join(folder, 'log.db'));
  expect(log.prepare(sql).run(`ticket-${ticket}`).changes).toBe(1);
  log.close();
}

async function verified(folder: string) {
  const { code, out, err } = await runToEnd(folder, ['dist/cli.js', 'verify', '--json']);
  if (out === '') throw new Error(err);
  return {
    code,
    answer: JSON.parse(out) as { facts: number; problems: readonly { stream: string; revision: number; what: string }[] },
  };
}

describe('an altered fact', () => {
  const copies = mkdtempSync(join(tmpdir(), 'docket-altered-'));
  const whole = join(copies, 'whole');
  beforeAll(async () => {
    const resume = await api.pause();
    cpSync(api.folder, whole, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    await resume();
    expect(await verified(whole)).toMatchObject({ code: 0, answer: { problems: [] } });
  });
  afterAll(() => rmSync(copies, { recursive: true }));

  test.each(alterations)('%s: is reported with stream and revision, without a server', async (what, sql) => {
    const copy = join(copies, what);
    cpSync(whole, copy, { recursive: true });
    alter(copy, sql);
    const { code, answer } = await verified(copy);
    expect(code).toBe(1);
    expect(answer.problems).toEqual([expect.objectContaining({ stream: `ticket-${ticket}`, revision: 2 })]);
  });

  test('is also reported as text', async () => {
    const told = await runToEnd(join(copies, alterations[0][0]), ['dist/cli.js', 'verify']);
    expect(told.out).toContain(`ticket-${ticket}`);
    expect(told.out).toContain('The log is NOT intact');
  });

  test('is also reported by a running server', async () => {
    expect(await verified(api.folder)).toMatchObject({ code: 0, answer: { problems: [] } });
    alter(api.folder, alterations[0][1]);
    const { code, answer } = await verified(api.folder);
    expect(code).toBe(1);
    expect(answer.problems).toEqual([expect.objectContaining({ stream: `ticket-${ticket}`, revision: 2 })]);
  });
});
