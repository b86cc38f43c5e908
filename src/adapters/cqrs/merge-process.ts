import { v5 } from 'uuid';
import { reject } from '../../domain/kernel/errors';
import type { Fact } from '../../domain/kernel/event';
import { streamName, type OrganisationId, type TicketId } from '../../domain/kernel/ids';
import { mergesAggregate, mergeSideOf, type MergeSide, type MergesCommand } from '../../domain/merges';
import type { Actor } from '../../domain/registry/actor';
import { ticketAggregate, type TicketState } from '../../domain/ticket';
import type { TicketCommand } from '../../domain/ticket/ticket.commands';
import type { CommandExecutor } from './command-executor.port';
import type { CommandOutcome, CommandRequest } from './execute-command';
import { stale } from './stale';
import type { AnyAggregate, Folded, Streams } from './streams';
import { isVisible } from './ticket-options';

type Asking = Pick<
  CommandRequest,
  'actor' | 'commandId' | 'correlationId' | 'body' | 'occurredAt' | 'expectedRevision' | 'causationId'
>;
interface Pair {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
}
interface Asked extends Pair {
  /** The one of the two that the request named, and that its If-Match speaks of. */
  readonly addressed: TicketId;
}
interface Linked {
  readonly duplicate: CommandOutcome;
  readonly primary: CommandOutcome;
}

/** Agreements that both tickets have yet to hear of, should this process die now. */
export const agreementTypes = ['MergeAgreed', 'UnlinkAgreed'] as const;
type Agreement = (typeof agreementTypes)[number];

/**
 * Rule 3: agreed in one stream of the owner's organisation, then written on both tickets in the same request. After a crash the reactor
 * goes on from the agreement; what was written already is met by its command id and stays single.
 */
export class MergeProcess {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly streams: Streams,
  ) {}

  /** @throws {DomainError} unknown, merge-refused, not-handler, not-permitted, wrong-phase, idempotency-key-reused, stale */
  async merge({ duplicate, primary, reason, addressed }: Asked & { readonly reason?: string }, given: Asking): Promise<Linked> {
    const [duplicateSide, primarySide] = await Promise.all([this.side(duplicate, given), this.side(primary, given)]);
    const command: MergesCommand = { type: 'AgreeMerge', duplicate: duplicateSide, primary: primarySide };
    const asking = await this.agree(addressed, primarySide.ownerOrganisation, command, given);
    return this.write({ duplicate, primary }, 'MergeAgreed', asking, reason);
  }

  /** @throws {DomainError} as above */
  async unlink({ duplicate, primary, addressed }: Asked, given: Asking): Promise<Linked> {
    const primarySide = await this.side(primary, given);
    const command: MergesCommand = { type: 'AgreeUnlink', duplicate, primary: primarySide };
    const asking = await this.agree(addressed, primarySide.ownerOrganisation, command, given);
    return this.write({ duplicate, primary }, 'UnlinkAgreed', asking);
  }

  /** The reactor's part: `fact` is an agreement; acts for whoever agreed. */
  async followUp({ id, type, data, actor, command, correlationId }: Fact): Promise<void> {
    if (!('user' in actor)) return;
    // What processes record is asked for no right (ticket.phases.ts), so the rights of that day need not be known.
    const acting: Actor = { ...actor, organisationKind: 'admin', teams: [], permissions: new Set() };
    const asking = { actor: acting, commandId: command.id, correlationId, causationId: id, body: null };
    await this.write(data as Pair, type as Agreement, asking);
  }

  /** A ticket the asker may not read is as unknown as one that was never opened. */
  private async side(ticket: TicketId, { actor }: Asking): Promise<MergeSide> {
    const { state } = await this.newest(ticketAggregate, streamName('ticket', ticket));
    const side = isVisible(state as TicketState, actor) ? mergeSideOf(ticket, state as TicketState) : null;
    return side ?? reject('unknown', `There is no ticket ${ticket}, or none that you may see. Check its id.`);
  }

  /** If-Match speaks of a ticket, which is not the stream that decides: it is compared here, unless this very command was agreed before. */
  private async agree(addressed: TicketId, owner: OrganisationId, command: MergesCommand, given: Asking): Promise<Asking> {
    const { expectedRevision: expected, ...asking } = given;
    if (expected !== undefined) {
      const agreed = await this.newest(mergesAggregate, streamName('merges', owner));
      const { revision: current } = await this.newest(ticketAggregate, streamName('ticket', addressed));
      if (current !== expected && !agreed.done.has(asking.commandId)) throw stale(expected, current);
    }
    await this.executor.execute({ ...asking, category: 'merges', id: owner, command });
    return asking;
  }

  private async newest(aggregate: AnyAggregate, stream: string): Promise<Folded> {
    const { folded, cached } = await this.streams.load(aggregate, stream);
    return cached ? this.streams.refresh(aggregate, folded) : folded;
  }

  private async write({ duplicate, primary }: Pair, agreement: Agreement, asking: Asking, reason?: string): Promise<Linked> {
    const onDuplicate: TicketCommand =
      agreement === 'MergeAgreed'
        ? { type: 'MarkMerged', primary, ...(reason !== undefined && { reason }) }
        : { type: 'MarkUnlinked', primary };
    const onPrimary: TicketCommand = { type: agreement === 'MergeAgreed' ? 'LinkDuplicate' : 'UnlinkDuplicate', duplicate };
    // The same ids and bodies whether the request or the reactor gets here first.
    const record = (id: TicketId, command: TicketCommand): Promise<CommandOutcome> => {
      const commandId = v5(`${agreement} ${id}`, asking.commandId);
      return this.executor.execute({ ...asking, category: 'ticket', id, command, commandId, body: { duplicate, primary } });
    };
    return { duplicate: await record(duplicate, onDuplicate), primary: await record(primary, onPrimary) };
  }
}
