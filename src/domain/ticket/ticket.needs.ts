import type { RegistryRef } from '../people/registry-view';
import type { TicketCommand } from './ticket.commands';
import type { Requester } from './ticket.events';
import type { TicketState } from './ticket.state';

/** What the rules will ask the registry for. Those of the asker's own organisation are always there. */
export function needs(command: TicketCommand, state: TicketState): readonly RegistryRef[] {
  return [...(state.phase === 0 ? [] : [{ organisation: state.ticket.handler }]), ...named(command)];
}

const user = (id: string | undefined): readonly RegistryRef[] => (id === undefined ? [] : [{ user: id }]);
const requesterRef = (requester: Requester | undefined): readonly RegistryRef[] =>
  requester === undefined ? [] : ['user' in requester ? { user: requester.user } : { contact: requester.contact }];

/** Whom the command itself names. */
function named(command: TicketCommand): readonly RegistryRef[] {
  switch (command.type) {
    case 'OpenTicket':
      return [...requesterRef(command.requester), ...user(command.technician)];
    case 'ReviseDetails':
      return requesterRef(command.requester);
    case 'AssignTicket':
      return user(command.technician);
    case 'ChangeOwner':
      return [...user(command.owner.user), { organisation: command.owner.organisation }];
    case 'ForwardTicket':
      return [{ organisation: command.to }];
    default:
      return [];
  }
}
