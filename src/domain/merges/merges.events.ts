import type { DomainEvent } from '../kernel/event';
import type { TicketId } from '../kernel/ids';

// Storage format, stream `merges-<owner organisation>`: the one place where a merge is decided (facts.md, rule 3).

interface Link {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
}

export type MergeAgreed = DomainEvent<'MergeAgreed', Link> & { readonly audience: 'everyone' };
export type UnlinkAgreed = DomainEvent<'UnlinkAgreed', Link> & { readonly audience: 'everyone' };
export type MergesEvent = MergeAgreed | UnlinkAgreed;
