import type { Aggregate } from '../context';
import type { TicketCommand } from './ticket.commands';
import { decide } from './ticket.decide';
import type { TicketEvent } from './ticket.events';
import { evolve, eventTypes } from './ticket.evolve';
import { needs } from './ticket.needs';
import { notOpened, type TicketState } from './ticket.state';
import { facetsOf } from './ticket.status';

/** Stream `ticket-<uuid>`; the id is the command id of its OpenTicket. */
export const ticketAggregate: Aggregate<TicketCommand, TicketState, TicketEvent> = {
  category: 'ticket',
  initial: notOpened,
  eventTypes,
  evolve,
  decide,
  needs,
  latest: (state) => (state.phase === 0 ? null : state.ticket.phaseSince),
  facets: facetsOf,
};

export { allowedCommands, type AllowedCommand, type Field } from './ticket.allowed';
export { facetsOf, subStatusOf, subStatuses, type SubStatus } from './ticket.status';
export type { TicketState } from './ticket.state';
