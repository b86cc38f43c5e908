import type { Permission } from '../../../domain/people/permission';
import { permissionFor } from '../../../domain/people/who-may';
import type { Resource } from '../../desk/people/resources';
import * as people from '../../desk/people/resources';

export type Noun = 'organisation' | 'user' | 'contact' | 'role';

/** One of the four kinds of things that people pages show: everything else follows from its description. */
export interface Thing<N extends Noun = Noun> {
  readonly noun: N;
  readonly plural: string;
  readonly resource: Resource;
  readonly icon: string;
  /** What creates one, and what that asks for. */
  readonly creating: string;
  readonly mayCreate: Permission;
  /** What a change of one may show in. */
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

/** What a command of this name asks for. */
export function permissionOf({ resource }: Thing, verb: string): Permission | null {
  const type = resource.table.verbs.get(verb);
  return type === undefined ? null : permissionFor[type as keyof typeof permissionFor];
}
