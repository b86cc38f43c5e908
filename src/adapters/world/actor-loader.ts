import type { UserId } from '../../domain/kernel/ids';
import type { Actor } from '../../domain/people/actor';
import { effectivePermissions } from '../../domain/people/effective-rights';
import { organisation, teamsOf } from '../../domain/people/organisation';
import type { Permission } from '../../domain/people/permission';
import type { RoleView } from '../../domain/people/views';
import { isActive, user, type RegisteredUser } from '../../domain/people/user';
import type { AggregateLoader } from './aggregate-loader.port';
import { viewOf } from './world-loader';

/**
 * The actor with the rights in force now, limited to the scope if there is one (null: all rights). Null unless the user is active
 * and may sign in.
 */
export async function loadActor(
  loader: AggregateLoader,
  id: UserId,
  scope: readonly Permission[] | null = null,
): Promise<Actor | null> {
  const person = await loader.load(user, id);
  if (!isActive(person) || !person.login) return null;
  const home = await loader.load(organisation, person.organisation);
  if (home === null) return null;
  const roles = await Promise.all(person.roles.map((role) => viewOf(loader, 'role', role)));
  const permissions = permissionsOf(
    person,
    roles.filter((role) => role !== null),
  );
  return {
    user: id,
    organisation: home.id,
    organisationKind: home.kind,
    teams: teamsOf(home, id),
    ...(scope === null ? { permissions } : { permissions: new Set(scope.filter((one) => permissions.has(one))), scoped: true }),
  };
}

interface Remembered {
  readonly roles: readonly RoleView[];
  readonly permissions: ReadonlySet<Permission>;
}

/** Needed on every request and rarely changed, so cached while the user and the roles are the same objects. */
const remembered = new WeakMap<RegisteredUser, Remembered>();

function permissionsOf(person: RegisteredUser, roles: readonly RoleView[]): ReadonlySet<Permission> {
  const known = remembered.get(person);
  if (known?.roles.length === roles.length && known.roles.every((role, i) => role === roles[i])) return known.permissions;
  const permissions = effectivePermissions(person, roles);
  remembered.set(person, { roles, permissions });
  return permissions;
}
