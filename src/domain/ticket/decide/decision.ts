import type { DecisionContext } from '../../context';
import type { TicketCommand } from '../ticket.commands';
import type { TicketEvent } from '../ticket.events';
import type { OpenedState } from '../ticket.state';

/** What one command does to an opened ticket. ticket.guards.ts has already checked who may send it and when. */
export type Decision<Type extends TicketCommand['type']> = (
  command: Extract<TicketCommand, { readonly type: Type }>,
  state: OpenedState,
  context: DecisionContext,
) => readonly TicketEvent[];
