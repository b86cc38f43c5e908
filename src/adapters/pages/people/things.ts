import type { Permission } from '../../../domain/people/permission';
import { permissionFor } from '../../../domain/people/who-may';
import type { Resource } from '../../desk/people/resources';
import * as people from '../../desk/people/resources';

export type Noun = 'organisation' | 'user' | 'contact' | 'role';

/** One of the four kinds of records on the people pages, described once. */
export interface Thing<N extends Noun = Noun> {
  readonly noun: N;
  readonly plural: string;
  readonly resource: Resource;
  readonly icon: string;
  /** The command that creates one, and its permission. */
  readonly creating: string;
  readonly mayCreate: Permission;
  /** Read models that show a change. */
  readonly readModels: readonly string[];
}

function thing<N extends Noun>(noun: N, resource: Resource, icon: string, readModels: readonly string[]): Thing<N> {
  const creating = resource.table.creating ?? '';
  const mayCreate = permissionFor[creating as keyof typeof permissionFor];
  return { noun, plural: resource.plural, resource, icon, creating, mayCreate, readModels };
}

export const things = {
  organisation: thing('organisation', people.organisations, 'building', ['organisations', 'organisation-children']),
  user: thing('user', people.users, 'user', ['users']),
  contact: thing('contact', people.contacts, 'address-book', ['contacts']),
  role: thing('role', people.roles, 'shield-lock', ['roles']),
} as const satisfies { readonly [noun in Noun]: Thing<noun> };

/** The permission that a command needs. */
export function permissionOf({ resource }: Thing, verb: string): Permission | null {
  const type = resource.table.verbs.get(verb);
  return type === undefined ? null : permissionFor[type as keyof typeof permissionFor];
}
