import { parseStreamName, type TicketId } from '../../domain/kernel/ids';
import type { TicketEvent } from '../../domain/ticket/ticket.events';
import type { FactOf, FoldTable } from '../fold-table';
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

export function isOpening(fact: SeenFact): fact is TicketFact<'TicketOpened'> {
  return fact.type === 'TicketOpened' && ticketOf(fact) !== null;
}
