import { bucketing, weeksBetween } from '../../src/projections/reports/calendar';
import { spreadOf } from '../../src/projections/reports/figures';
import { Volume } from '../../src/projections/reports/volume';
import type { Ranked, VolumeReport } from '../../src/projections/reports/volume.document';
import { expectedFigures as expected } from '../dsl/expected-figures';
import { measuresOfRealHistory } from './real-history';

const ranked = (lines: readonly Ranked[]) => lines.map(({ name, count }) => [name, count]);

function reportOfRealHistory(): VolumeReport {
  const volume = new Volume(bucketing());
  for (const ticket of measuresOfRealHistory()) volume.add(ticket);
  return volume.report((id) => id.replace(/^(user|contact)-/, ''));
}

/** `3 - Moderate` becomes `moderate`. */
function inOurWords(counts: { readonly [name: string]: number }): { readonly [name: string]: number } {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name.replace(/\d - /g, '').toLowerCase(), count]));
}

describe('the volume report of the history of a real desk', () => {
  const report = reportOfRealHistory();

  it('counts tickets opened, finally closed and open at the end of every week', () => {
    const rows = report.weekly.map(({ week, opened, finallyClosed, openAtEnd }) => [week, opened, finallyClosed, openAtEnd]);
    expect(rows).toEqual(expected.weekly.rows);
    expect(report.tickets).toBe(expected.tickets);
    expect(report.status).toEqual({ open: 0, closed: 3931 });
    expect(report.resolutions).toEqual({ resolved: 3929, rejected: 2 });
  });

  it('computes the hours to first solved, last solved and last closed', () => {
    expect(report.hours.toFirstSolved).toEqual(expected.hours_open_to_first_resolved_row);
    expect(report.hours.toLastSolved).toEqual(expected.hours_open_to_last_entry_into_resolved);
    expect(report.hours.toLastClosed).toEqual(expected.hours_open_to_last_entry_into_closed);
  });

  it('counts reopenings', () => {
    const { reopens_total, tickets_reopened, distribution, from_Resolved, from_Closed, top10_tickets } = expected.reopen;
    expect({ ...report.reopens, top: ranked(report.reopens.top) }).toEqual({
      ...{ total: reopens_total, tickets: tickets_reopened, fromSolved: from_Resolved, fromClosed: from_Closed, distribution },
      top: top10_tickets,
    });
  });

  it('counts team moves', () => {
    const moves = expected.reassignment;
    expect(report.teamMoves).toEqual({
      total: moves.visible_group_moves_total,
      tickets: moves.tickets_with_a_group_move,
      distribution: moves.distribution_group_moves,
      mean: moves.mean_group_moves_per_ticket,
    });
  });

  it('counts priorities and their changes', () => {
    const priority = expected.priority;
    expect(report.priorities).toEqual({
      first: inOurWords(priority.at_first_row),
      last: inOurWords(priority.at_last_row),
      changes: inOurWords(priority.changes),
      changesTotal: priority.changes_total,
      ticketsChanged: priority.tickets_changed,
    });
  });

  it('lists the first ten of each, ties by name', () => {
    expect(ranked(report.top.categories)).toEqual(expected.top10_categories_final);
    expect(ranked(report.top.teams)).toEqual(expected.top10_groups_last_known);
    expect(ranked(report.top.locations)).toEqual(expected.top10_locations);
    expect(ranked(report.top.callers)).toEqual(expected.top10_callers);
    expect(ranked(report.top.solvers)).toEqual(expected.top10_resolved_by);
  });

  it('counts channels, months, weekdays, hours and the deadlines that the source met', () => {
    expect(report.channels).toEqual(inOurWords(expected.contact_type));
    expect(report.openedPerMonth).toEqual(expected.opened_per_month);
    expect(report.closedPerMonth).toEqual(expected.closed_per_month);
    expect(report.openedByWeekday).toEqual(expected.opened_by_weekday_0_is_monday);
    expect(report.openedByHour).toEqual(expected.opened_by_hour);
    expect(report.sla.made).toBe(expected.sla.made_sla_recorded_final);
  });
});

describe('weeks and hours', () => {
  it('assigns days around New Year to the week of their Thursday (ISO 8601)', () => {
    const week = (day: string): string => bucketing()(`${day}T12:00:00.000Z`).week;
    expect(['2016-01-03', '2016-01-04', '2018-12-31', '2020-12-31', '2021-01-03', '2021-01-04'].map(week)).toEqual([
      ...['2015-W53', '2016-W01', '2019-W01', '2020-W53', '2020-W53', '2021-W01'],
    ]);
  });

  it('lists every week, even across a year with 53 weeks', () => {
    expect(weeksBetween('2020-W52', '2021-W02')).toEqual(['2020-W52', '2020-W53', '2021-W01', '2021-W02']);
  });

  it('uses the wall clock of the zone, with daylight saving time', () => {
    const helsinki = bucketing('Europe/Helsinki');
    expect(helsinki('2026-06-30T21:30:00.000Z')).toEqual({
      day: '2026-07-01',
      week: '2026-W27',
      month: '2026-07',
      weekday: 2,
      hour: 0,
    });
    expect(helsinki('2026-01-31T21:30:00.000Z')).toEqual({
      day: '2026-01-31',
      week: '2026-W05',
      month: '2026-01',
      weekday: 5,
      hour: 23,
    });
    expect(() => bucketing('Atlantis/Capital')).toThrow(RangeError);
  });

  it('returns an empty report without tickets', () => {
    expect(spreadOf([])).toEqual({ n: 0, mean: null, median: null, p90: null, max: null });
    const { tickets, weekly, top, teamMoves } = new Volume(bucketing()).report(() => undefined);
    expect({ tickets, weekly, callers: top.callers, mean: teamMoves.mean }).toEqual({
      tickets: 0,
      weekly: [],
      callers: [],
      mean: 0,
    });
  });
});
