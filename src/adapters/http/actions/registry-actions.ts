import type { Type } from '@nestjs/common';
import type { ContactCommand } from '../../../domain/people/contact.commands';
import type { OrganisationCommand } from '../../../domain/people/organisation.commands';
import type { RoleCommand } from '../../../domain/people/role.commands';
import type { UserCommand } from '../../../domain/people/user.commands';
import { said } from '../dto/fields';
import {
  ApproveUserDto,
  ChangeParentDto,
  DefineRoleDto,
  FoundOrganisationDto,
  NameDto,
  PermissionOfUserDto,
  PreferencesDto,
  RecordContactDto,
  RenameTeamDto,
  ReviseContactDto,
  ReviseRoleDto,
  RoleOfUserDto,
  ServiceProviderDto,
  TeamMemberDto,
} from '../dto/registry.dto';
import { Timed } from '../dto/timed.dto';
import type { Given } from './action';

type RegistryCommand = OrganisationCommand | UserCommand | ContactCommand | RoleCommand;

/** One route POST /v1/<resource>/:id/<path>; the one with an empty path makes a new one, whose id is its command's. */
export interface RegistryAction {
  readonly path: string;
  readonly summary: string;
  readonly dto: Type<Timed>;
  readonly toCommand: (dto: Timed, given: Given) => RegistryCommand;
}

function action<D extends Timed>(
  path: string,
  summary: string,
  dto: Type<D>,
  toCommand: (dto: D, given: Given) => RegistryCommand,
): RegistryAction {
  return { path, summary, dto, toCommand: toCommand as RegistryAction['toCommand'] };
}

const erase = (type: 'EraseUser' | 'EraseContact') =>
  action('erase', 'Destroys everything personal, for good; that somebody was there stays', Timed, () => ({ type }));

export const organisationActions = [
  action('', 'Founds an organisation', FoundOrganisationDto, ({ kind, name, parent }, { actor, commandId }) => ({
    type: 'FoundOrganisation',
    organisation: commandId as string,
    ...{ kind, name, parent: parent ?? actor.organisation },
  })),
  action('rename', 'Gives it another name', NameDto, ({ name }) => ({ type: 'RenameOrganisation', name })),
  action('change-parent', 'Puts it below another organisation', ChangeParentDto, ({ parent }) => ({
    type: 'ChangeParent',
    parent,
  })),
  action('add-team', 'A new team; its id is "made" in the answer', NameDto, ({ name }, { commandId }) => ({
    type: 'AddTeam',
    team: commandId as string,
    name,
  })),
  action('rename-team', 'Gives a team another name', RenameTeamDto, ({ team, name }) => ({ type: 'RenameTeam', team, name })),
  action('add-team-member', 'Puts a user into a team', TeamMemberDto, ({ team, user }) => ({
    type: 'AddTeamMember',
    team,
    user,
  })),
  action('remove-team-member', 'Takes a user out of a team', TeamMemberDto, ({ team, user }) => ({
    type: 'RemoveTeamMember',
    team,
    user,
  })),
  action('engage-service-provider', 'Lets tickets go down to a service provider', ServiceProviderDto, ({ provider }) => ({
    type: 'EngageServiceProvider',
    provider,
  })),
  action('release-service-provider', 'Lets no more tickets go down to it', ServiceProviderDto, ({ provider }) => ({
    type: 'ReleaseServiceProvider',
    provider,
  })),
  action('change-preferences', 'Business preferences', PreferencesDto, ({ isAspBusiness, reopenWindowDays }) =>
    said({ type: 'ChangePreferences', isAspBusiness, reopenWindowDays }),
  ),
];

/** Registering and revising touch the address, which stands only once: user-desk.ts. */
export const userActions = [
  action('approve', 'Consents to the account', ApproveUserDto, ({ side }) => ({ type: 'ApproveUser', side })),
  action('suspend', 'Nobody signs in as this user until resumed', Timed, () => ({ type: 'SuspendUser' })),
  action('resume', 'Ends the suspension', Timed, () => ({ type: 'ResumeUser' })),
  action('grant-role', 'Gives a role', RoleOfUserDto, ({ role }) => ({ type: 'GrantRole', role })),
  action('revoke-role', 'Takes a role', RoleOfUserDto, ({ role }) => ({ type: 'RevokeRole', role })),
  action('grant-permission', 'Gives a single permission beside the roles', PermissionOfUserDto, ({ permission }) => ({
    type: 'GrantPermission',
    permission,
  })),
  action('withdraw-permission', 'Takes a single permission, whatever the roles say', PermissionOfUserDto, ({ permission }) => ({
    type: 'WithdrawPermission',
    permission,
  })),
  action('reset-permission', 'Lets the roles decide on a permission again', PermissionOfUserDto, ({ permission }) => ({
    type: 'ResetPermission',
    permission,
  })),
  erase('EraseUser'),
];

export const contactActions = [
  action('', 'Records a person without an account', RecordContactDto, (dto, { actor, commandId }) => ({
    type: 'RecordContact',
    contact: commandId as string,
    organisation: dto.organisation ?? actor.organisation,
    name: dto.name,
    phones: dto.phones ?? [],
    emails: dto.emails ?? [],
  })),
  action('revise', 'Corrects name, telephone numbers or addresses', ReviseContactDto, ({ name, phones, emails }) =>
    said({ type: 'ReviseContact', name, phones, emails }),
  ),
  erase('EraseContact'),
];

export const roleActions = [
  action('', 'Defines a role', DefineRoleDto, ({ name, permissions, organisation }, { actor, commandId }) => ({
    type: 'DefineRole',
    role: commandId as string,
    organisation: organisation === undefined ? actor.organisation : organisation,
    ...{ name, permissions },
  })),
  action('revise', 'Changes its name or permissions', ReviseRoleDto, ({ name, permissions }) =>
    said({ type: 'ReviseRole', name, permissions }),
  ),
];
