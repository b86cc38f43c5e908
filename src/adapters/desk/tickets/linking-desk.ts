import { Inject, Injectable } from '@nestjs/common';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Value } from '../../../domain/kernel/value';
import { mergeCommands, type MergeCommand } from '../../../domain/ticket/ticket.commands';
import { outcomeOf, type Asker, type Asking, type Outcome } from '../asker';
import { Commands } from '../commands';
import { checkedInput } from '../input/checked-input';
import type { MergeProcess } from '../ports';
import { MERGE_PROCESS } from '../tokens';
import { addDuplicates } from './add-duplicates';
import { TicketNowReader } from './ticket-now';

interface LinkRequest {
  readonly ticket: TicketId;
  readonly type: MergeCommand['type'];
  readonly body: unknown;
}

/** Merges and unlinks tickets. Both touch two tickets, so `MergeProcess` decides (rule 3). */
@Injectable()
export class LinkingDesk {
  constructor(
    private readonly commands: Commands,
    private readonly tickets: TicketNowReader,
    @Inject(MERGE_PROCESS) private readonly merges: MergeProcess,
  ) {}

  /** @throws {DomainError} the refusal, with what is possible instead */
  async act(asker: Asker, { ticket, type, body }: LinkRequest): Promise<Outcome> {
    const { values, ...time } = checkedInput(mergeCommands[type], body);
    const asking = this.commands.asking(asker, { body: (body ?? {}) as Value, ...time });
    const command = this.commands.made<MergeCommand>(type, mergeCommands[type], { values, asking });
    return outcomeOf(ticket, await this.tickets.explained(ticket, asker.actor, () => this.inOnePlace(ticket, command, asking)));
  }

  private inOnePlace(ticket: TicketId, command: MergeCommand, asking: Asking) {
    return this.commands.onePath({ category: 'ticket', id: ticket }, asking, () => this.linked(ticket, command, asking));
  }

  private async linked(ticket: TicketId, command: MergeCommand, asking: Asking) {
    switch (command.type) {
      case 'MergeInto': {
        const { primary, reason } = command;
        const pair = { primary, duplicate: ticket, addressed: ticket, ...(reason !== undefined && { reason }) };
        return (await this.merges.merge(pair, asking)).duplicate;
      }
      case 'AddDuplicates':
        return addDuplicates(this.merges, { primary: ticket, duplicates: command.duplicates }, asking);
      case 'UnlinkDuplicate':
        return (await this.merges.unlink({ primary: ticket, duplicate: command.duplicate }, asking)).primary;
    }
  }
}
