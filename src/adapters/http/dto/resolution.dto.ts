import { maxText } from '../../../domain/ticket/ticket.limits';
import type { Audience } from '../../../domain/kernel/event';
import { OneOf, Text } from './fields';
import { Timed } from './timed.dto';
import { audiences } from './words';

export class CloseDto extends Timed {
  @Text(maxText, {
    about: 'What the ticket was about and how it ended.',
    example: 'Display replaced, customer confirmed by phone.',
  })
  readonly summary!: string;

  @Text(maxText, { about: 'The solution, when closing an open ticket in one step.', optional: true })
  readonly solution?: string;

  @Text(maxText, { about: 'The actual damage, for a claim closed in one step.', optional: true })
  readonly actualDamage?: string;

  @OneOf(audiences, { about: 'Who reads the summary. Default: everyone.', optional: true })
  readonly audience?: Audience;
}
