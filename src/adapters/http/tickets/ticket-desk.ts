import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Instant } from '../../../domain/kernel/instant';
import type { TicketCommand } from '../../../domain/ticket/ticket.commands';
import type { CommandOutcome } from '../../cqrs/execute-command';
import type { Given, TicketAction } from '../actions/action';
import { openTicket } from '../actions/open-ticket';
import type { Call } from '../call';
import { Commands, demandRevision } from '../commands';
import type { OpenTicketDto } from '../dto/intake.dto';
import type { Timed } from '../dto/timed.dto';
import { etag } from '../etag';
import type { TicketNumbers } from '../ports';
import { refusalOf } from '../problems/problem';
import { TicketCommands } from './ticket-commands';
import { TicketReader, type TicketResource } from './ticket-reader';
import { TICKET_NUMBERS } from '../tokens';

interface Made {
  /** Id of the part that the command made, where it makes one: customers, who are shown no address, have no other way to know it. */
  readonly made?: string;
}

export type TicketOutcome = Pick<CommandOutcome, 'revision' | 'recorded' | 'repeated'> & Made & { readonly ticket: TicketId };

/** From a checked request to a recorded command, and from its outcome to the answer. */
@Injectable()
export class TicketDesk {
  constructor(
    private readonly commands: Commands,
    private readonly tickets: TicketCommands,
    private readonly reader: TicketReader,
    @Inject(TICKET_NUMBERS) private readonly numbers: TicketNumbers,
  ) {}

  async open(dto: OpenTicketDto, call: Call, reply: FastifyReply): Promise<TicketOutcome | TicketResource> {
    const asking = this.commands.asking(call, dto.occurredAt);
    const number = await this.numbers.next(call.actor.organisationKind);
    const command = openTicket(dto, number, { actor: call.actor, commandId: asking.commandId, newId: this.commands.newId });
    // The stream of a new ticket is named by the command that opens it, so a repeat meets its own first outcome (rule 6).
    const ticket: TicketId = asking.commandId as string;
    const outcome = await this.commands.execute({ category: 'ticket', id: ticket }, command, asking);
    void reply.header('location', `/v1/tickets/${ticket}`);
    return this.answer(ticket, outcome, call, reply);
  }

  async act(
    { ticket, action, dto }: { readonly ticket: TicketId; readonly action: TicketAction; readonly dto: Timed },
    call: Call,
    reply: FastifyReply,
  ): Promise<TicketOutcome | TicketResource> {
    if (action.needsRevision) demandRevision(call);
    const outcome = await this.record(ticket, (given) => action.toCommand(dto, given), call, dto.occurredAt);
    return this.answer(ticket, outcome, call, reply);
  }

  async record(
    ticket: TicketId,
    toCommand: (given: Given) => TicketCommand,
    call: Call,
    occurredAt?: Instant,
  ): Promise<CommandOutcome & Made> {
    const asking = this.commands.asking(call, occurredAt);
    const command = toCommand({ actor: call.actor, commandId: asking.commandId, newId: this.commands.newId });
    const outcome = await this.tickets.carryOut(ticket, command, asking);
    return command.type === 'AddWatcher' ? { ...outcome, made: command.watcher } : outcome;
  }

  async answer(
    ticket: TicketId,
    outcome: CommandOutcome & Made,
    call: Call,
    reply: FastifyReply,
  ): Promise<TicketOutcome | TicketResource> {
    const shown = call.wantsRepresentation ? await this.shown(ticket, call, reply) : null;
    // Behind what was just recorded, it would look as if nothing had been.
    if (shown !== null && shown.revision >= outcome.revision) {
      void reply.header('preference-applied', 'return=representation');
      return shown;
    }
    void reply.header('etag', etag(outcome.revision));
    const { revision, recorded, repeated, made } = outcome;
    return { ticket, revision, recorded, repeated, ...(made !== undefined && { made }) };
  }

  /**
   * Null for whoever has just handed the ticket to others and sees it no more, and where no store or read model shows it now: what was asked
   * for is recorded all the same.
   */
  private async shown(ticket: TicketId, call: Call, reply: FastifyReply): Promise<TicketResource | null> {
    try {
      return await this.reader.read(ticket, call.actor, reply);
    } catch (error) {
      if (refusalOf(error).code === 'internal') throw error;
      return null;
    }
  }
}
