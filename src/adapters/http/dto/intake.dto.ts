import { maxCode, maxItems, maxReason, maxText, maxTitle } from '../../../domain/ticket/ticket.limits';
import {
  affectedKinds,
  engagements,
  gates,
  kinds,
  mailKinds,
  priorities,
  type AffectedItemsListed,
  type Engagement,
  type Gate,
  type Kind,
  type MailKind,
  type Priority,
} from '../../../domain/ticket/ticket.events';
import { IntersectionType } from '@nestjs/swagger';
import { DetailsDto } from './details.dto';
import { Email, Id, Nested, NestedList, OneOf, SomeOf, Text, When } from './fields';
import { Timed } from './timed.dto';
import { acknowledgedBy } from './words';

export class RequesterDto {
  @Id({ about: 'The user who has the problem. Exactly one of `user` and `contact`.', optional: true })
  readonly user?: string;

  @Id({ about: 'The contact (a person without an account) who has the problem.', optional: true })
  readonly contact?: string;
}

export class WatcherDto {
  @Email({ about: 'Where the mails go.' })
  readonly email!: string;

  @SomeOf(mailKinds, { about: 'Which mails this address wants.', max: mailKinds.length, example: ['reply', 'close'] })
  readonly kinds!: readonly MailKind[];
}

export class WaiverDto {
  @OneOf(gates, { about: 'The condition that need not be met.' })
  readonly gate!: Gate;

  @Text(maxReason, { about: 'Why it may be waived. Staff only.', example: 'Contract is being signed, e-mail of 20 November.' })
  readonly reason!: string;

  @When({ about: 'Until when it is waived; null or left out: for good.', optional: true, nullable: true })
  readonly until?: string | null;
}

export class AddWatcherDto extends IntersectionType(Timed, WatcherDto) {}
export class WaiveGateDto extends IntersectionType(Timed, WaiverDto) {}

export class OpenTicketDto extends Timed {
  @OneOf(kinds, { about: 'Decides which phases and conditions apply.', example: 'service' })
  readonly kind!: Kind;

  @OneOf(engagements, { about: 'On what footing the work is done. Default: own.', optional: true })
  readonly engagement?: Engagement;

  @Text(maxTitle, { about: 'One line.', example: 'Screen of the ticket machine stays black' })
  readonly title!: string;

  @Text(maxText, { about: 'What happened.', example: 'Since this morning nothing is shown after switching on.' })
  readonly description!: string;

  @OneOf(priorities, { about: 'Default: moderate.', optional: true })
  readonly priority?: Priority;

  @Nested(RequesterDto, { about: 'Who has the problem. Default: you.', optional: true })
  readonly requester?: RequesterDto;

  @Nested(DetailsDto, { about: 'Codes of your catalogues.', optional: true })
  readonly details?: DetailsDto;

  @NestedList(WatcherDto, { about: 'Who else is told.', min: 0, max: 50, optional: true })
  readonly watchers?: readonly WatcherDto[];

  @NestedList(WaiverDto, { about: 'Conditions waived from the start.', min: 0, max: gates.length, optional: true })
  readonly waivers?: readonly WaiverDto[];

  @Id({ about: 'Technician to assign at once.', optional: true })
  readonly technician?: string;

  @Id({ about: 'Team to route to at once.', optional: true })
  readonly team?: string;
}

export class RecordAcknowledgementDto extends Timed {
  @OneOf(acknowledgedBy, { about: 'How the customer was told that we know.', example: 'phone' })
  readonly by!: (typeof acknowledgedBy)[number];
}

type Item = AffectedItemsListed['data']['items'][number];

export class AffectedItemDto {
  @OneOf(affectedKinds, { about: 'What sort of thing is claimed.' })
  readonly kind!: Item['kind'];

  @Text(maxCode, { about: 'Its number.', example: 'SO-2026-0815' })
  readonly reference!: string;
}

export class ListAffectedItemsDto extends Timed {
  @NestedList(AffectedItemDto, { about: 'The whole list; it replaces the one before.', max: maxItems })
  readonly items!: readonly AffectedItemDto[];
}
