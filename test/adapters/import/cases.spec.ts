import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runImport, type ImportFile } from '../../../src/adapters/import/import';
import type { ImportReport } from '../../../src/adapters/import/import-report';
import { RehearsalDesk } from '../../../src/adapters/import/rehearsal-desk';
import { servicenow } from '../../../src/adapters/import/servicenow.format';
import { rootOrganisation, type Organisation } from '../../../src/domain/people/organisation';
import { noon } from '../../dsl/world';
import { Desk } from './desk';
import { csv } from './incident';

// Small files that were imported wrongly, each for a whole kind (test/data/cases).

const folder = mkdtempSync(join(tmpdir(), 'docket-cases-'));
afterAll(() => rmSync(folder, { recursive: true }));

const caseFile = (name: string): string => join(__dirname, '../../data/cases', `${name}.csv`);

async function imported(file: string, given: Omit<ImportFile, 'file'> = {}) {
  const desk = new Desk();
  const report = await runImport(servicenow, { file, ...given }, desk.setting);
  const names = desk.log.flatMap(({ event }) =>
    event.type === 'ContactRecorded' ? (event.confidential ?? []).map(({ values }) => values['name']) : [],
  );
  return { desk, report, names };
}

const reasons = ({ refused }: ImportReport) =>
  Object.values(refused).flatMap(({ examples }) => examples.map(({ ticket, row, detail }) => [ticket, row, detail]));

describe('a file that only one row of is wrong', () => {
  it('long-caller: refuses the ticket, with its row and whose name it is, and imports all others', async () => {
    const { report, desk } = await imported(caseFile('long-caller'));
    expect(reasons(report)).toEqual([
      ['LA2', 2, expect.stringMatching(/^The contact "y{40}…" cannot be recorded: name: 1 to 200/)],
    ]);
    expect([report.refusals, desk.tickets().length]).toEqual([1, 2]);
  });

  it('a team that is refused does not refuse the teams after it', async () => {
    const file = join(folder, 'team.csv');
    writeFileSync(file, csv({ number: 'T1', assignment_group: 'x'.repeat(300) }, { number: 'T2', assignment_group: 'Group 2' }));
    const { report, desk } = await imported(file);
    expect([report.refusals, desk.tickets().length]).toEqual([1, 1]);
  });

  it('year-0016: refuses the row', async () => {
    const { report, desk } = await imported(caseFile('year-0016'));
    expect(reasons(report)).toEqual([['Y1', 1, expect.stringContaining('opened_at is "1/3/0016 08:00"')]]);
    expect(desk.tickets()).toHaveLength(1);
  });

  it('late-blank: imports everything', async () => {
    expect((await imported(caseFile('late-blank'))).report).toMatchObject({ refusals: 0, tickets: 2, rows: 2 });
  });

  it('excel-touched: reads what a spreadsheet made of it, and refuses the month 31', async () => {
    const { report, desk } = await imported(caseFile('excel-touched'));
    expect(reasons(report)).toEqual([['X6', 6, expect.stringContaining('(day, month, year)')]]);
    expect(desk.tickets()).toHaveLength(5);
  });
});

describe('a file that is ambiguous', () => {
  it('dup-column: is refused', async () => {
    await expect(imported(caseFile('dup-column'))).rejects.toMatchObject({
      message: expect.stringContaining('category') as string,
    });
  });

  it('latin1-umlauts: is refused with the first wrong line and byte, before anything is recorded', async () => {
    await expect(imported(caseFile('latin1-umlauts'))).rejects.toMatchObject({
      facts: { line: 2, byte: 25 },
      message: expect.stringContaining('is 0xFC') as string,
    });
  });

  it('latin1-umlauts: keeps people apart when the encoding is given, and tells it', async () => {
    const { names, report } = await imported(caseFile('latin1-umlauts'), { encoding: 'windows-1252' });
    expect(names).toEqual(['Müller', 'Möller', 'Mäller', 'Caller A']);
    expect(report.encoding).toBe('windows-1252');
  });

  it.each<[string, (text: string) => Buffer, string, string]>([
    ['a mark', (text) => Buffer.from(`\ufeff${text}`), 'utf-8', ','],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', ','],
    ['UTF-16, the other way round', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be', ','],
    ['semicolons', (text) => Buffer.from(text.replaceAll(',', ';')), 'utf-8', ';'],
    ['semicolons and CR', (text) => Buffer.from(text.replaceAll(',', ';').replaceAll('\n', '\r')), 'utf-8', ';'],
    ['tabs', (text) => Buffer.from(text.replaceAll(',', '\t')), 'utf-8', '\t'],
    ["Excel's line", (text) => Buffer.from(`sep=;\r\n${text.replaceAll(',', ';').replaceAll('\n', '\r\n')}`), 'utf-8', ';'],
  ])('is recognised by %s, and told', async (name, write, encoding, separator) => {
    const file = join(folder, `${name}.csv`);
    writeFileSync(file, write(csv({ caller_id: 'Iğdır Ünal' })));
    const { report, names } = await imported(file);
    expect(report).toMatchObject({ encoding, separator, refusals: 0, tickets: 1 });
    expect(names).toEqual(['Iğdır Ünal']);
  });

  it('is refused for an encoding that nobody knows', async () => {
    await expect(imported(caseFile('late-blank'), { encoding: 'klingon' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a dry run', () => {
  it('shows what each row would become, and why one would be refused, and records nothing', async () => {
    const desk = new Desk();
    const before = desk.log.length;
    const state = desk.state<Organisation>('organisation', rootOrganisation);
    const rehearsal = new RehearsalDesk({ now: () => noon }, { id: rootOrganisation, state });
    const file = caseFile('long-caller');
    const setting = { ...desk.setting, executor: rehearsal, keepsRows: true };
    const report = await runImport(servicenow, { file }, setting);
    expect(
      report.became?.map(({ row, ticket, commands, refused }) => [row, ticket, commands.length > 0, refused.length]),
    ).toEqual([
      [1, 'LA1', true, 0],
      [2, 'LA2', false, 1],
      [3, 'LA3', true, 0],
    ]);
    expect(report.became?.[0]?.commands).toEqual(
      expect.arrayContaining(['OpenTicket', 'StartQualification', 'RouteTicket', 'CompleteQualification']),
    );
    expect(desk.log).toHaveLength(before);
  });
});
