import { builtInRoleNames, type BuiltInRole, type BuiltInRoleName } from '../../../domain/people/built-in-roles';
import type { Right } from '../../../domain/people/effective-rights';
import type { Permission, permissionGroups } from '../../../domain/people/permission';
import type { RegistryPage } from '../../../projections/people/list-people';
import type { Shown } from '../../../projections/kernel/shown';
import type { ContactItem } from '../../../projections/people/contacts';
import type { OrganisationItem, TeamItem } from '../../../projections/people/organisations';
import type { RoleItem } from '../../../projections/people/roles';
import type { UserItem } from '../../../projections/people/users';
import { about, count, either, id, listOf, object, oneOf, orNull, text, yesNo } from '../answers/schema';
import { organisationKind, page, pageFields, permission } from '../answers/shared';

const revision = about('Also in ETag, for If-Match.', count);
const name = about('ERASED where the person was erased.', orNull(text));

type Preferences = NonNullable<Shown<OrganisationItem>['preferences']>;

export const organisation = object<Shown<OrganisationItem>>('Organisation', {
  ...{ id, revision, kind: organisationKind, name: text, parent: orNull(id) },
  teams: listOf(object<TeamItem>('Team', { team: id, name: text, members: listOf(id) })),
  serviceProviders: listOf(id),
  preferences: orNull(object<Preferences>('Preferences', { isAspBusiness: yesNo, reopenWindowDays: count })),
});
export const organisationPage = page('OrganisationPage', organisation);

export const user = object<Shown<UserItem>>('User', {
  ...{ id, revision, organisation: id, name, email: name },
  login: about('False for people who acted elsewhere before and cannot sign in.', yesNo),
  active: yesNo,
  missingApprovals: listOf(text),
  suspended: yesNo,
  roles: listOf(id),
  ...{ granted: listOf(text), withdrawn: listOf(text) },
  erased: yesNo,
});
export const userPage = page('UserPage', user);

export const contact = object<Shown<ContactItem>>('Contact', {
  ...{ id, revision, organisation: id, name, phones: listOf(text), emails: listOf(text), erased: yesNo },
});
export const contactPage = page('ContactPage', contact);

const definedRole = object<Shown<RoleItem>>('DefinedRole', {
  ...{ id, revision, organisation: orNull(id), name: text, permissions: listOf(text) },
});
const builtInRole = object<BuiltInRole>('BuiltInRole', {
  id,
  organisation: { type: 'null' },
  name: oneOf<BuiltInRoleName>(...builtInRoleNames),
  permissions: listOf(permission),
});
export const role = either(definedRole, builtInRole);
export const rolePage = object<RegistryPage<Shown<RoleItem>> & { readonly builtIn: readonly BuiltInRole[] }>('RolePage', {
  builtIn: listOf(builtInRole),
  ...pageFields(definedRole),
});

const right = object<Right>('Right', {
  permission,
  roles: about('Roles of the user that contain it.', listOf(id)),
  ...{ granted: yesNo, withdrawn: yesNo, effective: yesNo },
});
export const rights = object<{ readonly items: readonly Right[] }>('Rights', { items: listOf(right) });

const group = listOf(permission);
export type PermissionGroups = { readonly [Group in keyof typeof permissionGroups]: readonly Permission[] };
export const groups = object<PermissionGroups>('PermissionGroups', {
  ...{ Tickets: group, Handling: group, ASP: group, Privacy: group, Audit: group, Reports: group },
  ...{ Administration: group, Integration: group },
});
