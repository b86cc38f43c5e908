import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import type { ProjectionStatus } from '../../../projections/kernel/read-models';
import type { Counts, Spread } from '../../../projections/reports/figures';
import type { Ranked, VolumeReport, VolumeWeek } from '../../../projections/reports/volume.document';
import type { Tiles } from '../../../projections/tickets/dashboard';
import { about, count, id, listOf, mapOf, number, object, oneOf, orNull, percent, text, type Schema } from '../answers/schema';
import { organisationKind, permission } from '../answers/shared';

export type Me = Pick<Actor, 'organisation' | 'organisationKind' | 'teams'> & {
  readonly id: string;
  readonly permissions: readonly Permission[];
};

export const me = object<Me>('Me', {
  id,
  organisation: id,
  organisationKind,
  teams: listOf(id),
  permissions: listOf(permission),
});

export const dashboard = object<Tiles>('Dashboard', {
  open: count,
  closed: count,
  highPriority: about('Critical or high, and open.', count),
  unassigned: about('Open, with nobody assigned.', count),
  total: count,
});

const hours = orNull(number);
const spread = object<Spread>('Spread', { n: count, mean: hours, median: hours, p90: hours, max: hours });
const counts: Schema<Counts> = mapOf(count);
const top = listOf(object<Ranked>('Ranked', { id: text, name: text, count }));

export const volumeReport = object<VolumeReport>('VolumeReport', {
  tickets: count,
  weekly: about(
    'Every ISO week from the first opening to the last opening or closing.',
    listOf(object<VolumeWeek>('VolumeWeek', { week: text, opened: count, finallyClosed: count, openAtEnd: { type: 'integer' } })),
  ),
  status: object<VolumeReport['status']>('VolumeByStatus', { open: count, closed: count }),
  ...{ phases: counts, resolutions: counts },
  hours: object<VolumeReport['hours']>('HoursFromOpening', {
    ...{ toFirstSolved: spread, toLastSolved: spread, toLastClosed: spread },
  }),
  reopens: object<VolumeReport['reopens']>('Reopens', {
    ...{ total: count, tickets: count, fromSolved: count, fromClosed: count, distribution: counts, top },
  }),
  teamMoves: object<VolumeReport['teamMoves']>('TeamMoves', { total: count, tickets: count, distribution: counts, mean: number }),
  priorities: object<VolumeReport['priorities']>('PriorityChanges', {
    ...{ first: counts, last: counts, changes: counts, changesTotal: count, ticketsChanged: count },
  }),
  sla: object<VolumeReport['sla']>('ImportedSla', { made: count, missed: count }),
  ...{ channels: counts, openedPerMonth: counts, closedPerMonth: counts, openedByHour: counts },
  openedByWeekday: about('0 is Monday.', counts),
  top: object<VolumeReport['top']>('TopTen', { categories: top, teams: top, locations: top, callers: top, solvers: top }),
});

const status = object<ProjectionStatus>('ProjectionStatus', {
  name: text,
  version: count,
  position: about("The store's own, opaque.", orNull(text)),
  state: oneOf<ProjectionStatus['state']>('live', 'catching-up', 'stopped'),
  trouble: about('Why it stopped.', orNull(text)),
  rebuildPercent: about('While a rebuild runs beside the live one.', orNull(percent)),
});
export const projections = object<{ readonly items: readonly ProjectionStatus[] }>('Projections', { items: listOf(status) });

export interface Rebuild {
  readonly projection: string;
  /** Where to look how far it is. */
  readonly status: string;
}
export const rebuild = object<Rebuild>('Rebuild', { projection: text, status: about('Where to look how far it is.', text) });
