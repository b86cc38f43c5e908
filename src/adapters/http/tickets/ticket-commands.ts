import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Value } from '../../../domain/kernel/value';
import type { Actor } from '../../../domain/people/actor';
import type { TicketCommand } from '../../../domain/ticket/ticket.commands';
import type { CommandOutcome } from '../../cqrs/execute-command';
import { allowedLinks } from './allowed-links';
import { Commands } from '../commands';
import type { Asking, TicketOptions } from '../ports';
import { TICKET_OPTIONS } from '../tokens';

@Injectable()
export class TicketCommands {
  constructor(
    private readonly commands: Commands,
    @Inject(TICKET_OPTIONS) private readonly options: TicketOptions,
  ) {}

  carryOut(ticket: TicketId, command: TicketCommand, asking: Asking): Promise<CommandOutcome> {
    return this.explained(ticket, asking.actor, () => this.commands.execute({ category: 'ticket', id: ticket }, command, asking));
  }

  /**
   * A refusal says what is possible instead, and says nothing at all to those who may not even know of the ticket.
   * @throws {DomainError}
   */
  async explained<R>(ticket: TicketId, actor: Actor, attempt: () => Promise<R>): Promise<R> {
    try {
      return await attempt();
    } catch (refusal) {
      if (!(refusal instanceof DomainError) || silent.has(refusal.code)) throw refusal;
      const now = await this.options.now(ticket, actor);
      if (now === null) throw unknownTicket(ticket);
      const facts = {
        ...refusal.facts,
        currentRevision: now.revision,
        allowed: allowedLinks(ticket, now.allowed) as unknown as Value,
      };
      throw new DomainError(refusal.code, refusal.message, facts);
    }
  }
}

/** The store does not answer, so it would not say what is possible either. */
const silent = new Set(['unavailable', 'upgrade-in-progress']);

export function unknownTicket(ticket: TicketId): DomainError {
  return new DomainError('unknown', `There is no ticket ${ticket}, or none that you may see.`);
}
