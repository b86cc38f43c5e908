import { day, plus, type Instant } from '../../domain/kernel/instant';
import type { Actor } from '../../domain/people/actor';
import type { Condition } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import { requireReadScope } from '../kernel/asking';
import { countTickets, ticketConditions, tileLists, unassignedList, type ListOf } from './list-tickets';
import type { TicketListItem } from './ticket-list';

/** Notes below the counters of the dashboard. */
export interface DashboardNotes {
  /** Critical or high tickets without a technician. */
  readonly urgentUnassigned: number;
  /** Open tickets that were opened within a day. */
  readonly newToday: number;
  /** Tickets closed within seven days. */
  readonly closedThisWeek: number;
  /** When the oldest ticket without a technician was opened, or null. */
  readonly waitingSince: Instant | null;
}

/** Each note reads a count or one line of an index. @throws {DomainError} not-permitted */
export async function dashboardNotes(
  models: ReadModels,
  actor: Actor,
  { now }: { readonly now: Instant },
): Promise<DashboardNotes> {
  const scope: Condition = { field: 'scopes', has: requireReadScope(actor) };
  const { open, closed, highPriority } = tileLists;
  const unassigned = unassignedList(actor);
  const urgent = { ...unassigned, filters: { ...unassigned.filters, ...highPriority.filters } };
  const count = (list: ListOf, also: Condition): Promise<number> =>
    models.count('ticket-list', [scope, ...ticketConditions(list), also]);
  const oldest = { where: [scope, ...ticketConditions(unassigned)], sort: [{ field: 'openedAt' }], limit: 1 };
  const [urgentUnassigned, newToday, closedThisWeek, waiting] = await Promise.all([
    countTickets(models, actor, urgent),
    count(open, { field: 'openedAt', gte: plus(now, -day) }),
    count(closed, { field: 'closedAt', gte: plus(now, -7 * day) }),
    models.find<TicketListItem>('ticket-list', oldest),
  ]);
  return { urgentUnassigned, newToday, closedThisWeek, waitingSince: waiting.items[0]?.openedAt ?? null };
}
