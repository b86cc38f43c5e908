import { parseStreamName, type TicketId } from '../../domain/kernel/ids';
import { later } from '../../domain/kernel/instant';
import type { TicketFacets } from '../../domain/ticket/ticket.facets';
import type { TicketEvent } from '../../domain/ticket/ticket.events';
import type { FactOf, FoldTable } from '../kernel/fold-table';
import type { SeenFact } from '../kernel/projection';

export type TicketType = TicketEvent['type'];
export type TicketFact<Type extends TicketType = TicketType> = FactOf<TicketEvent, Type>;
export type TicketTable<D> = FoldTable<TicketEvent, D>;

/** Null when the fact is not about a ticket. */
export function ticketOf(fact: SeenFact): TicketId | null {
  const stream = parseStreamName(fact.stream);
  return stream?.category === 'ticket' ? stream.id : null;
}

/** The keys of projections with one document per ticket. */
export function oneTicket(fact: SeenFact): readonly string[] {
  const ticket = ticketOf(fact);
  return ticket === null ? [] : [ticket];
}

/** The facets after a fact of a ticket. Call it only in folds that `oneTicket` limits to such facts. */
export function facetsAfter(fact: SeenFact): TicketFacets | null {
  return (fact.facets?.after ?? null) as TicketFacets | null;
}

export function facetsBefore(fact: SeenFact): TicketFacets | null {
  return (fact.facets?.before ?? null) as TicketFacets | null;
}

export function isOpening(fact: SeenFact): fact is TicketFact<'TicketOpened'> {
  return fact.type === 'TicketOpened' && ticketOf(fact) !== null;
}

const unmoved: ReadonlySet<string> = new Set(['ReplyRedacted', 'AttachmentRedacted', 'DossierExported']);

/**
 * The time of the last activity. Redactions do not count, because customers would learn from them that staff had written
 * something, and an export changes nothing.
 */
export function updatedAfter(before: string, fact: SeenFact): string {
  return unmoved.has(fact.type) ? before : later(before, fact.occurredAt);
}
