import { v5 } from 'uuid';
import { DomainError, reject, type ErrorCode } from '../../../domain/kernel/errors';
import type { Fact } from '../../../domain/kernel/event';
import { streamName, type TicketId } from '../../../domain/kernel/ids';
import { mergeSideOf, type MergeSide, type MergesCommand } from '../../../domain/merges';
import type { Actor } from '../../../domain/people/actor';
import {
  agreedIn,
  marksOf,
  takeBackOf,
  type Agreed,
  type Mark,
} from '../../../domain/process/when-merge-agreed-link-both-tickets';
import { ticketAggregate, type TicketState } from '../../../domain/ticket';
import type { CommandExecutor } from '../../cqrs/command-executor.port';
import type { CommandOutcome, CommandRequest } from '../../cqrs/execute-command';
import { unchanged, type Folded, type Streams } from '../../cqrs/streams';
import { isVisible } from './ticket-options';

type Given = Pick<
  CommandRequest,
  'actor' | 'commandId' | 'correlationId' | 'body' | 'occurredAt' | 'expectedRevision' | 'causationId'
>;
type Asking = Omit<Given, 'expectedRevision'>;
interface Pair {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
}
interface Asked extends Pair {
  /** The ticket in the request's path, which its If-Match applies to. */
  readonly addressed: TicketId;
}
interface Linked {
  readonly duplicate: CommandOutcome;
  readonly primary: CommandOutcome;
}

/**
 * Rule 3: an agreement in one stream of the owner's organisation, then a fact on both tickets. The reactor resumes after a crash. If-Match
 * names a revision of one ticket, so that ticket is written first, and a conflict cancels the agreement.
 */
export class MergeProcess {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly streams: Streams,
  ) {}

  /**
   * @throws {DomainError} unknown, merge-refused, not-handler, not-permitted, wrong-phase, idempotency-key-reused, stale; unavailable and
   * conflict, which say whether the agreement was recorded
   */
  async merge({ duplicate, primary, reason, addressed }: Asked & { readonly reason?: string }, given: Given): Promise<Linked> {
    const [duplicateSide, primarySide] = await Promise.all([this.side(duplicate, given), this.side(primary, given)]);
    const { asking, condition } = splitCondition(given, addressed);
    const command: MergesCommand = { type: 'AgreeMerge', duplicate: duplicateSide, primary: primarySide, ...condition };
    const { ownerOrganisation: owner } = primarySide;
    return this.agree(command, { agreement: 'MergeAgreed', owner, duplicate, primary, reason, ...condition }, asking);
  }

  /** @throws {DomainError} as above */
  async unlink({ duplicate, primary }: Pair, given: Given): Promise<Linked> {
    const primarySide = await this.side(primary, given);
    const { asking, condition } = splitCondition(given, primary);
    const command: MergesCommand = { type: 'AgreeUnlink', duplicate, primary: primarySide, ...condition };
    const { ownerOrganisation: owner } = primarySide;
    return this.agree(command, { agreement: 'UnlinkAgreed', owner, duplicate, primary, ...condition }, asking);
  }

  /** Called by the reactor for an agreement `fact`. Acts for the user who agreed. */
  async followUp(fact: Fact): Promise<void> {
    const { id, actor, command, correlationId } = fact;
    const agreed = agreedIn(fact);
    if (!('user' in actor) || agreed === null) return;
    // Process commands need no permission (ticket.phases.ts), so the actor's permissions at that time do not matter.
    const acting: Actor = { ...actor, organisationKind: 'admin', teams: [], permissions: new Set() };
    const asking = { actor: acting, commandId: command.id, correlationId, causationId: id, body: null };
    await this.carryOut(agreed, asking).catch(unlessStale);
  }

  /** A ticket that the asker may not read is unknown. */
  private async side(ticket: TicketId, { actor }: Given): Promise<MergeSide> {
    const newest = await this.newest(ticket);
    const { state } = newest;
    const primary = state.phase === 0 ? null : state.ticket.primary;
    const mergedInto = primary === null ? null : { ticket: primary, number: await this.numberOf(primary, actor) };
    const side = isVisible(state, actor) ? mergeSideOf(newest, { ticket, mergedInto }) : null;
    return side ?? reject('unknown', `There is no ticket ${ticket}, or you have no access to it. Check its id.`);
  }

  private async numberOf(ticket: TicketId, actor: Actor): Promise<string | null> {
    const { state } = await this.newest(ticket);
    return state.phase !== 0 && isVisible(state, actor) ? state.ticket.number : null;
  }

  private async newest(ticket: TicketId): Promise<Folded<TicketState>> {
    const { folded, cached } = await this.streams.load(ticketAggregate, streamName('ticket', ticket));
    return (cached ? await this.streams.refresh(ticketAggregate, folded) : folded) as Folded<TicketState>;
  }

  private async agree(command: MergesCommand, agreed: Agreed, asking: Asking): Promise<Linked> {
    const { recorded, repeated } = await this.executor.execute({ ...asking, category: 'merges', id: agreed.owner, command });
    if (recorded.length > 0) {
      const { duplicate, primary } = await this.carryOut(agreed, asking).catch(rethrowAsAgreed);
      // The reactor may have written these facts first. That does not make the request a repeat.
      return { duplicate: { ...duplicate, repeated }, primary: { ...primary, repeated } };
    }
    // Another command agreed and finished this merge before.
    const [duplicate, primary] = await Promise.all([this.newest(agreed.duplicate), this.newest(agreed.primary)]);
    return { duplicate: unchanged(duplicate), primary: unchanged(primary) };
  }

  private async carryOut(agreed: Agreed, asking: Asking): Promise<Linked> {
    try {
      return await this.mark(agreed, asking);
    } catch (refusal) {
      if (isStale(refusal)) await this.takeBack(agreed, asking);
      throw refusal;
    }
  }

  /** Runs once per agreement, in the request or in the reactor. */
  private async takeBack(agreed: Agreed, asking: Asking): Promise<void> {
    const { owner: id, duplicate, primary } = agreed;
    const commandId = v5('taken back', asking.commandId);
    const command = takeBackOf(agreed);
    await this.executor.execute({ ...asking, category: 'merges', id, command, commandId, body: { duplicate, primary } });
  }

  private async mark(agreed: Agreed, asking: Asking): Promise<Linked> {
    const [first, second] = marksOf(agreed);
    const outcomes = {
      [first.ticket]: await this.record(first, agreed, asking),
      [second.ticket]: await this.record(second, agreed, asking),
    };
    return { duplicate: outcomes[agreed.duplicate] as CommandOutcome, primary: outcomes[agreed.primary] as CommandOutcome };
  }

  /** The request and the reactor use the same ids and bodies. */
  private record(
    { ticket: id, ...mark }: Mark,
    { agreement, duplicate, primary }: Agreed,
    asking: Asking,
  ): Promise<CommandOutcome> {
    const commandId = v5(`${agreement} ${id}`, asking.commandId);
    return this.executor.execute({ ...asking, ...mark, category: 'ticket', id, commandId, body: { duplicate, primary } });
  }
}

/** If-Match does not apply to the agreement's stream. */
function splitCondition({ expectedRevision: revisions, ...asking }: Given, ticket: TicketId) {
  // An agreement holds one revision, and of several only the newest can be the present one.
  const condition = revisions === undefined ? {} : { expected: { ticket, revision: Math.max(...[revisions].flat()) } };
  return { asking, condition };
}

function isStale(refusal: unknown): boolean {
  return refusal instanceof DomainError && refusal.code === 'stale';
}

const reasons: Partial<Record<ErrorCode, string>> = {
  unavailable: 'a store does not answer',
  conflict: 'others keep changing them at the same time',
};

/** Replaces the step's "nothing was recorded": the agreement was recorded, and the reactor continues. */
function rethrowAsAgreed(refusal: unknown): never {
  const why = refusal instanceof DomainError ? reasons[refusal.code] : undefined;
  if (!(refusal instanceof DomainError) || why === undefined) throw refusal;
  const detail =
    `This was agreed and recorded, but not yet what follows from it on both tickets: ${why}. It goes on by itself. ` +
    'Send it again with the same Idempotency-Key to hear how it ended.';
  throw Object.assign(new DomainError(refusal.code, detail), { cause: refusal.cause ?? refusal });
}

function unlessStale(refusal: unknown): void {
  if (!isStale(refusal)) throw refusal;
}
