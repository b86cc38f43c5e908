import type { AnyAggregate } from '../adapters/cqrs/streams';
import type { Category } from '../domain/kernel/ids';
import { mergesAggregate } from '../domain/merges';
import { numbers } from '../domain/numbers/numbers';
import { contact } from '../domain/people/contact';
import { organisation } from '../domain/people/organisation';
import { reservation } from '../domain/people/reservation';
import { role } from '../domain/people/role';
import { user } from '../domain/people/user';
import { ticketAggregate } from '../domain/ticket';

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
