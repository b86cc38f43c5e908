import type { Audience } from '../../../domain/kernel/event';
import type { TicketId } from '../../../domain/kernel/ids';
import type { TicketFacets } from '../../../domain/ticket/ticket.facets';

/** A fact of a ticket that the read models show by now, without its content. */
export interface ShownFact {
  readonly ticket: TicketId;
  readonly type: string;
  readonly revision: number;
  readonly audience: Audience;
  /** Who may see the ticket, before and after it. */
  readonly facets: { readonly before: TicketFacets | null; readonly after: TicketFacets | null };
}

/** Tells what changed once it can be read. */
export interface ShownFacts {
  /** Resolves when no later fact is missed. Answers what ends it. */
  listen(listener: (facts: readonly ShownFact[]) => void): Promise<() => void>;
}
