import type { Audience } from '../../../domain/kernel/event';
import type { TicketId } from '../../../domain/kernel/ids';
import type { TicketFacets } from '../../../domain/ticket/ticket.facets';

/** A ticket's fact that the read models already show, without its content. */
export interface ShownFact {
  readonly ticket: TicketId;
  readonly type: string;
  readonly revision: number;
  readonly audience: Audience;
  /** Decides who may see the ticket, before and after the fact. */
  readonly facets: { readonly before: TicketFacets | null; readonly after: TicketFacets | null };
}

/** Publishes facts once the read models show them. */
export interface ShownFacts {
  /** Resolves once no later fact can be missed. Returns a function that stops listening. */
  listen(listener: (facts: readonly ShownFact[]) => void): Promise<() => void>;
}
