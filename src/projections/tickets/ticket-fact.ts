import { parseStreamName, type TicketId } from '../../domain/kernel/ids';
import { later } from '../../domain/kernel/instant';
import type { TicketFacets } from '../../domain/ticket/ticket.facets';
import type { TicketEvent } from '../../domain/ticket/ticket.events';
import type { FactOf, FoldTable } from '../kernel/fold-table';
import type { SeenFact } from '../kernel/projection';

export type TicketType = TicketEvent['type'];
export type TicketFact<Type extends TicketType = TicketType> = FactOf<TicketEvent, Type>;
export type TicketTable<D> = FoldTable<TicketEvent, D>;

/** Null for a fact of anything but a ticket. */
export function ticketOf(fact: SeenFact): TicketId | null {
  const stream = parseStreamName(fact.stream);
  return stream?.category === 'ticket' ? stream.id : null;
}

/** The keys of every projection that holds one document a ticket. */
export function oneTicket(fact: SeenFact): readonly string[] {
  const ticket = ticketOf(fact);
  return ticket === null ? [] : [ticket];
}

/** What a fact of a ticket leaves it at. For folds and changes that `oneTicket` lets through only such facts. */
export function facetsAfter(fact: SeenFact): TicketFacets | null {
  return (fact.facets?.after ?? null) as TicketFacets | null;
}

export function facetsBefore(fact: SeenFact): TicketFacets | null {
  return (fact.facets?.before ?? null) as TicketFacets | null;
}

export function isOpening(fact: SeenFact): fact is TicketFact<'TicketOpened'> {
  return fact.type === 'TicketOpened' && ticketOf(fact) !== null;
}

/**
 * When something last happened on the ticket. Destroying a text or a file is nothing that did: it would tell customers that staff had
 * written something, which they were never to know.
 */
export function updatedAfter(before: string, fact: SeenFact): string {
  return fact.type === 'ReplyRedacted' || fact.type === 'AttachmentRedacted' ? before : later(before, fact.occurredAt);
}
