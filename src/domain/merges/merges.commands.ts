import type { OrganisationId, TicketId } from '../kernel/ids';
import type { Instant } from '../kernel/instant';
import type { ExpectedTicket } from './merges.events';
import type { TicketState } from '../ticket/ticket.state';

/** What an agreement needs to know about a ticket, read just before. */
export interface MergeSide {
  readonly ticket: TicketId;
  readonly number: string;
  /** The primary that the ticket shows. The number is null when the asker may not see that primary. */
  readonly mergedInto: { readonly ticket: TicketId; readonly number: string | null } | null;
  /** Only tickets of one owner organisation are merged (C31, S4.47). */
  readonly ownerOrganisation: OrganisationId;
  readonly handler: OrganisationId;
  readonly phase: number;
  /** The ticket cannot be closed before the step that led to its present phase. */
  readonly phaseSince: Instant;
  /** Compared with If-Match. */
  readonly revision: number;
  /** The duplicates that the ticket shows, whatever was agreed since. */
  readonly duplicates: readonly TicketId[];
}

export interface AgreeMerge {
  readonly type: 'AgreeMerge';
  readonly duplicate: MergeSide;
  readonly primary: MergeSide;
  readonly expected?: ExpectedTicket;
}
/** Custody of the primary suffices, because the duplicate may have been forwarded (C20). */
export interface AgreeUnlink {
  readonly type: 'AgreeUnlink';
  readonly duplicate: TicketId;
  readonly primary: MergeSide;
  readonly expected?: ExpectedTicket;
}
/** Sent by the merge process only, for an agreement of its own that no ticket has recorded. */
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
