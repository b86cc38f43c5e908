import type { RegistryOutcome } from '../registry/registry-desk';
import type { TicketOutcome } from '../tickets/ticket-desk';
import { about, count, either, id, listOf, object, optional, text, yesNo } from './schema';
import { ticket } from './ticket';

const outcome = {
  revision: about('Revision after it; also in ETag.', count),
  recorded: about('Types of the facts recorded, in order; empty when everything held already.', listOf(text)),
  repeated: about('This very request had been carried out before; this is its outcome.', yesNo),
};

const made = optional(about('The part that was made, such as a team or a watcher.', id));

/** What a command answers, or the ticket itself where that is preferred (`Prefer: return=representation`). */
export const ticketOutcome = either(object<TicketOutcome>('TicketOutcome', { ticket: id, ...outcome, made }), ticket);

export const registryOutcome = object<RegistryOutcome>('RegistryOutcome', {
  id: about('What the command was about; a new thing is named here.', id),
  ...outcome,
  made,
});
