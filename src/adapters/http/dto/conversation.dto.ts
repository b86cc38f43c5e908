import { maxText, maxTitle } from '../../../domain/ticket/ticket.limits';
import type { Audience } from '../../../domain/kernel/event';
import { DetailsDto } from './details.dto';
import { Id, Nested, OneOf, Text } from './fields';
import { RequesterDto } from './intake.dto';
import { Timed } from './timed.dto';
import { audiences } from './words';

export class ReplyDto extends Timed {
  @Text(maxText, { about: 'What you write.', example: 'The technician comes tomorrow at 9.' })
  readonly body!: string;

  @OneOf(audiences, {
    about: 'Who reads it: everyone, or staff only. Decided once; it cannot be widened later.',
    example: 'everyone',
  })
  readonly audience!: Audience;
}

export class RedactReplyDto extends Timed {
  @Id({ about: 'The reply whose text is destroyed for good.' })
  readonly reply!: string;
}

export class RedactAttachmentDto extends Timed {
  @Id({ about: 'The file whose content and name are destroyed for good.' })
  readonly file!: string;
}

export class ReviseDto extends Timed {
  @Text(maxTitle, { about: 'The new title.', optional: true })
  readonly title?: string;

  @Text(maxText, { about: 'The new description.', optional: true })
  readonly description?: string;

  @Nested(DetailsDto, { about: 'Only what changes; null clears a value.', optional: true })
  readonly details?: DetailsDto;

  @Nested(RequesterDto, { about: 'Moves the ticket to another requester.', optional: true })
  readonly requester?: RequesterDto;
}

export class WatcherOfTicketDto extends Timed {
  @Id({ about: 'Id of the watcher, as the ticket shows it.' })
  readonly watcher!: string;
}
