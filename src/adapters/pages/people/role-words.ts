import type { Permission } from '../../../domain/people/permission';
import { permissionGroups } from '../../../domain/people/permission';
import type { Translate } from '../rendering/words';
import type { Role } from './people-records';

/** Built-in roles have a key, whose name is translated. */
export function roleName({ key, name }: Pick<Role, 'key' | 'name'>, t: Translate): string {
  return key === null ? name : t(`people.role.${key}`);
}

/** Purpose of a built-in role. Null for defined roles. */
export function roleText({ key }: Pick<Role, 'key'>, t: Translate): string | null {
  return key === null ? null : t(`people.roleText.${key}`);
}

export const permissionName = (permission: string, t: Translate): string => t(`people.permission.${permission}`);

export interface PermissionGroup {
  readonly label: string;
  readonly permissions: readonly Permission[];
}

/** Permissions of a list in the groups of the editor (S0.7). */
export function groupedPermissions(held: ReadonlySet<string>, t: Translate): readonly PermissionGroup[] {
  return Object.entries(permissionGroups)
    .map(([group, permissions]) => ({
      label: t(`people.permissionGroup.${group}`),
      permissions: permissions.filter((permission) => held.has(permission)),
    }))
    .filter(({ permissions }) => permissions.length > 0);
}
