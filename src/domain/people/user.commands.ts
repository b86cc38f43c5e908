import { command, type CommandOf, type CommandsOf, type Resource } from '../kernel/commands';
import { choice, email, given, id, internal, line, optional, otherwiseFrom, unlessImported } from '../kernel/fields';
import { maxName } from '../kernel/form';
import type { OrganisationId, RoleId, UserId } from '../kernel/ids';
import { builtInRoleKeys } from './built-in-roles';
import { permissions } from './permission';
import { approvalSides } from './user.events';

const role = {
  role: id<RoleId>('role', { about: 'Id of the role, or the key of a built-in role.', example: 'technician' }, builtInRoleKeys),
};
const permission = {
  permission: choice(permissions, {
    about: 'Name of the permission.',
    example: 'ticket.waive-gate',
  }),
};

export const userCommands = {
  RegisterUser: command(
    'Registers a user',
    {
      user: given<UserId>('command-id'),
      organisation: otherwiseFrom(
        'own organisation',
        id<OrganisationId>('organisation', { about: 'The organisation of the user. Default: your own.' }),
      ),
      name: line(maxName, { about: 'Full name.', example: 'Ada Byron' }),
      email: unlessImported(email({ about: 'Address to sign in with. Each address has one account.' })),
      /** False for people of imported history: technicians like any other, but nobody can sign in as them. */
      login: internal<boolean>(),
    },
    { creates: true, refuses: ['already-exists'] },
  ),
  ReviseUser: command(
    'Corrects name or address; fields left out do not change',
    {
      name: optional(line(maxName, { about: 'The new name.', example: 'Ada King' })),
      email: optional(email({ about: 'The new address.' })),
    },
    { refuses: ['already-exists'] },
  ),
  ApproveUser: command('Approves the account', {
    side: choice(approvalSides, {
      about: 'The side you approve for: the user’s own organisation, or the vendor above it.',
      example: 'organisation',
    }),
  }),
  SuspendUser: command('Suspends the account, so that nobody can sign in with it'),
  ResumeUser: command('Ends the suspension'),
  GrantRole: command('Grants a role', role),
  RevokeRole: command('Revokes a role', role),
  GrantPermission: command('Grants a single permission in addition to the roles', permission),
  WithdrawPermission: command('Withdraws a single permission, even if a role grants it', permission),
  ResetPermission: command('Ends the grant or withdrawal of a permission; the roles decide again', permission),
  EraseUser: command('Destroys all personal data for good; the user stays known as erased'),
};

export type UserCommand = CommandsOf<typeof userCommands>;
export type RegisterUser = CommandOf<typeof userCommands, 'RegisterUser'>;
export type ReviseUser = CommandOf<typeof userCommands, 'ReviseUser'>;
export type ApproveUser = CommandOf<typeof userCommands, 'ApproveUser'>;
export type GrantRole = CommandOf<typeof userCommands, 'GrantRole'>;
export type GrantPermission = CommandOf<typeof userCommands, 'GrantPermission'>;
export type WithdrawPermission = CommandOf<typeof userCommands, 'WithdrawPermission'>;
export type ResetPermission = CommandOf<typeof userCommands, 'ResetPermission'>;

export const users = { noun: 'user', plural: 'users', commands: userCommands } as const satisfies Resource;
