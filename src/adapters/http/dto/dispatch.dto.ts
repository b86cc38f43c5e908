import { maxReason } from '../../../domain/ticket/ticket.limits';
import { Id, OneOf, Text } from './fields';
import { Timed } from './timed.dto';
import { priorities, type Priority } from '../../../domain/ticket/ticket.events';

export class RouteDto extends Timed {
  @Id({ about: 'Team of the handler whose queue it joins.' })
  readonly team!: string;

  @Text(maxReason, { about: 'Why. Staff only.', optional: true })
  readonly reason?: string;
}

export class AssignDto extends Timed {
  @Id({ about: 'Active user of the handler.' })
  readonly technician!: string;

  @Id({ about: 'Team, when it changes with the assignment.', optional: true })
  readonly team?: string;
}

export class UnassignDto extends Timed {
  @Text(maxReason, { about: 'Why. Staff only.', optional: true })
  readonly reason?: string;
}

export class ChangePriorityDto extends Timed {
  @OneOf(priorities, { about: 'The new priority.', example: 'high' })
  readonly priority!: Priority;
}
