import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { OpeningDesk } from '../../desk/tickets/opening-desk';
import { SolvedAtOnce } from '../../desk/tickets/solved-at-once';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { visitOf } from '../access/visit';
import { bodyOf } from '../forms/sent-values';
import { goTo, type PageAnswer } from '../rendering/answer';
import { askerOf } from '../tickets/command.controller';
import { openingFields } from './opening-form';
import type { Coming, Taken } from './taken-form';
import { solvingIn, typedAsCommand } from './typed-ticket';

/** Opens a ticket from its form. */
@Injectable()
export class Opener {
  constructor(
    private readonly desk: OpeningDesk,
    private readonly atOnce: SolvedAtOnce,
    private readonly reader: TicketReader,
  ) {}

  /** @throws {DomainError} the refusal */
  async open({ typed, kept }: Taken, { sent, actor, request }: Coming): Promise<PageAnswer> {
    const body = bodyOf(openingFields, { typed: typedAsCommand(typed, kept), zone: visitOf(request).viewer.timeZone });
    const asker = askerOf({ actor, request, sent });
    const { isSolved, solution } = solvingIn(typed);
    if (!isSolved || !this.atOnce.isFor(actor)) {
      const { id } = await this.desk.open(asker, { body });
      return this.goTo(id, actor, 'tickets.opened');
    }
    const done = await this.atOnce.open(asker, body, solution);
    return this.goTo(done.opened.id, actor, done.isSolved ? 'opening.solved' : 'opening.notSolved');
  }

  private async goTo(id: string, actor: Actor, key: string): Promise<PageAnswer> {
    const { number } = await this.reader.read(id, actor);
    return goTo(`/tickets/${number}`, { key, values: { number }, draft: 'new:' });
  }
}
