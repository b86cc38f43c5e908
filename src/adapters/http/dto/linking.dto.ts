import { maxReason } from '../../../domain/ticket/ticket.limits';
import { Id, Ids, Text } from './fields';
import { Timed } from './timed.dto';

export class MergeIntoDto extends Timed {
  @Id({ about: 'The ticket that goes on; this one is closed as its duplicate and keeps its own record.' })
  readonly primary!: string;

  @Text(maxReason, { about: 'Why. Staff only.', optional: true })
  readonly reason?: string;
}

export class AddDuplicatesDto extends Timed {
  @Ids({ about: 'Tickets that become duplicates of this one.', max: 50 })
  readonly duplicates!: readonly string[];
}

export class UnlinkDuplicateDto extends Timed {
  @Id({ about: 'The duplicate that is a ticket of its own again.' })
  readonly duplicate!: string;
}
