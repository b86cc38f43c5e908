import type { TicketMeasures } from '../tickets/ticket-measures';
import { bucketsBetween, hoursBetween, type Bucketing, type Grouping } from './calendar';
import { compare, rounded, spreadOf, Tally, type Counts } from './figures';
import { countedTicket, keyOf, ticketFigureNames, type TicketFigure } from './ticket-figures';
import type { Ranked, VolumeReport, VolumeWeek } from './volume.document';

/** Names of people (`user-<uuid>`, `contact-<uuid>`) and teams (id). Without a name, the id is shown. */
export type Naming = (id: string) => string | undefined;

const topSize = 10;
const unnamed: Naming = () => undefined;

/** Tickets opened, finally closed and open at the end of one day, week or month. */
export interface VolumeBucket extends Omit<VolumeWeek, 'week'> {
  readonly bucket: string;
}

export interface BucketSpan {
  readonly first: string;
  readonly last: string;
}

const inBuckets = {
  day: { opened: 'openedOnDay', closed: 'closedOnDay' },
  week: { opened: 'openedInWeek', closed: 'closedInWeek' },
  month: { opened: 'openedInMonth', closed: 'closedInMonth' },
} as const satisfies { readonly [grouping in Grouping]: { readonly [what in 'opened' | 'closed']: TicketFigure } };

/** The figures of openings and closings by day, week or month. */
export const bucketFigures = (grouping: Grouping) => inBuckets[grouping];

/** Counts measures as they stream by. Memory grows with the size of the report, and by three numbers per ticket. */
export class Volume {
  private readonly tallies = new Map(ticketFigureNames.map((figure) => [figure, new Tally()]));
  private readonly hours = { toFirstSolved: [] as number[], toLastSolved: [] as number[], toLastClosed: [] as number[] };
  private readonly reopens = { from: new Tally(), byTicket: new Tally() };
  private readonly priorities = { changes: new Tally(), perTicket: new Tally() };
  private readonly organisationOfTeam = new Map<string, string>();

  constructor(private readonly bucket: Bucketing) {}

  add(ticket: TicketMeasures): void {
    const counted = countedTicket(ticket, this.bucket);
    for (const [figure, tally] of this.tallies) tally.add(keyOf(figure, counted));
    this.addHours(ticket);
    this.addTurns(ticket);
    const { lastTeam, lastTeamOrganisation } = ticket;
    if (lastTeam !== null && lastTeamOrganisation !== null) this.organisationOfTeam.set(lastTeam, lastTeamOrganisation);
  }

  /** Tickets by the keys of a figure. */
  counts(figure: TicketFigure): Counts {
    return this.tally(figure).all();
  }

  /** Number of tickets that a figure leaves out. */
  without(figure: TicketFigure): number {
    return this.size() - this.tally(figure).sum();
  }

  /** The people and teams whose names the report will show. */
  wanted(): {
    readonly people: readonly string[];
    readonly teams: readonly string[];
    readonly teamOrganisations: readonly string[];
  } {
    const ids = (figure: TicketFigure): readonly string[] =>
      this.tally(figure)
        .contenders(topSize)
        .map(([id]) => id);
    const teams = ids('team');
    return {
      teams,
      people: [...ids('requester'), ...ids('solver')],
      teamOrganisations: teams.flatMap((team) => this.organisationOfTeam.get(team) ?? []),
    };
  }

  report(names: Naming): VolumeReport {
    const top = (figure: TicketFigure, naming: Naming): readonly Ranked[] => topOf(this.tally(figure), naming);
    return {
      tickets: this.size(),
      weekly: this.buckets('week').map(({ bucket, ...counts }) => ({ week: bucket, ...counts })),
      status: { open: this.tally('status').of('open'), closed: this.tally('status').of('closed') },
      phases: this.counts('phase'),
      resolutions: this.counts('resolution'),
      hours: {
        toFirstSolved: spreadOf(this.hours.toFirstSolved),
        toLastSolved: spreadOf(this.hours.toLastSolved),
        toLastClosed: spreadOf(this.hours.toLastClosed),
      },
      reopens: this.reopenings(),
      teamMoves: this.moves(),
      priorities: {
        ...{ first: this.counts('firstPriority'), last: this.counts('priority'), changes: this.priorities.changes.all() },
        changesTotal: this.priorities.changes.sum(),
        ticketsChanged: this.priorities.perTicket.size(),
      },
      sla: { made: this.tally('deadline').of('made'), missed: this.tally('deadline').of('missed') },
      channels: this.counts('channel'),
      openedPerMonth: this.counts('openedInMonth'),
      closedPerMonth: this.counts('closedInMonth'),
      openedByWeekday: this.counts('openedOnWeekday'),
      openedByHour: this.counts('openedInHour'),
      top: {
        categories: top('category', unnamed),
        teams: top('team', names),
        locations: top('location', unnamed),
        callers: top('requester', names),
        solvers: top('solver', names),
      },
    };
  }

  /** Every one of the span, or else from the first opening to the last opening or closing. */
  buckets(grouping: Grouping, span?: BucketSpan): readonly VolumeBucket[] {
    const figures = bucketFigures(grouping);
    const [opened, closed] = [this.tally(figures.opened), this.tally(figures.closed)];
    const busy = [...opened.keys(), ...closed.keys()].sort(compare);
    const { first, last } = span ?? { first: busy[0], last: busy.at(-1) };
    if (first === undefined || last === undefined) return [];
    let openAtEnd = 0;
    return bucketsBetween(grouping, first, last).map((bucket) => {
      const [openedThen, finallyClosed] = [opened.of(bucket), closed.of(bucket)];
      openAtEnd += openedThen - finallyClosed;
      return { bucket, opened: openedThen, finallyClosed, openAtEnd };
    });
  }

  private size(): number {
    return this.tally('all').sum();
  }

  private tally(figure: TicketFigure): Tally {
    return this.tallies.get(figure) ?? new Tally();
  }

  private addHours({ openedAt, firstSolvedAt, lastSolvedAt, lastClosedAt }: TicketMeasures): void {
    if (firstSolvedAt !== null) this.hours.toFirstSolved.push(hoursBetween(openedAt, firstSolvedAt));
    if (lastSolvedAt !== null) this.hours.toLastSolved.push(hoursBetween(openedAt, lastSolvedAt));
    if (lastClosedAt !== null) this.hours.toLastClosed.push(hoursBetween(openedAt, lastClosedAt));
  }

  private addTurns({ number, reopens, priorityChanges }: TicketMeasures): void {
    this.reopens.from.add('solved', reopens.from6);
    this.reopens.from.add('closed', reopens.from7);
    const reopened = reopens.from6 + reopens.from7;
    if (reopened > 0) this.reopens.byTicket.add(number, reopened);
    for (const { from, to } of priorityChanges) {
      this.priorities.changes.add(`${from} -> ${to}`);
      this.priorities.perTicket.add(number);
    }
  }

  private reopenings(): VolumeReport['reopens'] {
    const { from, byTicket } = this.reopens;
    return {
      total: from.sum(),
      tickets: byTicket.size(),
      fromSolved: from.of('solved'),
      fromClosed: from.of('closed'),
      distribution: this.counts('reopens'),
      top: topOf(byTicket, unnamed),
    };
  }

  private moves(): VolumeReport['teamMoves'] {
    const distribution = this.counts('teamMoves');
    const total = Object.entries(distribution).reduce((sum, [moves, tickets]) => sum + Number(moves) * tickets, 0);
    const tickets = this.size() - this.tally('teamMoves').of('0');
    return { total, tickets, distribution, mean: this.size() === 0 ? 0 : rounded(total / this.size()) };
  }
}

/** Sorts by count, then name, so that the cut is always in the same place. */
function topOf(tally: Tally, names: Naming): readonly Ranked[] {
  return tally
    .contenders(topSize)
    .map(([id, count]) => ({ id, name: names(id) ?? id, count }))
    .sort((a, b) => b.count - a.count || compare(a.name, b.name) || compare(a.id, b.id))
    .slice(0, topSize);
}
