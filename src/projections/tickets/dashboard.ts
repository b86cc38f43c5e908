import { scopesOf, type TicketFacets } from '../../domain/ticket/ticket.facets';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { statusOf } from './status';
import { facetsAfter, facetsBefore, ticketOf } from './ticket-fact';

/** The tiles of one scope (S4.1). */
export interface Tiles {
  readonly open: number;
  readonly closed: number;
  /** Open, with priority critical or high. */
  readonly highPriority: number;
  /** Open, without an assignee. */
  readonly unassigned: number;
  readonly total: number;
}

/** `_id` is the scope (ticket.facets.ts), so a reader's tiles are one document. */
export type Dashboard = Tiles & Document;

export const noTickets: Tiles = { open: 0, closed: 0, highPriority: 0, unassigned: 0, total: 0 };

/** Counters that each fact adjusts. They survive any crash, and nothing ever counts tickets. */
export const dashboard: Projection<Dashboard> = {
  name: 'dashboard',
  version: 1,
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

const names = ['open', 'closed', 'highPriority', 'unassigned', 'total'] as const;
type Counted = Pick<TicketFacets, 'phase' | 'priority' | 'assignee'>;

/** What one ticket adds to the tiles of each of its scopes. */
export function counted(ticket: Counted | null): Tiles {
  if (ticket === null) return noTickets;
  const open = statusOf(ticket.phase) === 'open' ? 1 : 0;
  const urgent = ticket.priority === 'critical' || ticket.priority === 'high';
  return { open, closed: 1 - open, highPriority: urgent ? open : 0, unassigned: ticket.assignee === null ? open : 0, total: 1 };
}

function countedIn(ticket: TicketFacets | null, scope: string): Tiles {
  return counted(scopesOrNone(ticket).includes(scope) ? ticket : null);
}

function combined(a: Tiles, b: Tiles, sign: 1 | -1): Tiles {
  return {
    open: a.open + sign * b.open,
    closed: a.closed + sign * b.closed,
    highPriority: a.highPriority + sign * b.highPriority,
    unassigned: a.unassigned + sign * b.unassigned,
    total: a.total + sign * b.total,
  };
}

function equal(a: Tiles, b: Tiles): boolean {
  return names.every((name) => a[name] === b[name]);
}

function scopesOrNone(facets: TicketFacets | null): readonly string[] {
  return facets === null ? [] : scopesOf(facets);
}

/** Counts only tickets, because other streams may have facets, too. */
const before = (fact: SeenFact) => (ticketOf(fact) === null ? null : facetsBefore(fact));
const after = (fact: SeenFact) => (ticketOf(fact) === null ? null : facetsAfter(fact));
