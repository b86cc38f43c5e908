import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { openTicketsOf } from '../../../projections/tickets/open-tickets-of';
import type { TeamItem } from '../../../projections/people/organisations';
import { teamsOf } from '../../../projections/people/teams-of';
import { listWorkers } from '../../../projections/people/holders';
import { ERASED } from '../../../domain/kernel/event';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { unless } from '../../desk/unless';
import { lastOf } from '../forms/sent-values';
import { plainForm, type FormOf, type HandMade } from './hand-made';

/** Maximum number of people shown as cards. The list below them has all. */
const mostCards = 60;

/** Technicians to assign, with their workload and teams (S4.9, S4.10). */
@Injectable()
export class TechnicianForms {
  constructor(private readonly queries: QueryBus) {}

  async assign({ ticket, actor, typed }: FormOf): Promise<HandMade> {
    const organisation = ticket.handler;
    const people = await this.queries
      .execute(new ExecuteQuery(listWorkers, actor, { organisation, limit: mostCards + 1 }))
      .then(({ items }) => items)
      .catch(unless([], 'not-permitted'));
    if (people.length === 0 || people.length > mostCards) return plainForm;
    const users = people.map(({ id }) => id);
    const [loads, teams] = await Promise.all([
      this.queries.execute(new ExecuteQuery(openTicketsOf, actor, { users })),
      this.queries.execute(new ExecuteQuery(teamsOf, actor, { organisation })),
    ]);
    const chosen = lastOf(typed, 'technician') || ticket.assignee;
    const cards = people.map(({ id, name }) => ({
      ...{ id, name: name === ERASED || name === null ? '–' : name, load: loads[id] ?? 0 },
      teams: teams.filter(({ members }) => members.includes(id)).map((team) => team.name),
      rank: rankOf(id, ticket.team, teams),
      isChosen: id === chosen,
    }));
    cards.sort((a, b) => a.rank - b.rank || a.load - b.load);
    const most = Math.max(1, ...cards.map(({ load }) => load));
    return { ...plainForm, inputs: { technician: { part: 'conversation/technicians', hand: { cards, most } } } };
  }
}

/** Members of the ticket's team first, then members of other teams. Within each, the lowest workload first. */
function rankOf(user: string, wanted: string | null, teams: readonly TeamItem[]): number {
  const theirs = teams.filter(({ members }) => members.includes(user));
  if (theirs.length === 0) return 2;
  return theirs.some(({ id }) => id === wanted) ? 0 : 1;
}
