import type { FactActor, UserActor } from '../../../domain/kernel/event';
import { permissions, type Permission } from '../../../domain/people/permission';
import { organisationKinds, type OrganisationKind } from '../../../domain/people/registry-view';
import type { Requester } from '../../../domain/ticket/ticket.events';
import type { Plain } from '../../../projections/kernel/plain';
import type { Names } from '../../../projections/people/names';
import { about, either, id, listOf, mapOf, object, oneOf, orNull, text, type Schema } from './schema';

export const audience = oneOf<'everyone' | 'staff'>('everyone', 'staff');
export const permission = oneOf<Permission>(...permissions);
export const organisationKind = oneOf<OrganisationKind>(...organisationKinds);
export const names: Schema<Names> = about('What people call the ids in this answer; ERASED for an erased person.', mapOf(text));

export const userActor = object<Plain<UserActor>>('UserActor', { user: id, organisation: id });
const systemActor = object<{ readonly system: string }>('SystemActor', { system: text });
export const actor: Schema<Plain<FactActor>> = either(userActor, systemActor);

export const requester: Schema<Requester> = either(
  object<Extract<Requester, { readonly user: string }>>('RequestingUser', { user: id }),
  object<Extract<Requester, { readonly contact: string }>>('RequestingContact', { contact: id }),
);

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly names: Names;
}

export const pageFields = <Item>(item: Schema<Item>) => ({
  items: listOf(item),
  next: about('Send it as `after` for the next page; null on the last one.', orNull(text)),
  names,
});

export function page<Item>(title: string, item: Schema<Item>): Schema<Page<Item>> {
  return object<Page<Item>>(title, pageFields(item));
}
