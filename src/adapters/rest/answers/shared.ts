import type { FactActor, UserActor } from '../../../domain/kernel/event';
import { permissions, type Permission } from '../../../domain/people/permission';
import { organisationKinds, type OrganisationKind } from '../../../domain/people/views';
import type { Requester } from '../../../domain/ticket/ticket.events';
import type { Plain } from '../../../projections/kernel/plain';
import type { Names } from '../../../projections/people/names';
import { cast, exampleId } from './cast';
import { about, either, id, listOf, mapOf, object, oneOf, orNull, text, type Schema } from './schema';

export const audience = oneOf<'everyone' | 'staff'>('everyone', 'staff');
export const permission = oneOf<Permission>(...permissions);
export const organisationKind = oneOf<OrganisationKind>(...organisationKinds);
export const names: Schema<Names> = about(
  'Display names of the ids in this response. `ERASED` for an erased person.',
  mapOf(text),
  {
    [cast.customer]: 'Lighthouse Hotels',
    [cast.partner]: 'Harbour Service Partners',
    [cast.requester]: 'Ben Calder',
    [cast.technician]: 'Tomáš Dvořák',
  },
);

export const userActor = object<Plain<UserActor>>('UserActor', {
  user: about('The user.', id, cast.requester),
  organisation: about('The organisation of the user at that time.', id, cast.customer),
});
const systemActor = object<{ readonly system: string }>('SystemActor', {
  system: about('Name of the internal process.', text, 'merge'),
});
export const actor: Schema<Plain<FactActor>> = either(userActor, systemActor);

export const requester: Schema<Requester> = either(
  object<Extract<Requester, { readonly user: string }>>('RequestingUser', {
    user: about('The user who has the problem.', id, cast.requester),
  }),
  object<Extract<Requester, { readonly contact: string }>>('RequestingContact', {
    contact: about('The contact who has the problem.', id, exampleId('contact')),
  }),
);

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly names: Names;
}

export const pageFields = <Item>(item: Schema<Item>) => ({
  items: about('The items of this page, in the requested order.', listOf(item)),
  next: about('Send it as `after` for the next page. Null on the last one.', orNull(text), null),
  names,
});

export function page<Item>(title: string, item: Schema<Item>): Schema<Page<Item>> {
  return object<Page<Item>>(title, pageFields(item));
}
