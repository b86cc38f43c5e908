import type { Everyone } from '../kernel/event';
import type { TicketId } from '../kernel/ids';

// Stream `merges-<owner organisation>`; storage format. The one place where a merge is decided (rule 3).

export interface ExpectedTicket {
  readonly ticket: TicketId;
  readonly revision: number;
}

interface Agreement {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
  readonly expected?: ExpectedTicket;
  readonly takesBack?: true;
}

/**
 * `expected`: the ticket and revision that If-Match named. Its mark is recorded at that revision, or the agreement is taken back.
 * `takesBack`: reverses an unlinking that no ticket has recorded, so no ticket records this either.
 */
export type MergeAgreed = Everyone<'MergeAgreed', Agreement>;
/** `expected` as for a merge. `takesBack`: reverses a merge that no ticket has recorded, so no ticket records this either. */
export type UnlinkAgreed = Everyone<'UnlinkAgreed', Agreement>;
export type MergesEvent = MergeAgreed | UnlinkAgreed;
