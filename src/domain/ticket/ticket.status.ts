import type { TicketFacets } from './ticket.facets';
import { assigneeOf, participantsOf, waitingOf, type OpenedState, type TicketState } from './ticket.state';

export const subStatuses = [
  'unassigned',
  'assigned',
  'in-progress',
  'awaiting-customer',
  'waiting-third-party',
  'resolved',
  'rejected',
  'duplicate',
] as const;
/** Derived, never stored (S4.14, S4.30, C1, C2). */
export type SubStatus = (typeof subStatuses)[number];

const byPhase = {
  1: 'unassigned',
  2: 'unassigned',
  3: 'unassigned',
  4: 'assigned',
  5: 'in-progress',
  6: 'in-progress',
} as const satisfies { [phase: number]: SubStatus };

const byResolution = { resolved: 'resolved', rejected: 'rejected', withdrawn: 'rejected', duplicate: 'duplicate' } as const;
const byWaiting = { customer: 'awaiting-customer', thirdParty: 'waiting-third-party' } as const;

export function subStatusOf(state: OpenedState): SubStatus {
  if (state.phase === 7) return state.ticket.primary === null ? byResolution[state.resolution] : 'duplicate';
  const waiting = waitingOf(state);
  return waiting === null ? byPhase[state.phase] : byWaiting[waiting.for];
}

/** Null before the ticket is opened. */
export function facetsOf(state: TicketState): TicketFacets | null {
  if (state.phase === 0) return null;
  const { kind, engagement, ownerOrganisation, handler, earlierHandlers, team, priority, details } = state.ticket;
  return {
    kind,
    engagement,
    ownerOrganisation,
    handler,
    earlierHandlers,
    participants: participantsOf(state),
    team,
    assignee: assigneeOf(state),
    phase: state.phase,
    subStatus: subStatusOf(state),
    priority,
    category: details.category ?? null,
  };
}
