import { Injectable } from '@nestjs/common';
import type { CommandForm } from '../../../domain/kernel/commands';
import type { Actor } from '../../../domain/people/actor';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { HandMadeForms } from '../conversation/hand-made-forms';
import { Choices } from '../forms/choices';
import type { PageAnswer } from '../rendering/answer';
import type { Translate } from '../rendering/words';
import { commandPage, type FormState } from './command-page';

export interface DrawnForm {
  readonly verb: string;
  readonly form: CommandForm;
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly t: Translate;
}

/** Draws a command's form for a ticket and a user, with the possible options and any custom parts. */
@Injectable()
export class FormDrawer {
  constructor(
    private readonly choices: Choices,
    private readonly handMade: HandMadeForms,
  ) {}

  async page({ verb, form, ticket, actor, t }: DrawnForm, state: FormState): Promise<PageAnswer> {
    const fields = ticket.allowed.find(({ command }) => command === verb)?.fields ?? [];
    const handMade = await this.handMade.of(verb, { ticket, actor, fields, typed: state.typed, t });
    return commandPage({ verb, form, fields, ticket, actor, t, choices: this.choices, handMade }, state);
  }
}
