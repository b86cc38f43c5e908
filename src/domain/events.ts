import type { SealedTypes } from './kernel/event';
import type { MergesEvent } from './merges';
import type { NumbersEvent } from './numbers/numbers';
import type { ContactEvent } from './people/contact';
import type { OrganisationEvent } from './people/organisation.events';
import type { ReservationEvent } from './people/reservation';
import type { RoleEvent } from './people/role';
import type { UserEvent } from './people/user.events';
import type { TicketEvent } from './ticket/ticket.events';

/** Everything that is ever recorded. */
export type Events =
  TicketEvent | OrganisationEvent | UserEvent | ContactEvent | RoleEvent | ReservationEvent | NumbersEvent | MergesEvent;

/** A type of event with confidential fields: what a read model may open. */
export type SealedType = SealedTypes<Events>;
