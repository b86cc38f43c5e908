import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runImport } from '../../../src/adapters/import/import';
import type { ImportProgress, ImportSetting } from '../../../src/adapters/import/import-run';
import type { ImportReport } from '../../../src/adapters/import/import-report';
import { servicenow } from '../../../src/adapters/import/servicenow.format';
import { isUuid } from '../../../src/domain/kernel/ids';
import { rootOrganisation, type Organisation } from '../../../src/domain/people/organisation';
import { id } from '../../dsl/world';
import { Desk, importer } from './desk';
import { csv, type RowValues } from './incident';
import { hangMs } from '../../dsl/until';

const folder = mkdtempSync(join(tmpdir(), 'docket-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(content: string | Buffer, ending = 'csv'): string {
  const file = join(folder, `${String((files += 1))}.${ending}`);
  writeFileSync(file, content);
  return file;
}

const incident = (number: number, day: number): readonly RowValues[] => {
  const row = (hour: string, incident_state: string): RowValues => ({
    number: `INC${number}`,
    opened_at: `${day}/3/2016 08:00`,
    sys_updated_at: `${day}/3/2016 ${hour}`,
    incident_state,
  });
  return [row('08:01', 'New'), row('09:00', 'Active'), row('10:00', 'Resolved'), row('11:00', 'Closed')];
};
const tenIncidents = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((number) => incident(number, number));

function into(
  desk: Desk,
  rows: readonly RowValues[] = tenIncidents,
  setting: Partial<ImportSetting> = {},
): Promise<ImportReport> {
  return runImport(servicenow, { file: fileOf(csv(...rows)) }, { ...desk.setting, ...setting });
}

const numbersIn = (desk: Desk): readonly string[] =>
  desk.log.flatMap(({ event }) => (event.type === 'TicketOpened' ? [(event.data as { readonly number: string }).number] : []));
const facts = (desk: Desk): readonly string[] => desk.log.map(({ stream, event }) => `${stream} ${event.type}`).sort();

describe('an import', () => {
  it('reads plain and packed files alike', async () => {
    const [plain, packed] = [new Desk(), new Desk()];
    await into(plain);
    await runImport(servicenow, { file: fileOf(gzipSync(csv(...tenIncidents)), 'csv.gz') }, packed.setting);
    expect(facts(packed)).toEqual(facts(plain));
  });

  it('records people and teams once, with ids that only this installation can derive', async () => {
    const [here, elsewhere] = [new Desk(), new Desk()];
    await into(here);
    await into(elsewhere, tenIncidents, { keyRing: { secret: () => Buffer.alloc(32, 8) } });
    const streams = (desk: Desk): readonly string[] => [...new Set(desk.log.map(({ stream }) => stream))].slice(1);
    expect(here.log.filter(({ event }) => event.type === 'ContactRecorded')).toHaveLength(1);
    expect(streams(here).every((stream) => isUuid(stream.slice(stream.indexOf('-') + 1)))).toBe(true);
    expect(streams(elsewhere).filter((stream) => streams(here).includes(stream))).toEqual([]);
  });

  it('records the source of every fact', async () => {
    const desk = new Desk();
    const { fileHash } = await into(desk, incident(1, 1));
    const [opened] = desk.tickets();
    expect(fileHash).toMatch(/^[0-9a-f]{64}$/);
    expect(opened?.map(({ origin, event }) => [event.type, origin.kind, origin.source?.row]).slice(-3)).toEqual([
      ['SolutionEntered', 'imported', 3],
      ['TicketSolved', 'imported', 3],
      ['TicketClosed', 'imported', 4],
    ]);
    expect(opened?.every(({ origin }) => origin.source?.fileHash === fileHash)).toBe(true);
  });

  it.each([1, 7, 20, 60, 90])('gives the same result when interrupted after %i commands and repeated', async (commands) => {
    const [whole, cut] = [new Desk(), new Desk()];
    await into(whole);
    cut.dieAfter = commands;
    await expect(into(cut)).rejects.toThrow('the power went');
    const before = cut.log.length;
    cut.dieAfter = Infinity;
    const report = await into(cut);
    expect(before).toBeLessThan(whole.log.length);
    expect(facts(cut)).toEqual(facts(whole));
    expect(report.refusals).toBe(0);
  });

  it('retries commands without an answer, and records nothing twice', async () => {
    const [calm, troubled] = [new Desk(), new Desk()];
    await into(calm);
    troubled.unanswered = 40;
    const report = await into(troubled, tenIncidents, { patience: { first: 1, most: 1, withoutProgressMs: hangMs } });
    expect([troubled.unanswered, report.refusals, report.repeated]).toEqual([0, 0, 0]);
    expect(new Set(numbersIn(troubled)).size).toBe(10);
    expect(facts(troubled)).toEqual(facts(calm));
  });

  it('ends at once when interrupted during a retry', async () => {
    const desk = new Desk();
    desk.unanswered = Infinity;
    const interrupt = new AbortController();
    const ended = into(desk, tenIncidents, {
      patience: { first: hangMs, most: hangMs, withoutProgressMs: hangMs },
      signal: interrupt.signal,
    });
    setTimeout(() => interrupt.abort(), 20);
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('continues when given a longer export', async () => {
    const [grown, whole] = [new Desk(), new Desk()];
    await into(grown, [...incident(1, 1).slice(0, 2), ...incident(2, 2).slice(0, 1)]);
    const report = await into(grown, [...incident(1, 1), ...incident(2, 2)]);
    await into(whole, [...incident(1, 1), ...incident(2, 2)]);
    expect(facts(grown)).toEqual(facts(whole));
    expect(report).toMatchObject({ refusals: 0, repeated: expect.any(Number) as number });
    expect(report.repeated).toBeGreaterThan(0);
  });

  it('takes no number for tickets that exist, so that a repeated import records nothing at all', async () => {
    const desk = new Desk();
    await into(desk);
    const before = desk.log.length;
    expect(await into(desk)).toMatchObject({ facts: 0, repeated: 100, refusals: 0 });
    expect([desk.numbersTaken, desk.log.length]).toEqual([10, before]);
  });

  it('takes no number for tickets that cannot be opened', async () => {
    const desk = new Desk();
    const tooLong = 'x'.repeat(101);
    const report = await into(desk, [{ number: 'INC1', category: tooLong }, { number: 'INC2' }]);
    expect([report.refused['invalid']?.count, desk.numbersTaken]).toEqual([1, 1]);
  });

  it('works with a small window', async () => {
    const [wide, narrow] = [new Desk(), new Desk()];
    await into(wide);
    await into(narrow, tenIncidents, { window: 2, inFlight: 8 });
    expect(facts(narrow)).toEqual(facts(wide));
  });

  it('reports its progress up to the end', async () => {
    const seen: ImportProgress[] = [];
    const report = await runImport(servicenow, { file: fileOf(csv(...tenIncidents)) }, new Desk().setting, (progress) =>
      seen.push(progress),
    );
    expect(seen.map(({ done }) => done)).toEqual([50, 100, report.commands]);
    expect(seen.at(-1)).toEqual({ done: report.commands, read: report.commands, complete: true });
  });

  it('stops on abort and can continue later', async () => {
    const desk = new Desk();
    const stop = new AbortController();
    const file = fileOf(csv(...tenIncidents));
    const setting = { ...desk.setting, signal: stop.signal };
    await expect(runImport(servicenow, { file }, setting, ({ done }) => done === 50 && stop.abort())).rejects.toThrow(/abort/i);
    const report = await runImport(servicenow, { file }, desk.setting);
    expect(report).toMatchObject({ refusals: 0, tickets: 10 });
    expect(report.repeated).toBeGreaterThanOrEqual(50);
  });

  it('renames a team if the organisation has one of that name', async () => {
    const desk = new Desk();
    desk.organise({ type: 'AddTeam', team: id(5), name: 'Group 56' }, id(6));
    const report = await into(desk);
    const again = await into(desk);
    const { teams } = desk.state<Organisation>('organisation', rootOrganisation);
    expect([...teams.values()].map(({ name }) => name)).toEqual(['Group 56', 'Group 56 (servicenow)']);
    expect({ first: report.refusals, second: again.refusals }).toEqual({ first: 0, second: 0 });
  });
});

describe('refusals of an import', () => {
  it('counts an unreadable ticket with its reason and continues', async () => {
    const desk = new Desk();
    const broken = { ...incident(1, 1)[0], sys_updated_at: 'yesterday' };
    const report = await into(desk, [broken, ...incident(2, 2)]);
    expect(report).toMatchObject({
      rows: 5,
      tickets: 1,
      refusals: 1,
      refused: { invalid: { count: 1, examples: [{ ticket: 'INC1', row: 1, command: null }] } },
    });
    expect(desk.tickets()).toHaveLength(1);
  });

  it('counts refused steps by reason, with at most five examples', async () => {
    const desk = new Desk();
    const tooLong = { category: 'x'.repeat(101) };
    const report = await into(
      desk,
      tenIncidents.map((row) => ({ ...row, ...tooLong })),
    );
    expect(report.refused.invalid?.count).toBe(10);
    expect(report.refused.invalid?.examples).toHaveLength(5);
    expect(report.refused.invalid?.examples[0]).toMatchObject({ ticket: 'INC1', row: 1, command: 'OpenTicket' });
    expect({ commands: report.commands, tickets: desk.tickets() }).toEqual({ commands: 0, tickets: [] });
  });

  it('ends when the store stays away, and continues from there later', async () => {
    const [calm, troubled] = [new Desk(), new Desk()];
    await into(calm);
    troubled.unanswered = Infinity;
    const ended = into(troubled, tenIncidents, { patience: { first: 1, most: 1, withoutProgressMs: 20 } });
    await expect(ended).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('0 commands of this file are done') as string,
    });
    troubled.unanswered = 0;
    expect((await into(troubled)).refusals).toBe(0);
    expect(facts(troubled)).toEqual(facts(calm));
  });

  it('ends at once without the permission', async () => {
    const desk = new Desk();
    const actor = { ...importer, permissions: new Set(importer.permissions) };
    actor.permissions.delete('import');
    actor.permissions.delete('contact.manage');
    await expect(into(desk, tenIncidents, { actor })).rejects.toMatchObject({ code: 'not-permitted' });
    expect(desk.tickets()).toEqual([]);
  });

  it('ends at once if the file does not exist', async () => {
    const missing = join(folder, 'missing.csv');
    await expect(runImport(servicenow, { file: missing }, new Desk().setting)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('missing.csv') as string,
    });
  });

  it('ends if a packed file is not packed', async () => {
    await expect(runImport(servicenow, { file: fileOf('number\n', 'csv.gz') }, new Desk().setting)).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
