import type { AnyAggregate } from './adapters/cqrs/streams';
import type { Category } from './domain/kernel/ids';
import { mergesAggregate } from './domain/merges';
import { numbers } from './domain/numbers/numbers';
import { contact } from './domain/registry/contact';
import { organisation } from './domain/registry/organisation';
import { reservation } from './domain/registry/reservation';
import { role } from './domain/registry/role';
import { user } from './domain/registry/user';
import { ticketAggregate } from './domain/ticket';

/** Everything that decides; one for each category of streams. */
export const aggregates: Readonly<Record<Category, AnyAggregate>> = {
  ticket: ticketAggregate,
  merges: mergesAggregate,
  numbers,
  organisation,
  user,
  contact,
  role,
  reservation,
};
