import { isStaff, type Actor } from '../../domain/people/actor';
import { can, rejectWithout } from '../../domain/people/rights';
import { canRead } from '../../domain/ticket/ticket.facets';
import { pageOf, requireReadScope, type Paging } from '../kernel/asking';
import type { ReadModels } from '../kernel/read-models';
import { shown, type Shown } from '../kernel/shown';
import { listWorkers } from '../people/holders';
import type { OrganisationItem, TeamItem } from '../people/organisations';
import type { UserItem } from '../people/users';
import { listTickets, ticketConditions, unassignedList, type TicketListPage, type TicketListParams } from './list-tickets';
import { areaOf, type TicketListItem } from './ticket-list';
import { noWorkload, type Workload } from './workload';

export interface DispatchParams extends Paging {
  /** Null for tickets without a team. */
  readonly team?: string | null | undefined;
  readonly kind?: string | undefined;
  readonly priority?: string | undefined;
  readonly area?: string | undefined;
}

export interface DispatchQueue extends TicketListPage {
  /** Number on all pages. */
  readonly count: number;
  readonly teams: readonly TeamItem[];
}

/** Unassigned tickets of the asker's own organisation, most urgent first (S1.14). @throws {DomainError} not-permitted, invalid */
export async function dispatchQueue(models: ReadModels, actor: Actor, params: DispatchParams): Promise<DispatchQueue> {
  demandToAssign(actor);
  const asked = queueParams(actor, params);
  const [page, count, home] = await Promise.all([
    listTickets(models, actor, { ...asked, ...pageOf(params) }),
    models.count('ticket-list', [{ field: 'scopes', has: requireReadScope(actor) }, ...ticketConditions(asked)]),
    models.get<OrganisationItem>('organisations', actor.organisation),
  ]);
  return { ...page, count, teams: home?.teams ?? [] };
}

function queueParams(actor: Actor, { team, kind, priority, area }: DispatchParams): TicketListParams {
  const only = (value: string | null | undefined) => (value === undefined ? undefined : [value]);
  return {
    ...{ tab: 'all', state: 'open', sort: 'priority', area },
    filters: { ...unassignedList(actor).filters, team: only(team), kind: only(kind), priority: only(priority) },
  };
}

/** Customers cannot handle tickets, whatever their roles say. @throws {DomainError} not-permitted */
function demandToAssign(actor: Actor): void {
  if (!isStaff(actor) || !can(actor, 'ticket.assign')) rejectWithout('ticket.assign');
}

export interface Technician {
  readonly id: string;
  readonly name: string | null;
  readonly teams: readonly string[];
  readonly open: number;
  readonly waiting: number;
  /** Number of tickets in progress. */
  readonly atWork: number;
  /** The tickets in progress that the asker may see, last begun first. */
  readonly working: readonly Shown<TicketListItem>[];
  /** The areas of these tickets. */
  readonly areas: readonly string[];
}

export interface TechnicianPage {
  readonly items: readonly Technician[];
  readonly next: string | null;
}

/** Users of the asker's own organisation who may work on tickets, with their workload. @throws {DomainError} not-permitted, invalid */
export async function listTechnicians(models: ReadModels, actor: Actor, paging: Paging): Promise<TechnicianPage> {
  demandToAssign(actor);
  const { items: people, next } = await listWorkers(models, actor, { organisation: actor.organisation, ...paging });
  const [loads, home] = await Promise.all([
    models.getMany<Workload>(
      'workload',
      people.map(({ id }) => id),
    ),
    models.get<OrganisationItem>('organisations', actor.organisation),
  ]);
  const inWork = await readable(
    models,
    actor,
    [...loads.values()].flatMap(({ working }) => working.slice(0, mostShown)),
  );
  const teams = home?.teams ?? [];
  return { items: people.map((user) => technicianOf(user, { load: loads.get(user.id) ?? noWorkload, inWork, teams })), next };
}

/** Maximum number of tickets in progress to read per user. */
const mostShown = 3;

async function readable(models: ReadModels, actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, TicketListItem>> {
  const found = await models.getMany<TicketListItem>('ticket-list', ids);
  return new Map([...found].filter(([, { scopes }]) => canRead(actor, scopes)));
}

interface AtHand {
  readonly load: Pick<Workload, 'open' | 'waiting' | 'atWork' | 'working'>;
  readonly inWork: ReadonlyMap<string, TicketListItem>;
  readonly teams: readonly TeamItem[];
}

function technicianOf({ id, name }: Shown<UserItem>, { load, inWork, teams }: AtHand): Technician {
  const { open, waiting, atWork } = load;
  const working = load.working.flatMap((ticket) => inWork.get(ticket) ?? []);
  const areas = working.map(areaOf).filter((area) => area !== null);
  return {
    ...{ id, name, open, waiting, atWork },
    teams: teams.filter(({ members }) => members.includes(id)).map((team) => team.id),
    working: working.map((ticket) => shown(ticket)),
    areas: [...new Set(areas)],
  };
}
