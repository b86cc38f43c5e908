import { DomainError } from '../../domain/kernel/errors';
import type { Actor } from '../../domain/people/actor';
import { builtInRoles, type BuiltInRole } from '../../domain/people/built-in-roles';
import { rightsOf, type Right } from '../../domain/people/effective-rights';
import type { Permission } from '../../domain/people/permission';
import type { ReadModels } from '../kernel/read-models';
import type { ContactItem } from './contacts';
import type { OrganisationItem } from './organisations';
import { definedRole, type DefinedRole, type RoleItem } from './roles';
import type { UserItem } from './users';
import { requirePermission } from '../kernel/asking';
import { reach, type Belonging } from './list-people';
import { shown, type Shown } from '../kernel/shown';

interface One {
  readonly id: string;
}

// These return null for things that do not exist and for those out of reach, without distinguishing them.

/** @throws {DomainError} not-permitted */
export async function getOrganisation(models: ReadModels, actor: Actor, { id }: One): Promise<Shown<OrganisationItem> | null> {
  requirePermission(actor, 'organisation.read');
  const found = await models.get<OrganisationItem>('organisations', id);
  return found !== null && (await isWithinReach(models, actor, id)) ? shown(found) : null;
}

/**
 * Users can always read themselves.
 * @throws {DomainError} not-permitted
 */
export async function getUser(models: ReadModels, actor: Actor, { id }: One): Promise<Shown<UserItem> | null> {
  if (id !== actor.user) requirePermission(actor, 'user.read');
  const found = await models.get<UserItem>('users', id);
  if (found === null) return null;
  return id === actor.user || (await isWithinReach(models, actor, found.organisation)) ? shown(found) : null;
}

/** @throws {DomainError} not-permitted */
export function getContact(models: ReadModels, actor: Actor, { id }: One): Promise<Shown<ContactItem> | null> {
  return oneWithin<ContactItem>(models, actor, { id, collection: 'contacts' });
}

/**
 * The document of a read model, where it belongs to an organisation within reach.
 * @throws {DomainError} not-permitted
 */
export async function oneWithin<Item extends Belonging>(
  models: ReadModels,
  actor: Actor,
  { id, collection }: One & { readonly collection: string },
): Promise<Shown<Item> | null> {
  requirePermission(actor, 'user.read');
  const found = await models.get<Item>(collection, id);
  return found !== null && (await isWithinReach(models, actor, found.organisation)) ? shown(found) : null;
}

/**
 * A built-in role never changes, so it has no revision.
 * @throws {DomainError} not-permitted
 */
export async function getRole(models: ReadModels, actor: Actor, { id }: One): Promise<DefinedRole | BuiltInRole | null> {
  requirePermission(actor, 'user.read');
  const builtIn = builtInRoles.find((role) => role.id === id);
  if (builtIn !== undefined) return builtIn;
  const found = await models.get<RoleItem>('roles', id);
  if (found === null) return null;
  return found.organisation === null || (await isWithinReach(models, actor, found.organisation)) ? definedRole(found) : null;
}

/**
 * The user's rights, each with its sources (C33).
 * @throws {DomainError} not-permitted
 */
export async function getRights(
  models: ReadModels,
  actor: Actor,
  one: One,
): Promise<{ readonly items: readonly Right[] } | null> {
  const user = await getUser(models, actor, one);
  if (user === null) return null;
  const defined = await models.getMany<RoleItem>('roles', user.roles);
  const views = [...defined.values()].map(({ _id: id, organisation, permissions }) => ({
    ...{ id, organisation, permissions: permissions as readonly Permission[] },
  }));
  const granted = user.granted as readonly Permission[];
  const withdrawn = user.withdrawn as readonly Permission[];
  return { items: rightsOf({ roles: user.roles, granted, withdrawn }, [...builtInRoles, ...views]) };
}

async function isWithinReach(models: ReadModels, actor: Actor, organisation: string): Promise<boolean> {
  try {
    await reach(models, actor, { organisation });
    return true;
  } catch (refusal) {
    if (refusal instanceof DomainError && refusal.code === 'not-permitted') return false;
    throw refusal;
  }
}
