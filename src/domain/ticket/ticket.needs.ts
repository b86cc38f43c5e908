import type { Need } from '../context';
import type { TicketCommand } from './ticket.commands';
import type { Requester } from './ticket.events';
import type { TicketState } from './ticket.state';

/** What the rules read, besides the asker's own organisation. */
export function needs(command: TicketCommand, state: TicketState): readonly Need[] {
  return [...(state.phase === 0 ? [] : [['organisation', state.ticket.handler] as const]), ...named(command)];
}

const user = (id: string | undefined): readonly Need[] => (id === undefined ? [] : [['user', id]]);
const asking = (requester: Requester | undefined): readonly Need[] =>
  requester === undefined ? [] : ['user' in requester ? ['user', requester.user] : ['contact', requester.contact]];

/** The people and organisations that the command names. */
function named(command: TicketCommand): readonly Need[] {
  switch (command.type) {
    case 'OpenTicket':
      return [...asking(command.requester), ...user(command.technician)];
    case 'ReviseDetails':
      return asking(command.requester);
    case 'AssignTicket':
      return user(command.technician);
    case 'ChangeOwner':
      return [...user(command.owner.user), ['organisation', command.owner.organisation]];
    case 'ForwardTicket':
      return [['organisation', command.to]];
    default:
      return [];
  }
}
