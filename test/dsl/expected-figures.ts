import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts, Spread } from '../../src/projections/reports/figures';
import type { Ranked, VolumeReport } from '../../src/projections/reports/volume.document';

type Top = readonly (readonly [string, number])[];

/** Figures computed from the raw rows of the real history alone (test/data/README.md). */
interface ExpectedFigures {
  readonly rows: number;
  readonly tickets: number;
  readonly final_state: { readonly Closed: number };
  readonly entries_into_state: { readonly Resolved: number };
  readonly closed_without_ever_being_resolved: readonly string[];
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
  readonly sla: { readonly made_sla_recorded_final: number };
  readonly hours_open_to_first_resolved_row: Spread;
  readonly hours_open_to_last_entry_into_resolved: Spread;
  readonly hours_open_to_last_entry_into_closed: Spread;
  readonly top10_categories_final: Top;
  readonly top10_groups_last_known: Top;
  readonly top10_resolved_by: Top;
  readonly top10_callers: Top;
  readonly top10_locations: Top;
  readonly contact_type: Counts;
  readonly opened_per_month: Counts;
  readonly closed_per_month: Counts;
  readonly opened_by_weekday_0_is_monday: Counts;
  readonly opened_by_hour: Counts;
}

const stored = JSON.parse(readFileSync(join(__dirname, '..', 'data', 'expected.json'), 'utf8')) as ExpectedFigures;

/**
 * The row that resolves INC0000137 is 7 minutes before the preceding rows, so the import moves it to their time (docs/import.md).
 * Over 3,929 tickets this makes the mean 267.19636 instead of 267.19633.
 */
const withOneRowLifted = 267.1964;

export const expectedFigures: ExpectedFigures = {
  ...stored,
  hours_open_to_first_resolved_row: { ...stored.hours_open_to_first_resolved_row, mean: withOneRowLifted },
};

/** The figures of the raw rows that `figuresOf` also returns. */
export const figuresOfRawRows: object = {
  ...only(
    expectedFigures,
    'tickets',
    'final_state',
    'hours_open_to_first_resolved_row',
    'hours_open_to_last_entry_into_resolved',
    'hours_open_to_last_entry_into_closed',
    'top10_categories_final',
    'top10_groups_last_known',
    'top10_resolved_by',
    'top10_callers',
    'top10_locations',
    'contact_type',
    'opened_per_month',
    'closed_per_month',
    'opened_by_weekday_0_is_monday',
    'opened_by_hour',
  ),
  weekly: { rows: expectedFigures.weekly.rows },
  reopen: {
    ...only(expectedFigures.reopen, 'reopens_total', 'tickets_reopened', 'from_Resolved', 'from_Closed', 'distribution'),
    top10: expectedFigures.reopen.top10_tickets.map(([, count]) => count),
  },
  reassignment: only(
    expectedFigures.reassignment,
    'visible_group_moves_total',
    'tickets_with_a_group_move',
    'distribution_group_moves',
    'mean_group_moves_per_ticket',
  ),
  sla: only(expectedFigures.sla, 'made_sla_recorded_final'),
  priority: only(expectedFigures.priority, 'at_first_row', 'at_last_row', 'changes', 'changes_total', 'tickets_changed'),
};

/**
 * The figures of the report, named as in the raw rows. Ticket numbers differ, so the most reopened tickets have only their
 * counts.
 */
export function figuresOf(report: VolumeReport): object {
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
    sla: { made_sla_recorded_final: report.sla.made },
    hours_open_to_first_resolved_row: hours.toFirstSolved,
    hours_open_to_last_entry_into_resolved: hours.toLastSolved,
    hours_open_to_last_entry_into_closed: hours.toLastClosed,
    top10_categories_final: pairs(top.categories),
    top10_groups_last_known: pairs(top.teams),
    top10_resolved_by: pairs(top.solvers),
    top10_callers: pairs(top.callers),
    top10_locations: pairs(top.locations),
    contact_type: { Email: channels.email ?? 0, Phone: channels.phone ?? 0 },
    opened_per_month: report.openedPerMonth,
    closed_per_month: report.closedPerMonth,
    opened_by_weekday_0_is_monday: report.openedByWeekday,
    opened_by_hour: report.openedByHour,
  };
}

const pairs = (ranked: readonly Ranked[]): Top => ranked.map(({ name, count }) => [name, count]);

function renamed(counts: Counts): Counts {
  const names = { critical: '1 - Critical', high: '2 - High', moderate: '3 - Moderate', low: '4 - Low' };
  const rename = (key: string): string => key.replace(/\w+/g, (word) => names[word as keyof typeof names]);
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [rename(key), count]));
}

function only<T, K extends keyof T>(whole: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, whole[key]])) as Pick<T, K>;
}
