import { Inject, Injectable } from '@nestjs/common';
import type { TicketId } from '../../../domain/kernel/ids';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { can, rejectWithout } from '../../../domain/people/rights';
import { ticketCommands } from '../../../domain/ticket/ticket.commands';
import { outcomeOf, type Asker, type Outcome } from '../asker';
import { Commands } from '../commands';
import { FileDesk } from '../files/file-desk';
import type { TicketNumbers } from '../ports';
import { TICKET_NUMBERS } from '../tokens';
import type { TicketRequest } from './ticket-desk';

const form = ticketCommands.OpenTicket;

/** Checks the rules of OpenTicket before somebody fills in a form. @throws {DomainError} not-permitted */
export function demandToOpen(actor: Actor): void {
  const permission = isStaff(actor) ? 'ticket.open-on-behalf' : 'ticket.open';
  if (!can(actor, permission)) rejectWithout(permission);
}

@Injectable()
export class OpeningDesk {
  constructor(
    private readonly commands: Commands,
    private readonly files: FileDesk,
    @Inject(TICKET_NUMBERS) private readonly numbers: TicketNumbers,
  ) {}

  /** @throws {DomainError} the refusal */
  async open(asker: Asker, { body, uploads = [] }: Pick<TicketRequest, 'body' | 'uploads'>): Promise<Outcome> {
    return this.files.withFiles(asker, { form, body, uploads }, async (sent) => {
      const ticketNumber = await this.numbers.next(asker.actor.organisationKind);
      const asking = this.commands.asking(asker, sent);
      // The command id is the ticket id, so a repeated command reaches the same stream (rule 6).
      const ticket: TicketId = asking.commandId as string;
      const command = this.commands.made('OpenTicket', form, { values: sent.values, asking, ticketNumber });
      return outcomeOf(ticket, await this.commands.execute({ category: 'ticket', id: ticket }, command, asking));
    });
  }
}
