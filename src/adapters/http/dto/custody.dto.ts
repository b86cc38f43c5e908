import { Id } from './fields';
import { Reasoned, Timed } from './timed.dto';

export class ForwardDto extends Reasoned {
  @Id({ about: 'An organisation above the handler, or one of its service providers.' })
  readonly to!: string;
}

export class ChangeOwnerDto extends Timed {
  @Id({ about: 'The user who owns the ticket from now on.' })
  readonly user!: string;

  @Id({ about: 'The organisation of this user.' })
  readonly organisation!: string;
}
