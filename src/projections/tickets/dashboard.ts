import { scopesOf, type TicketFacets } from '../../domain/ticket/ticket.facets';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { statusOf } from './status';
import { facetsAfter, facetsBefore, ticketOf } from './ticket-fact';

/** Counters of one scope (S4.1). */
export interface Counters {
  readonly open: number;
  readonly closed: number;
  /** Open tickets with priority critical or high. */
  readonly highPriority: number;
  readonly total: number;
}

/** The counters of one reader. */
export interface Tiles extends Counters {
  /** Tickets without a technician. Depends on the reader's organisation, so it is counted on request (`unassignedList`). */
  readonly unassigned: number;
}

/** `_id` is the scope (ticket.facets.ts), so a reader's counters are one document. */
export type Dashboard = Counters & Document;

export const noTickets: Counters = { open: 0, closed: 0, highPriority: 0, total: 0 };

/** Counters that each fact adjusts. They survive any crash. */
export const dashboard: Projection<Dashboard> = {
  name: 'dashboard',
  version: 2,
  audience: 'everyone',
  indexes: [],
  handles: 'moves',
  opens: [],
  keys(fact) {
    const then = scopesOrNone(before(fact));
    const now = scopesOrNone(after(fact));
    const moved = !equal(counted(before(fact)), counted(after(fact)));
    if (!moved && then.length === now.length && then.every((scope, i) => scope === now[i])) return [];
    return [...new Set([...then, ...now])].filter((scope) => moved || then.includes(scope) !== now.includes(scope));
  },
  fold(tiles, fact, scope) {
    const then = countedIn(before(fact), scope);
    const now = countedIn(after(fact), scope);
    return { ...combined(tiles ?? noTickets, combined(now, then, -1), 1), _id: scope };
  },
};

const names = ['open', 'closed', 'highPriority', 'total'] as const;
type Counted = Pick<TicketFacets, 'phase' | 'priority'>;

/** What one ticket adds to the tiles of each of its scopes. */
export function counted(ticket: Counted | null): Counters {
  if (ticket === null) return noTickets;
  const open = statusOf(ticket.phase) === 'open' ? 1 : 0;
  const urgent = ticket.priority === 'critical' || ticket.priority === 'high';
  return { open, closed: 1 - open, highPriority: urgent ? open : 0, total: 1 };
}

function countedIn(ticket: TicketFacets | null, scope: string): Counters {
  return counted(scopesOrNone(ticket).includes(scope) ? ticket : null);
}

function combined(a: Counters, b: Counters, sign: 1 | -1): Counters {
  return {
    open: a.open + sign * b.open,
    closed: a.closed + sign * b.closed,
    highPriority: a.highPriority + sign * b.highPriority,
    total: a.total + sign * b.total,
  };
}

function equal(a: Counters, b: Counters): boolean {
  return names.every((name) => a[name] === b[name]);
}

function scopesOrNone(facets: TicketFacets | null): readonly string[] {
  return facets === null ? [] : scopesOf(facets);
}

/** Counts only tickets, because other streams may have facets, too. */
const before = (fact: SeenFact) => (ticketOf(fact) === null ? null : facetsBefore(fact));
const after = (fact: SeenFact) => (ticketOf(fact) === null ? null : facetsAfter(fact));
