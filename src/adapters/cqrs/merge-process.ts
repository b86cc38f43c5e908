import { v5 } from 'uuid';
import { reject } from '../../domain/kernel/errors';
import type { Fact } from '../../domain/kernel/event';
import { streamName, type TicketId } from '../../domain/kernel/ids';
import { mergeSideOf, type MergeSide, type MergesCommand } from '../../domain/merges';
import type { Actor } from '../../domain/registry/actor';
import { ticketAggregate, type TicketState } from '../../domain/ticket';
import type { TicketCommand } from '../../domain/ticket/ticket.commands';
import type { CommandExecutor } from './command-executor.port';
import type { CommandOutcome, CommandRequest } from './execute-command';
import type { Streams } from './streams';

type Asking = Pick<
  CommandRequest,
  'actor' | 'commandId' | 'correlationId' | 'body' | 'occurredAt' | 'expectedRevision' | 'causationId'
>;
interface Pair {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
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
  async merge({ duplicate, primary, reason }: Pair & { readonly reason?: string }, given: Asking): Promise<Linked> {
    const asking = withoutRevision(given);
    const [duplicateSide, primarySide] = await Promise.all([this.side(duplicate), this.side(primary)]);
    await this.agree(primarySide, { type: 'AgreeMerge', duplicate: duplicateSide, primary: primarySide }, asking);
    return this.write({ duplicate, primary }, 'MergeAgreed', asking, reason);
  }

  /** @throws {DomainError} as above */
  async unlink({ duplicate, primary }: Pair, given: Asking): Promise<Linked> {
    const asking = withoutRevision(given);
    const primarySide = await this.side(primary);
    await this.agree(primarySide, { type: 'AgreeUnlink', duplicate, primary: primarySide }, asking);
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

  private async side(ticket: TicketId): Promise<MergeSide> {
    const { folded } = await this.streams.load(ticketAggregate, streamName('ticket', ticket));
    const newest = await this.streams.refresh(ticketAggregate, folded);
    return mergeSideOf(ticket, newest.state as TicketState) ?? reject('unknown', `There is no ticket ${ticket}. Check its id.`);
  }

  private async agree(primary: MergeSide, command: MergesCommand, asking: Asking): Promise<void> {
    await this.executor.execute({ ...asking, category: 'merges', id: primary.ownerOrganisation, command });
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

/** If-Match spoke of a ticket; custody and phase of both are checked, and neither is the stream that decides. */
function withoutRevision(given: Asking): Asking {
  const { expectedRevision, ...asking } = given;
  return expectedRevision === undefined ? given : asking;
}
