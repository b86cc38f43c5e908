import { command, type CommandOf, type CommandsOf, type Resource } from '../kernel/commands';
import { choice, email, given, id, internal, line, optional, otherwiseFrom, unlessImported } from '../kernel/fields';
import { maxName } from '../kernel/form';
import type { OrganisationId, RoleId, UserId } from '../kernel/ids';
import { builtInRoleKeys } from './built-in-roles';
import { permissions } from './permission';
import { approvalSides } from './user.events';

const role = {
  role: id<RoleId>(
    'role',
    { about: 'Id of the role, or the key of a built-in one, as the list of roles names it.', example: 'technician' },
    builtInRoleKeys,
  ),
};
const permission = {
  permission: choice(permissions, {
    about: 'The permission, as the list of permissions names it.',
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
        id<OrganisationId>('organisation', { about: 'Where the user works. Default: your own organisation.' }),
      ),
      name: line(maxName, { about: 'Full name.', example: 'Ada Byron' }),
      email: unlessImported(email({ about: 'Address to sign in with. Each address has one account.' })),
      /** False: somebody who acted elsewhere before (imports), a technician like any other, but nobody can sign in as them. */
      login: internal<boolean>(),
    },
    { creates: true, refuses: ['already-exists'] },
  ),
  ReviseUser: command(
    'Corrects name or address; what is left out stays',
    {
      name: optional(line(maxName, { about: 'The new name.', example: 'Ada King' })),
      email: optional(email({ about: 'The new address.' })),
    },
    { refuses: ['already-exists'] },
  ),
  ApproveUser: command('Consents to the account', {
    side: choice(approvalSides, {
      about: 'For whom you consent: the user’s own organisation, or the vendor above it.',
      example: 'organisation',
    }),
  }),
  SuspendUser: command('Lets nobody sign in as this user until resumed'),
  ResumeUser: command('Ends the suspension'),
  GrantRole: command('Gives a role', role),
  RevokeRole: command('Takes a role away', role),
  GrantPermission: command('Gives a single permission beside the roles', permission),
  WithdrawPermission: command('Takes a single permission away, whatever the roles say', permission),
  ResetPermission: command('Lets the roles decide on a permission again', permission),
  EraseUser: command('Destroys everything personal, for good; that somebody was there stays'),
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
