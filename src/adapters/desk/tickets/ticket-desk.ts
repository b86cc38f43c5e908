import { Injectable } from '@nestjs/common';
import type { TicketId } from '../../../domain/kernel/ids';
import { mergeCommands, ticketCommands, type MergeCommand, type TicketCommand } from '../../../domain/ticket/ticket.commands';
import { rules } from '../../../domain/ticket/ticket.phases';
import { outcomeOf, type Asker, type Outcome } from '../asker';
import { Commands, demandRevision } from '../commands';
import { FileDesk } from '../files/file-desk';
import type { Upload } from '../files/uploads';
import { partOf } from '../input/command-from';
import { verbTable } from '../resources';
import { LinkingDesk } from './linking-desk';
import { TicketNowReader } from './ticket-now';

type AskedType = TicketCommand['type'] | MergeCommand['type'];

const isFromPeople = (type: TicketCommand['type']): boolean =>
  rules[type].ways.some(({ as }) => as !== 'process' && as !== 'importer');

/** Commands of people on tickets, by public name. Commands of processes and importers are excluded. */
export const ticketVerbs = verbTable<AskedType>('ticket', {
  ...Object.fromEntries(Object.entries(ticketCommands).filter(([type]) => isFromPeople(type as TicketCommand['type']))),
  ...mergeCommands,
});

export interface TicketRequest {
  readonly ticket: TicketId;
  readonly type: AskedType;
  /** The fields as sent. */
  readonly body: unknown;
  /** Files in the same request. */
  readonly uploads?: readonly Upload[];
}

/** Executes commands on existing tickets. */
@Injectable()
export class TicketDesk {
  constructor(
    private readonly commands: Commands,
    private readonly tickets: TicketNowReader,
    private readonly files: FileDesk,
    private readonly linking: LinkingDesk,
  ) {}

  /** @throws {DomainError} the refusal, with what is possible instead */
  async act(asker: Asker, { ticket, type, body, uploads = [] }: TicketRequest): Promise<Outcome> {
    const form = ticketVerbs.forms[type];
    demandRevision(form, asker);
    if (type in mergeCommands) return this.linking.act(asker, { ticket, type: type as MergeCommand['type'], body });
    // Check visibility before uploads are looked up: their errors would reveal that the ticket exists.
    if (namesUploads(body)) await this.tickets.now(ticket, asker.actor);
    return this.files.withFiles(asker, { form, body, uploads }, async (sent) => {
      const asking = this.commands.asking(asker, sent);
      const command = this.commands.made(type, form, { values: sent.values, asking, ticket });
      const record = () => this.commands.execute({ category: 'ticket', id: ticket }, command, asking);
      return outcomeOf(ticket, await this.tickets.explained(ticket, asker.actor, record), partOf(form, command));
    });
  }
}

function namesUploads(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'files' in body;
}
