import type { ContactCommand } from './contact.commands';
import type { OrganisationCommand } from './organisation.commands';
import type { Permission } from './permission';
import type { RoleCommand } from './role.commands';
import type { UserCommand } from './user.commands';

type PeopleCommand = OrganisationCommand | UserCommand | ContactCommand | RoleCommand;

/** The permission of each command about organisations and people. reach.ts checks how far it reaches. */
export const permissionFor: { readonly [type in PeopleCommand['type']]: Permission } = {
  FoundOrganisation: 'organisation.create',
  RenameOrganisation: 'organisation.manage',
  ChangeParent: 'organisation.manage',
  AddTeam: 'organisation.manage',
  RenameTeam: 'organisation.manage',
  AddTeamMember: 'organisation.manage',
  RemoveTeamMember: 'organisation.manage',
  EngageServiceProvider: 'organisation.manage',
  ReleaseServiceProvider: 'organisation.manage',
  ChangePreferences: 'organisation.manage',
  RegisterUser: 'user.manage',
  ReviseUser: 'user.manage',
  ApproveUser: 'user.approve',
  SuspendUser: 'user.manage',
  ResumeUser: 'user.manage',
  GrantRole: 'user.manage',
  RevokeRole: 'user.manage',
  GrantPermission: 'user.manage',
  WithdrawPermission: 'user.manage',
  ResetPermission: 'user.manage',
  EraseUser: 'privacy.erase',
  RecordContact: 'contact.manage',
  ReviseContact: 'contact.manage',
  EraseContact: 'privacy.erase',
  DefineRole: 'role.manage',
  ReviseRole: 'role.manage',
};
