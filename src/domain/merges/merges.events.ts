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
 * `expected`: the ticket that If-Match spoke of, and its revision then. Its mark is recorded there, or the agreement is taken back.
 * `takesBack`: an unlinking that no ticket has heard of, so that none hears of this either.
 */
export type MergeAgreed = Everyone<'MergeAgreed', Agreement>;
/** `expected` as for a merge. `takesBack`: a merge that no ticket has heard of, so that none hears of this either. */
export type UnlinkAgreed = Everyone<'UnlinkAgreed', Agreement>;
export type MergesEvent = MergeAgreed | UnlinkAgreed;
