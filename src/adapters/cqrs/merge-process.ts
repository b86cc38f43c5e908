import { v5 } from 'uuid';
import { DomainError, reject } from '../../domain/kernel/errors';
import type { Fact } from '../../domain/kernel/event';
import { parseStreamName, streamName, type OrganisationId, type TicketId } from '../../domain/kernel/ids';
import { mergesAggregate, mergeSideOf, type ExpectedTicket, type MergeSide, type MergesCommand } from '../../domain/merges';
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
interface Agreed extends Pair {
  readonly expected?: ExpectedTicket;
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
 * goes on from the agreement; what was written already is met by its command id and stays single. If-Match speaks of a ticket, which is not
 * the stream that decides: that ticket is marked first, at that very revision. Had it moved on meanwhile, the agreement is taken back.
 */
export class MergeProcess {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly streams: Streams,
  ) {}

  /** @throws {DomainError} unknown, merge-refused, not-handler, not-permitted, wrong-phase, idempotency-key-reused, stale */
  async merge({ duplicate, primary, reason, addressed }: Asked & { readonly reason?: string }, given: Asking): Promise<Linked> {
    const [duplicateSide, primarySide] = await Promise.all([this.side(duplicate, given), this.side(primary, given)]);
    const { ownerOrganisation: owner } = primarySide;
    const { expectedRevision: revision, ...asking } = given;
    const expected = revision === undefined ? undefined : { ticket: addressed, revision };
    const at = expected && { expected };
    const command: MergesCommand = { type: 'AgreeMerge', duplicate: duplicateSide, primary: primarySide, ...at };
    const { recorded } = await this.agree(owner, command, asking, expected);
    const agreed = { duplicate, primary, ...at };
    // Agreed before by another command: that one answers for it.
    if (recorded.length === 0) return this.write(agreed, 'MergeAgreed', asking, reason);
    return this.link(agreed, owner, asking, reason);
  }

  /** If-Match is compared before: an unlink loses nothing, and may be merged again. @throws {DomainError} as above */
  async unlink({ duplicate, primary, addressed }: Asked, given: Asking): Promise<Linked> {
    const primarySide = await this.side(primary, given);
    const command: MergesCommand = { type: 'AgreeUnlink', duplicate, primary: primarySide };
    const { expectedRevision: revision, ...asking } = given;
    const expected = revision === undefined ? undefined : { ticket: addressed, revision };
    await this.agree(primarySide.ownerOrganisation, command, asking, expected);
    return this.write({ duplicate, primary }, 'UnlinkAgreed', asking);
  }

  /** The reactor's part: `fact` is an agreement; acts for whoever agreed. */
  async followUp({ id, stream, type, data, actor, command, correlationId }: Fact): Promise<void> {
    if (!('user' in actor)) return;
    // What processes record is asked for no right (ticket.phases.ts), so the rights of that day need not be known.
    const acting: Actor = { ...actor, organisationKind: 'admin', teams: [], permissions: new Set() };
    const asking = { actor: acting, commandId: command.id, correlationId, causationId: id, body: null };
    if (type === 'UnlinkAgreed') await this.write(data as Pair, type, asking);
    else await this.link(data as Agreed, parseStreamName(stream)?.id ?? '', asking).catch(unlessStale);
  }

  /** A ticket the asker may not read is as unknown as one that was never opened. */
  private async side(ticket: TicketId, { actor }: Asking): Promise<MergeSide> {
    const { state } = await this.newest(ticketAggregate, streamName('ticket', ticket));
    const side = isVisible(state as TicketState, actor) ? mergeSideOf(ticket, state as TicketState) : null;
    return side ?? reject('unknown', `There is no ticket ${ticket}, or none that you may see. Check its id.`);
  }

  /** A stale If-Match is mostly met here and leaves no trace, unless this very command was agreed before. */
  private async agree(
    owner: OrganisationId,
    command: MergesCommand,
    asking: Omit<Asking, 'expectedRevision'>,
    expected?: ExpectedTicket,
  ): Promise<CommandOutcome> {
    if (expected !== undefined) {
      const agreed = await this.newest(mergesAggregate, streamName('merges', owner));
      const { revision: current } = await this.newest(ticketAggregate, streamName('ticket', expected.ticket));
      if (current !== expected.revision && !agreed.done.has(asking.commandId)) throw stale(expected.revision, current);
    }
    return this.executor.execute({ ...asking, category: 'merges', id: owner, command });
  }

  private async link(agreed: Agreed, owner: OrganisationId, asking: Asking, reason?: string): Promise<Linked> {
    try {
      return await this.write(agreed, 'MergeAgreed', asking, reason);
    } catch (refusal) {
      if (isStale(refusal)) await this.takeBack(agreed, owner, asking);
      throw refusal;
    }
  }

  /** Once for each agreement, whether the request or the reactor gets here first. */
  private async takeBack({ duplicate, primary }: Pair, owner: OrganisationId, asking: Asking): Promise<void> {
    const { state } = (await this.newest(ticketAggregate, streamName('ticket', duplicate))) as Folded<TicketState>;
    // Another command found the agreement and was carried out: it stands for that one now.
    if (state.phase !== 0 && state.ticket.primary === primary) return;
    const commandId = v5('taken back', asking.commandId);
    const command: MergesCommand = { type: 'TakeBackMerge', duplicate, primary };
    await this.executor.execute({ ...asking, category: 'merges', id: owner, command, commandId, body: { duplicate, primary } });
  }

  private async newest(aggregate: AnyAggregate, stream: string): Promise<Folded> {
    const { folded, cached } = await this.streams.load(aggregate, stream);
    return cached ? this.streams.refresh(aggregate, folded) : folded;
  }

  private async write(
    { duplicate, primary, expected }: Agreed,
    agreement: Agreement,
    asking: Asking,
    reason?: string,
  ): Promise<Linked> {
    const onDuplicate: TicketCommand =
      agreement === 'MergeAgreed'
        ? { type: 'MarkMerged', primary, ...(reason !== undefined && { reason }) }
        : { type: 'MarkUnlinked', primary };
    const onPrimary: TicketCommand = { type: agreement === 'MergeAgreed' ? 'LinkDuplicate' : 'UnlinkDuplicate', duplicate };
    // The same ids and bodies whether the request or the reactor gets here first.
    const record = (id: TicketId, command: TicketCommand): Promise<CommandOutcome> => {
      const commandId = v5(`${agreement} ${id}`, asking.commandId);
      const at = expected?.ticket === id ? { expectedRevision: expected.revision } : {};
      return this.executor.execute({
        ...asking,
        ...at,
        category: 'ticket',
        id,
        command,
        commandId,
        body: { duplicate, primary },
      });
    };
    if (expected?.ticket === primary)
      return { primary: await record(primary, onPrimary), duplicate: await record(duplicate, onDuplicate) };
    return { duplicate: await record(duplicate, onDuplicate), primary: await record(primary, onPrimary) };
  }
}

function isStale(refusal: unknown): boolean {
  return refusal instanceof DomainError && refusal.code === 'stale';
}

function unlessStale(refusal: unknown): void {
  if (!isStale(refusal)) throw refusal;
}
