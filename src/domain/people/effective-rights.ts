import type { RoleId } from '../kernel/ids';
import { permissions, type Permission } from './permission';
import type { RoleView } from './views';
import type { RegisteredUser } from './user';

/** One permission that a user's roles or own grants mention, with its sources (C33). */
export interface Right {
  readonly permission: Permission;
  /** The user's roles that contain it. */
  readonly roles: readonly RoleId[];
  readonly granted: boolean;
  readonly withdrawn: boolean;
  readonly effective: boolean;
}

/** Roles + grants − withdrawals, each with its source, in the order of the list of permissions. Unknown roles grant nothing. */
export function rightsOf(
  user: Pick<RegisteredUser, 'roles' | 'granted' | 'withdrawn'>,
  roles: readonly RoleView[],
): readonly Right[] {
  const own = roles.filter(({ id }) => user.roles.includes(id));
  return permissions
    .map((permission) => {
      const from = own.filter((role) => role.permissions.includes(permission)).map(({ id }) => id);
      const granted = user.granted.includes(permission);
      const withdrawn = user.withdrawn.includes(permission);
      return { permission, roles: from, granted, withdrawn, effective: !withdrawn && (granted || from.length > 0) };
    })
    .filter(({ roles: from, granted, withdrawn }) => from.length > 0 || granted || withdrawn);
}

export function effectivePermissions(
  user: Pick<RegisteredUser, 'roles' | 'granted' | 'withdrawn'>,
  roles: readonly RoleView[],
): ReadonlySet<Permission> {
  return new Set(
    rightsOf(user, roles)
      .filter(({ effective }) => effective)
      .map(({ permission }) => permission),
  );
}
