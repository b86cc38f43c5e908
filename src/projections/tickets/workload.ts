import type { TicketFacets } from '../../domain/ticket/ticket.facets';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { statusOf } from './status';
import { facetsAfter, facetsBefore, ticketOf } from './ticket-fact';

/** A technician's workload (S1.15). `_id` is the user. */
export interface Workload extends Document {
  /** Open tickets assigned to the user. */
  readonly open: number;
  /** Number of these that wait for the customer or a third party. */
  readonly waiting: number;
  /** Number of tickets in progress. */
  readonly atWork: number;
  /** Ids of tickets in progress, last begun first. */
  readonly working: readonly string[];
}

/** Limits the document's size. `atWork` counts all. */
const mostWorking = 20;

export const noWorkload = { open: 0, waiting: 0, atWork: 0, working: [] } as const;

/** Counters adjusted by each fact, like the dashboard's, so that no page counts tickets. */
export const workload: Projection<Workload> = {
  name: 'workload',
  version: 2,
  audience: 'everyone',
  indexes: [],
  handles: 'moves',
  opens: [],
  keys(fact) {
    const [then, now] = [before(fact), after(fact)];
    if (isSame(then, now)) return [];
    return [...new Set([then?.assignee, now?.assignee])].filter((user) => user !== null && user !== undefined);
  },
  fold(document, fact, user) {
    const { open, waiting, atWork, working } = document ?? noWorkload;
    const [then, now] = [shareOf(before(fact), user), shareOf(after(fact), user)];
    return {
      _id: user,
      open: open + now.open - then.open,
      waiting: waiting + now.waiting - then.waiting,
      atWork: atWork + Number(now.works) - Number(then.works),
      working: then.works === now.works ? working : worked(working, ticketOf(fact) ?? '', now.works),
    };
  },
};

function worked(working: readonly string[], ticket: string, isBegun: boolean): readonly string[] {
  const others = working.filter((one) => one !== ticket);
  return isBegun ? [ticket, ...others].slice(0, mostWorking) : others;
}

/** The contribution of one ticket to a user's workload. */
function shareOf(ticket: TicketFacets | null, user: string) {
  if (ticket === null || ticket.assignee !== user || statusOf(ticket.phase) === 'closed') return noShare;
  const waits = ticket.subStatus === 'awaiting-customer' || ticket.subStatus === 'waiting-third-party';
  return { open: 1, waiting: waits ? 1 : 0, works: ticket.phase === 5 && !waits };
}

const noShare = { open: 0, waiting: 0, works: false };

function isSame(then: TicketFacets | null, now: TicketFacets | null): boolean {
  return (['assignee', 'phase', 'subStatus'] as const).every((part) => then?.[part] === now?.[part]);
}

/** Only tickets count, because other streams may have facets too. */
const before = (fact: SeenFact) => (ticketOf(fact) === null ? null : facetsBefore(fact));
const after = (fact: SeenFact) => (ticketOf(fact) === null ? null : facetsAfter(fact));
