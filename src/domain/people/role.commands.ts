import { command, type CommandOf, type CommandsOf, type Resource } from '../kernel/commands';
import { choice, given, id, line, list, nullable, optional, otherwiseFrom } from '../kernel/fields';
import { maxName } from '../kernel/form';
import type { OrganisationId, RoleId } from '../kernel/ids';
import { permissions } from './permission';

const somePermissions = (about: string) =>
  list(
    choice(permissions, { about: 'A permission.' }),
    { min: 0, max: permissions.length },
    { about, example: ['ticket.work', 'ticket.reply'] },
  );

export const roleCommands = {
  DefineRole: command(
    'Defines a role',
    {
      role: given<RoleId>('command-id'),
      organisation: otherwiseFrom(
        'own organisation',
        nullable(
          id<OrganisationId>('organisation', {
            about: 'The organisation of the role, or null for all. Default: your own.',
          }),
        ),
      ),
      name: line(maxName, { about: 'Display name.', example: 'Night shift' }),
      permissions: somePermissions('What the role allows. You can choose only permissions that you hold yourself.'),
    },
    { creates: true },
  ),
  ReviseRole: command('Changes name or permissions; fields left out do not change', {
    name: optional(line(maxName, { about: 'The new name.', example: 'Late shift' })),
    permissions: optional(somePermissions('Replaces the whole list.')),
  }),
};

export type RoleCommand = CommandsOf<typeof roleCommands>;
export type DefineRole = CommandOf<typeof roleCommands, 'DefineRole'>;
export type ReviseRole = CommandOf<typeof roleCommands, 'ReviseRole'>;

export const roles = { noun: 'role', plural: 'roles', commands: roleCommands } as const satisfies Resource;
