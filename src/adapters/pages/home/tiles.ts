import type { Actor } from '../../../domain/people/actor';
import type { DashboardNotes } from '../../../projections/tickets/dashboard-notes';
import type { Tiles } from '../../../projections/tickets/dashboard';
import { unassignedList } from '../../../projections/tickets/list-tickets';
import { listHref } from '../lists/list-question';

/** Each counter with its note and a link to the list that it counts (S4.1). */
export function tilesOf({ highPriority, open, closed, unassigned }: Tiles, notes: DashboardNotes, actor: Actor) {
  const { urgentUnassigned, newToday, closedThisWeek, waitingSince } = notes;
  const about = (key: string, count: number) => ({ about: key, aboutCount: count, since: null });
  return [
    {
      ...{ key: 'highPriority', count: highPriority, href: '/tickets?scope=all&priority=critical,high' },
      ...about('urgentUnassigned', urgentUnassigned),
    },
    { ...{ key: 'open', count: open, href: '/tickets?scope=all' }, ...about('newToday', newToday) },
    { ...{ key: 'closed', count: closed, href: '/tickets?scope=all&state=closed' }, ...about('closedThisWeek', closedThisWeek) },
    {
      ...{ key: 'unassigned', count: unassigned, href: listHref(unassignedList(actor)) },
      ...{ about: waitingSince === null ? 'nobodyWaits' : 'waitingSince', aboutCount: 0, since: waitingSince },
    },
  ];
}
