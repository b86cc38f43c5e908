import type { TicketMeasures } from '../tickets/ticket-measures';
import { hoursBetween, weeksBetween, type Bucketing } from './calendar';
import { compare, rounded, spreadOf, Tally } from './figures';
import type { Ranked, VolumeReport, VolumeWeek } from './volume.document';

/** Names of people (`user-<uuid>`, `contact-<uuid>`) and teams (id); what has none is shown by its id. */
export type Naming = (id: string) => string | undefined;

const topSize = 10;
const unnamed: Naming = () => undefined;

/** Counts measures as they stream by; memory grows with the answers, and by three numbers a ticket. */
export class Volume {
  private tickets = 0;
  private readonly opened = { week: new Tally(), month: new Tally(), weekday: new Tally(), hour: new Tally() };
  private readonly closed = { week: new Tally(), month: new Tally() };
  private readonly hours = { toFirstSolved: [] as number[], toLastSolved: [] as number[], toLastClosed: [] as number[] };
  private readonly phases = new Tally();
  private readonly resolutions = new Tally();
  private readonly reopens = { from: new Tally(), distribution: new Tally(), byTicket: new Tally() };
  private readonly teamMoves = new Tally();
  private readonly priorities = { first: new Tally(), last: new Tally(), changes: new Tally(), perTicket: new Tally() };
  private readonly sla = new Tally();
  private readonly channels = new Tally();
  private readonly top = {
    categories: new Tally(),
    teams: new Tally(),
    locations: new Tally(),
    callers: new Tally(),
    solvers: new Tally(),
  };
  private readonly organisationOfTeam = new Map<string, string>();

  constructor(private readonly bucket: Bucketing) {}

  add(ticket: TicketMeasures): void {
    this.tickets += 1;
    this.addTimes(ticket);
    this.addTurns(ticket);
    this.addTops(ticket);
    this.phases.add(ticket.phase);
    this.resolutions.add(ticket.resolution);
    this.sla.add(ticket.madeSla === null ? null : ticket.madeSla ? 'made' : 'missed');
    this.channels.add(ticket.details.channel);
  }

  /** Whose names the report will show. */
  wanted(): {
    readonly people: readonly string[];
    readonly teams: readonly string[];
    readonly teamOrganisations: readonly string[];
  } {
    const ids = (tally: Tally): readonly string[] => tally.contenders(topSize).map(([id]) => id);
    const teams = ids(this.top.teams);
    return {
      teams,
      people: [...ids(this.top.callers), ...ids(this.top.solvers)],
      teamOrganisations: teams.flatMap((team) => this.organisationOfTeam.get(team) ?? []),
    };
  }

  report(names: Naming): VolumeReport {
    const { first, last, changes, perTicket } = this.priorities;
    return {
      tickets: this.tickets,
      weekly: this.weeks(),
      status: { open: this.tickets - this.phases.of('7'), closed: this.phases.of('7') },
      phases: this.phases.all(),
      resolutions: this.resolutions.all(),
      hours: {
        toFirstSolved: spreadOf(this.hours.toFirstSolved),
        toLastSolved: spreadOf(this.hours.toLastSolved),
        toLastClosed: spreadOf(this.hours.toLastClosed),
      },
      reopens: this.reopenings(),
      teamMoves: this.moves(),
      priorities: {
        first: first.all(),
        last: last.all(),
        changes: changes.all(),
        changesTotal: changes.sum(),
        ticketsChanged: perTicket.size(),
      },
      sla: { made: this.sla.of('made'), missed: this.sla.of('missed') },
      channels: this.channels.all(),
      openedPerMonth: this.opened.month.all(),
      closedPerMonth: this.closed.month.all(),
      openedByWeekday: this.opened.weekday.all(),
      openedByHour: this.opened.hour.all(),
      top: {
        categories: topOf(this.top.categories, unnamed),
        teams: topOf(this.top.teams, names),
        locations: topOf(this.top.locations, unnamed),
        callers: topOf(this.top.callers, names),
        solvers: topOf(this.top.solvers, names),
      },
    };
  }

  private addTimes(ticket: TicketMeasures): void {
    const { openedAt, firstSolvedAt, lastSolvedAt, lastClosedAt } = ticket;
    const opened = this.bucket(openedAt);
    this.opened.week.add(opened.week);
    this.opened.month.add(opened.month);
    this.opened.weekday.add(opened.weekday);
    this.opened.hour.add(opened.hour);
    if (firstSolvedAt !== null) this.hours.toFirstSolved.push(hoursBetween(openedAt, firstSolvedAt));
    if (lastSolvedAt !== null) this.hours.toLastSolved.push(hoursBetween(openedAt, lastSolvedAt));
    if (lastClosedAt === null) return;
    const closed = this.bucket(lastClosedAt);
    this.closed.week.add(closed.week);
    this.closed.month.add(closed.month);
    this.hours.toLastClosed.push(hoursBetween(openedAt, lastClosedAt));
  }

  private addTurns({ number, reopens, teamMoves, firstPriority, lastPriority, priorityChanges }: TicketMeasures): void {
    const reopened = reopens.from6 + reopens.from7;
    this.reopens.from.add('solved', reopens.from6);
    this.reopens.from.add('closed', reopens.from7);
    this.reopens.distribution.add(reopened);
    if (reopened > 0) this.reopens.byTicket.add(number, reopened);
    this.teamMoves.add(teamMoves);
    this.priorities.first.add(firstPriority);
    this.priorities.last.add(lastPriority);
    for (const { from, to } of priorityChanges) {
      this.priorities.changes.add(`${from} -> ${to}`);
      this.priorities.perTicket.add(number);
    }
  }

  private addTops({ details, lastTeam, lastTeamOrganisation, requester, solver }: TicketMeasures): void {
    this.top.categories.add(details.category);
    this.top.locations.add(details.location);
    this.top.teams.add(lastTeam);
    if (lastTeam !== null && lastTeamOrganisation !== null) this.organisationOfTeam.set(lastTeam, lastTeamOrganisation);
    this.top.callers.add('user' in requester ? `user-${requester.user}` : `contact-${requester.contact}`);
    if (solver !== null) this.top.solvers.add(`user-${solver}`);
  }

  private weeks(): readonly VolumeWeek[] {
    const busy = [...this.opened.week.keys(), ...this.closed.week.keys()].sort(compare);
    const [first, last] = [busy[0], busy.at(-1)];
    if (first === undefined || last === undefined) return [];
    let openAtEnd = 0;
    return weeksBetween(first, last).map((week) => {
      const opened = this.opened.week.of(week);
      const finallyClosed = this.closed.week.of(week);
      openAtEnd += opened - finallyClosed;
      return { week, opened, finallyClosed, openAtEnd };
    });
  }

  private reopenings(): VolumeReport['reopens'] {
    const { from, distribution, byTicket } = this.reopens;
    return {
      total: from.sum(),
      tickets: byTicket.size(),
      fromSolved: from.of('solved'),
      fromClosed: from.of('closed'),
      distribution: distribution.all(),
      top: topOf(byTicket, unnamed),
    };
  }

  private moves(): VolumeReport['teamMoves'] {
    const distribution = this.teamMoves.all();
    const total = Object.entries(distribution).reduce((sum, [moves, tickets]) => sum + Number(moves) * tickets, 0);
    const tickets = this.tickets - this.teamMoves.of('0');
    return { total, tickets, distribution, mean: this.tickets === 0 ? 0 : rounded(total / this.tickets) };
  }
}

/** By count, then name: the cut falls in the same place every time. */
function topOf(tally: Tally, names: Naming): readonly Ranked[] {
  return tally
    .contenders(topSize)
    .map(([id, count]) => ({ id, name: names(id) ?? id, count }))
    .sort((a, b) => b.count - a.count || compare(a.name, b.name) || compare(a.id, b.id))
    .slice(0, topSize);
}
