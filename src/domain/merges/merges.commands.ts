import type { OrganisationId, TicketId } from '../kernel/ids';
import type { Instant } from '../kernel/instant';
import type { ExpectedTicket } from './merges.events';
import type { TicketState } from '../ticket/ticket.state';

/** What the agreement must know of a ticket, read just before. */
export interface MergeSide {
  readonly ticket: TicketId;
  readonly number: string;
  /** The primary that it shows; without a number where the asker may not see that ticket. */
  readonly mergedInto: { readonly ticket: TicketId; readonly number: string | null } | null;
  /** Whose ticket it is (C31): only tickets of one organisation are merged (S4.47). */
  readonly ownerOrganisation: OrganisationId;
  readonly handler: OrganisationId;
  readonly phase: number;
  /** Its closing may not be before the step that led to its present phase. */
  readonly phaseSince: Instant;
  /** What If-Match is compared with. */
  readonly revision: number;
  /** Those that it shows, whatever has been agreed since. */
  readonly duplicates: readonly TicketId[];
}

export interface AgreeMerge {
  readonly type: 'AgreeMerge';
  readonly duplicate: MergeSide;
  readonly primary: MergeSide;
  readonly expected?: ExpectedTicket;
}
/** Custody of the primary suffices: the duplicate may have gone elsewhere (C20). */
export interface AgreeUnlink {
  readonly type: 'AgreeUnlink';
  readonly duplicate: TicketId;
  readonly primary: MergeSide;
  readonly expected?: ExpectedTicket;
}
/** Sent by the merge process alone, for an agreement of its own that reached no ticket. */
export interface TakeBack {
  readonly type: 'TakeBackMerge' | 'TakeBackUnlink';
  readonly duplicate: TicketId;
  readonly primary: TicketId;
}
export type MergesCommand = AgreeMerge | AgreeUnlink | TakeBack;

/** Null for a ticket that was never opened. */
export function mergeSideOf(
  { state, revision }: { readonly state: TicketState; readonly revision: number },
  { ticket, mergedInto }: Pick<MergeSide, 'ticket' | 'mergedInto'>,
): MergeSide | null {
  if (state.phase === 0) return null;
  const { number, ownerOrganisation, handler, phaseSince, duplicates } = state.ticket;
  const { phase } = state;
  return { ticket, number, mergedInto, ownerOrganisation, handler, phase, phaseSince, revision, duplicates };
}
