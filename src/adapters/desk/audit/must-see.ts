import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { canRead } from '../../../domain/ticket/ticket.facets';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { ticketList, type TicketListItem } from '../../../projections/tickets/ticket-list';
import { unknownTicket } from '../tickets/ticket-now';

/** Checks the read model, not the stream, because auditors must reach tickets with altered facts. @throws {DomainError} unknown */
export async function mustSeeTicket(models: Pick<ReadModels, 'get'>, actor: Actor, ticket: TicketId): Promise<void> {
  const item = await models.get<TicketListItem>(ticketList.name, ticket);
  if (item === null || !canRead(actor, item.scopes)) throw unknownTicket(ticket);
}
