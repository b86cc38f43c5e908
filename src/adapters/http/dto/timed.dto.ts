import { maxReason } from '../../../domain/ticket/ticket.limits';
import { audiences } from './words';
import { OneOf, Text, When } from './fields';
import type { Audience } from '../../../domain/kernel/event';

/** Every command may say when it happened. */
export class Timed {
  @When({ about: 'When it happened, if not now: at most 5 minutes ahead and 31 days back.', optional: true })
  readonly occurredAt?: string;
}

/** A command that must say why. */
export class Reasoned extends Timed {
  @Text(maxReason, { about: 'Why. Kept with the ticket.', example: 'Needs a part that only the manufacturer has.' })
  readonly reason!: string;

  @OneOf(audiences, {
    about: 'Who reads the reason. `staff` narrows it; it can never become wider than the default of the command.',
    optional: true,
  })
  readonly audience?: Audience;
}
