import type { TicketId } from '../../../domain/kernel/ids';
import type { AllowedCommand } from '../../../domain/ticket/ticket.allowed';

/** A command that is possible now, with the path to POST its fields to. */
export interface AllowedLink extends AllowedCommand {
  readonly href: string;
}

/** Paths that are not simply the command's name. */
const named: { readonly [command: string]: string } = { AttachFiles: 'files', ReviseDetails: 'revise' };

export function allowedLinks(ticket: TicketId, allowed: readonly AllowedCommand[]): readonly AllowedLink[] {
  return allowed.map((one) => ({ ...one, href: `/v1/tickets/${ticket}/${pathOf(one.command)}` }));
}

/** `AssignTicket` → `assign`, `RecordWork` → `record-work`. */
function pathOf(command: string): string {
  return (
    named[command] ??
    command
      .replace(/Ticket$/, '')
      .replace(/\B[A-Z]/g, (letter) => `-${letter}`)
      .toLowerCase()
  );
}
