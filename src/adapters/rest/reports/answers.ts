import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import type { ProjectionStatus } from '../../../projections/kernel/read-models';
import type { Counts, Spread } from '../../../projections/reports/figures';
import type { Ranked, VolumeReport, VolumeWeek } from '../../../projections/reports/volume.document';
import type { Tiles } from '../../../projections/tickets/dashboard';
import { cast } from '../answers/cast';
import { about, count, id, listOf, mapOf, number, object, oneOf, orNull, percent, text, type Schema } from '../answers/schema';
import { organisationKind, permission } from '../answers/shared';

export type Me = Pick<Actor, 'organisation' | 'organisationKind' | 'teams'> & {
  readonly id: string;
  readonly permissions: readonly Permission[];
};

export const me = object<Me>('Me', {
  id: about('Your user.', id, cast.technician),
  organisation: about('Your organisation.', id, cast.partner),
  organisationKind: about('Its place in the chain.', organisationKind, 'partner'),
  teams: about('Your teams.', listOf(id), [cast.team]),
  permissions: about('Your permissions, in alphabetical order.', listOf(permission), ['ticket.read-own', 'ticket.work']),
});

export const dashboard = object<Tiles>('Dashboard', {
  open: about('Open tickets.', count, 12),
  closed: about('Closed tickets.', count, 340),
  highPriority: about('Open tickets with priority critical or high.', count, 2),
  unassigned: about('Tickets that wait for a technician. For staff: those that their organisation handles.', count, 3),
  total: about('All tickets.', count, 352),
});

const hours = (description: string, example: number) => about(description, orNull(number), example);
const spread = object<Spread>('Spread', {
  n: about('Number of tickets.', count, 340),
  mean: hours('Mean, in hours.', 61.25),
  median: hours('Median, in hours.', 22.5),
  p90: hours('Nine of ten took no longer, in hours.', 140.75),
  max: hours('The longest, in hours.', 902),
});
const counts = (description: string, example: Counts): Schema<Counts> => about(description, mapOf(count), example);
const ranked = object<Ranked>('Ranked', {
  id: about('Id or code.', text, 'Screen'),
  name: about('Name for display.', text, 'Screen'),
  count: about('Number of tickets.', count, 57),
});
const top = (description: string) => about(description, listOf(ranked));
const times = (description: string) => counts(description, { '0': 320, '1': 18, '2': 2 });

const week = object<VolumeWeek>('VolumeWeek', {
  week: about('ISO week.', text, '2026-W48'),
  opened: about('Tickets opened in the week.', count, 14),
  finallyClosed: about('Tickets closed for the last time in the week.', count, 11),
  openAtEnd: about('Backlog at the end of the week.', { type: 'integer' }, 12),
});

export const volumeReport = object<VolumeReport>('VolumeReport', {
  tickets: about('Number of tickets.', count, 352),
  weekly: about('Every ISO week from the first opening to the last opening or closing.', listOf(week)),
  status: about(
    'Open and closed tickets.',
    object<VolumeReport['status']>('VolumeByStatus', {
      open: about('Open tickets.', count, 12),
      closed: about('Closed tickets.', count, 340),
    }),
  ),
  phases: counts('By present phase.', { '5': 12, '7': 340 }),
  resolutions: counts('Closed ones, by how they ended.', { resolved: 331, duplicate: 9 }),
  hours: about(
    'Hours from opening. A ticket that is open again counts as never closed.',
    object<VolumeReport['hours']>('HoursFromOpening', {
      toFirstSolved: about('To the first solution.', spread),
      toLastSolved: about('To the last solution.', spread),
      toLastClosed: about('To the last closing.', spread),
    }),
  ),
  reopens: about(
    'Reopenings.',
    object<VolumeReport['reopens']>('Reopens', {
      total: about('Number of reopenings.', count, 22),
      tickets: about('Number of tickets that were reopened.', count, 20),
      fromSolved: about('Reopenings of solved tickets.', count, 15),
      fromClosed: about('Reopenings of closed tickets.', count, 7),
      distribution: times('How many tickets were reopened how often.'),
      top: top('Tickets that were reopened most.'),
    }),
  ),
  teamMoves: about(
    'Moves between teams.',
    object<VolumeReport['teamMoves']>('TeamMoves', {
      total: about('Number of moves.', count, 190),
      tickets: about('Number of tickets that moved.', count, 120),
      distribution: times('How many tickets moved how often.'),
      mean: about('Per ticket, to four decimals.', number, 0.5398),
    }),
  ),
  priorities: about(
    'Priorities and their changes.',
    object<VolumeReport['priorities']>('PriorityChanges', {
      first: counts('By the priority at opening.', { moderate: 300, high: 52 }),
      last: counts('By the present priority.', { moderate: 290, high: 62 }),
      changes: counts('By change.', { 'moderate -> high': 10 }),
      changesTotal: about('Number of changes.', count, 10),
      ticketsChanged: about('Number of tickets whose priority changed.', count, 10),
    }),
  ),
  sla: about(
    'Results from the imported source, for tickets that have one.',
    object<VolumeReport['sla']>('ImportedSla', {
      made: about('In time.', count, 280),
      missed: about('Late.', count, 30),
    }),
  ),
  channels: counts('By how the requester got in touch.', { phone: 210, portal: 142 }),
  openedPerMonth: counts('Opened, by month.', { '2026-11': 58 }),
  closedPerMonth: counts('Closed, by month.', { '2026-11': 49 }),
  openedByHour: counts('Opened, by hour of the day.', { '9': 41 }),
  openedByWeekday: counts('Opened, by weekday. 0 is Monday.', { '0': 70 }),
  top: about(
    'Ten each, by count, then name.',
    object<VolumeReport['top']>('TopTen', {
      categories: top('Categories.'),
      teams: top('Teams.'),
      locations: top('Locations.'),
      callers: top('Requesters.'),
      solvers: top('Technicians who solved.'),
    }),
  ),
});

const status = object<ProjectionStatus>('ProjectionStatus', {
  name: about('Names the read model in paths.', text, 'ticket-list'),
  version: about('Raised when its fold or an index changed.', count, 6),
  position: about('How far it has read the log. Opaque.', orNull(text), '00000000000000000118'),
  state: about('Whether it follows the log.', oneOf<ProjectionStatus['state']>('live', 'catching-up', 'stopped')),
  failure: about('Why it stopped. Null: it did not.', orNull(text), null),
  rebuildPercent: about('While a rebuild runs beside the live one.', orNull(percent), null),
});
export const projections = object<{ readonly items: readonly ProjectionStatus[] }>('Projections', {
  items: about('By name.', listOf(status)),
});

export interface Rebuild {
  readonly projection: string;
  /** Path of the progress report. */
  readonly status: string;
}
export const rebuild = object<Rebuild>('Rebuild', {
  projection: about('Its name.', text, 'ticket-list'),
  status: about('Where its progress is shown.', text, '/v1/projections'),
});
