import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportAnswer, RebuildAnswer, VerifyAnswer } from '../../src/adapters/control/control.port';
import type { Ranked, VolumeReport } from '../../src/projections/reports/volume.document';
import type { Counts, Spread } from '../../src/projections/reports/figures';

// The real history (test/data/README.md) through the built product's own scripts, killed in the middle once. `expected.json` was
// computed from the raw rows alone.

type Top = readonly (readonly [string, number])[];
interface Expected {
  readonly rows: number;
  readonly tickets: number;
  readonly final_state: { readonly Closed: number };
  readonly weekly: { readonly rows: readonly (readonly [string, number, number, number])[] };
  readonly reopen: {
    readonly reopens_total: number;
    readonly tickets_reopened: number;
    readonly from_Resolved: number;
    readonly from_Closed: number;
    readonly distribution: Counts;
    readonly top10_tickets: Top;
  };
  readonly reassignment: {
    readonly visible_group_moves_total: number;
    readonly tickets_with_a_group_move: number;
    readonly distribution_group_moves: Counts;
    readonly mean_group_moves_per_ticket: number;
  };
  readonly priority: {
    readonly at_first_row: Counts;
    readonly at_last_row: Counts;
    readonly changes: Counts;
    readonly changes_total: number;
    readonly tickets_changed: number;
  };
  readonly hours_open_to_first_resolved_row: Spread;
  readonly hours_open_to_last_entry_into_resolved: Spread;
  readonly hours_open_to_last_entry_into_closed: Spread;
  readonly top10_categories_final: Top;
  readonly top10_groups_last_known: Top;
  readonly top10_resolved_by: Top;
  readonly top10_callers: Top;
  readonly top10_locations: Top;
  readonly contact_type: { readonly Email: number; readonly Phone: number };
}

const file = 'test/data/servicenow-incidents.csv.gz';
const expected = JSON.parse(readFileSync('test/data/expected.json', 'utf8')) as Expected;
const folder = mkdtempSync(join(tmpdir(), 'docket-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(...args: readonly string[]): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  const env = { ...process.env, DATA_DIR: folder, NODE_ENV: 'test' };
  return spawn(process.execPath, ['dist/cli.js', ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function answerOf<T>(...args: readonly string[]): Promise<T> {
  const child = script(...args);
  const said: Record<'out' | 'err', string> = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += String(text)));
  child.stderr?.on('data', (text) => (said.err += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said.err}${said.out}`);
  return JSON.parse(said.out) as T;
}

/** The first sign of progress comes seconds after the first commands, minutes of work before the last. */
async function endedInTheMiddle(signal: NodeJS.Signals): Promise<NodeJS.Signals | number | null> {
  const child = script('import', 'servicenow', file);
  child.stderr?.once('data', () => child.kill(signal));
  await once(child, 'close');
  return child.signalCode ?? child.exitCode;
}

/**
 * The row that resolves INC0000137 lies 7 minutes before the rows that came first, so it is lifted to them (docs/import.md). Over 3,929
 * tickets this makes the mean 267.19636 where the raw rows give 267.19633.
 */
const withOneRowLifted = 267.1964;

/** What the report says, in the words of the raw rows. */
function asExpected(report: VolumeReport): object {
  const { reopens, teamMoves, priorities, hours, top, channels } = report;
  return {
    tickets: report.tickets,
    final_state: { Closed: report.status.closed },
    weekly: { rows: report.weekly.map(({ week, opened, finallyClosed, openAtEnd }) => [week, opened, finallyClosed, openAtEnd]) },
    reopen: {
      reopens_total: reopens.total,
      tickets_reopened: reopens.tickets,
      from_Resolved: reopens.fromSolved,
      from_Closed: reopens.fromClosed,
      distribution: reopens.distribution,
      top10: reopens.top.map(({ count }) => count),
    },
    reassignment: {
      visible_group_moves_total: teamMoves.total,
      tickets_with_a_group_move: teamMoves.tickets,
      distribution_group_moves: teamMoves.distribution,
      mean_group_moves_per_ticket: Math.round(teamMoves.mean * 1000) / 1000,
    },
    priority: {
      at_first_row: renamed(priorities.first),
      at_last_row: renamed(priorities.last),
      changes: renamed(priorities.changes),
      changes_total: priorities.changesTotal,
      tickets_changed: priorities.ticketsChanged,
    },
    hours_open_to_first_resolved_row: hours.toFirstSolved,
    hours_open_to_last_entry_into_resolved: hours.toLastSolved,
    hours_open_to_last_entry_into_closed: hours.toLastClosed,
    top10_categories_final: pairs(top.categories),
    top10_groups_last_known: pairs(top.teams),
    top10_resolved_by: pairs(top.solvers),
    top10_callers: pairs(top.callers),
    top10_locations: pairs(top.locations),
    contact_type: { Email: channels.email ?? 0, Phone: channels.phone ?? 0 },
  };
}

const pairs = (ranked: readonly Ranked[]): Top => ranked.map(({ name, count }) => [name, count]);

function renamed(counts: Counts): Counts {
  const names = { critical: '1 - Critical', high: '2 - High', moderate: '3 - Moderate', low: '4 - Low' };
  const rename = (key: string): string => key.replace(/\w+/g, (word) => names[word as keyof typeof names]);
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [rename(key), count]));
}

describe('the history of a real desk', () => {
  let interrupted: NodeJS.Signals | number | null;
  let killed: NodeJS.Signals | number | null;
  let imported: ImportAnswer;

  beforeAll(async () => {
    interrupted = await endedInTheMiddle('SIGINT');
    killed = await endedInTheMiddle('SIGKILL');
    imported = await answerOf('import', 'servicenow', file);
  }, 600_000);

  it('is imported without a refusal, and goes on after Ctrl-C and a kill where it was', () => {
    expect([interrupted, killed]).toEqual([130, 'SIGKILL']);
    expect(imported).toMatchObject({ rows: expected.rows, tickets: expected.tickets, refusals: 0, refused: {} });
    expect(imported.repeated).toBeGreaterThan(0);
    expect(imported.repeated).toBeLessThan(imported.commands);
  });

  it('gives the figures of its raw rows, whether kept up to date or rebuilt', async () => {
    const report = await answerOf<VolumeReport>('report', 'volume');
    const { top10_tickets, ...reopen } = expected.reopen;
    expect(asExpected(report)).toEqual({
      tickets: expected.tickets,
      final_state: expected.final_state,
      weekly: { rows: expected.weekly.rows },
      reopen: {
        ...only(reopen, 'reopens_total', 'tickets_reopened', 'from_Resolved', 'from_Closed', 'distribution'),
        top10: top10_tickets.map(([, count]) => count),
      },
      reassignment: only(
        expected.reassignment,
        'visible_group_moves_total',
        'tickets_with_a_group_move',
        'distribution_group_moves',
        'mean_group_moves_per_ticket',
      ),
      priority: only(expected.priority, 'at_first_row', 'at_last_row', 'changes', 'changes_total', 'tickets_changed'),
      hours_open_to_first_resolved_row: { ...expected.hours_open_to_first_resolved_row, mean: withOneRowLifted },
      ...only(
        expected,
        'hours_open_to_last_entry_into_resolved',
        'hours_open_to_last_entry_into_closed',
        'top10_categories_final',
        'top10_groups_last_known',
        'top10_resolved_by',
        'top10_callers',
        'top10_locations',
        'contact_type',
      ),
    });
    const { rebuilt } = await answerOf<RebuildAnswer>('rebuild', 'all');
    expect(rebuilt.length).toBeGreaterThan(5);
    expect(await answerOf<VolumeReport>('report', 'volume')).toEqual(report);
  }, 600_000);

  it('holds together, fact by fact', async () => {
    expect(await answerOf<VerifyAnswer>('verify')).toMatchObject({ problems: [] });
  }, 120_000);
});

function only<T, K extends keyof T>(whole: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, whole[key]])) as Pick<T, K>;
}
