import type { DomainEvent } from '../kernel/event';
import type { TicketId } from '../kernel/ids';

// Stream `merges-<owner organisation>`; storage format. The one place where a merge is decided (rule 3).

interface Link {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
}

export interface ExpectedTicket {
  readonly ticket: TicketId;
  readonly revision: number;
}

/** `expected`: the ticket that If-Match spoke of, and its revision then. Its mark is recorded there, or the agreement is taken back. */
export type MergeAgreed = DomainEvent<'MergeAgreed', Link & { readonly expected?: ExpectedTicket }> & {
  readonly audience: 'everyone';
};
/** Also how an agreement is taken back. */
export type UnlinkAgreed = DomainEvent<'UnlinkAgreed', Link> & { readonly audience: 'everyone' };
export type MergesEvent = MergeAgreed | UnlinkAgreed;
