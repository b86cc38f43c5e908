import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { ticketCommands } from '../../../domain/ticket/ticket.commands';
import type { Asker, Outcome } from '../asker';
import { checkedInput } from '../input/checked-input';
import { isCertain } from '../is-certain';
import { OpeningDesk } from './opening-desk';
import { TicketDesk } from './ticket-desk';

type Step = readonly [type: 'AcceptTicket' | 'StartWork' | 'EnterSolution' | 'SolveTicket', body: object];

export interface OpenedAtOnce {
  readonly opened: Outcome;
  /** False when a later step was refused: the ticket was opened, but not solved. */
  readonly isSolved: boolean;
}

/** Solves a ticket during the call: opens, assigns and solves it in separate facts of one person. */
@Injectable()
export class SolvedAtOnce {
  constructor(
    private readonly opening: OpeningDesk,
    private readonly desk: TicketDesk,
  ) {}

  /** For users who may assign technicians and work on tickets. */
  isFor({ permissions }: Actor): boolean {
    return permissions.has('ticket.assign') && permissions.has('ticket.work');
  }

  /** @throws {DomainError} why the ticket was not opened */
  async open(asker: Asker, body: object, solution: string): Promise<OpenedAtOnce> {
    // Validate the solution before anything is recorded, so that nobody has to type it again.
    checkedInput(ticketCommands.EnterSolution, { solution });
    const opened = await this.opening.open(asker, { body: { ...body, technician: asker.actor.user } });
    const steps: readonly Step[] = [
      ['AcceptTicket', {}],
      ['StartWork', {}],
      ['EnterSolution', { solution }],
      ['SolveTicket', {}],
    ];
    return { opened, isSolved: await this.take(asker, opened.id, steps) };
  }

  private async take(asker: Asker, ticket: string, steps: readonly Step[]): Promise<boolean> {
    const { idempotencyKey: key } = asker;
    try {
      for (const [type, body] of steps) {
        const step = { ...asker, ...(key !== undefined && { idempotencyKey: `${key} ${type}` }) };
        // Without an acceptance policy, starting work counts as acceptance.
        await this.desk.act(step, { ticket, type, body }).catch(type === 'AcceptTicket' ? ignoreRefusal : rethrow);
      }
      return true;
    } catch (refusal) {
      return isCertain(refusal) ? false : rethrow(refusal);
    }
  }
}

function ignoreRefusal(refusal: unknown): void {
  if (!isCertain(refusal)) rethrow(refusal);
}

function rethrow(refusal: unknown): never {
  throw refusal;
}
