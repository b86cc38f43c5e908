import { command, type CommandOf, type CommandsOf, type Resource } from '../kernel/commands';
import { choice, given, id, line, nullable, optional, otherwiseFrom, whole, yesNo } from '../kernel/fields';
import { maxName } from '../kernel/form';
import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import { organisationKinds } from './views';

const newName = line(maxName, { about: 'The new name.', example: 'Harbour Ferries Ltd' });
const team = id<TeamId>('team', { about: 'The team.' });
const member = { team, user: id<UserId>('user', { about: 'A user of the same organisation.' }) };
const provider = { provider: id<OrganisationId>('organisation', { about: 'An organisation of the kind serviceProvider.' }) };

const longestReopenWindow = 3650;

export const organisationCommands = {
  FoundOrganisation: command(
    'Founds an organisation',
    {
      organisation: given<OrganisationId>('command-id'),
      kind: choice(organisationKinds, { about: 'Its place in the chain. Never changes.', example: 'customer' }),
      name: line(maxName, { about: 'Display name.', example: 'Harbour Ferries' }),
      parent: otherwiseFrom(
        'own organisation',
        nullable(
          id<OrganisationId>('organisation', {
            about: 'The organisation above it. Default: your own. Only the root, founded at the first start, has none (null).',
          }),
        ),
      ),
    },
    { creates: true, refuses: ['target-not-allowed'] },
  ),
  RenameOrganisation: command('Renames the organisation', { name: newName }),
  ChangeParent: command(
    'Moves the organisation below another one',
    { parent: id<OrganisationId>('organisation', { about: 'The new organisation above it.' }) },
    { refuses: ['target-not-allowed'] },
  ),
  AddTeam: command(
    'Adds a team',
    {
      team: given<TeamId>('command-id'),
      name: line(maxName, { about: 'The name of the team.', example: 'Night shift' }),
    },
    { refuses: ['already-exists'] },
  ),
  RenameTeam: command('Renames a team', { team, name: { ...newName, example: 'Late shift' } }, { refuses: ['already-exists'] }),
  AddTeamMember: command('Puts a user into a team', member),
  RemoveTeamMember: command('Takes a user out of a team', member),
  EngageServiceProvider: command('Allows forwarding tickets down to a service provider', provider, {
    refuses: ['target-not-allowed'],
  }),
  ReleaseServiceProvider: command('Stops forwarding tickets down to a service provider', provider),
  ChangePreferences: command('Changes business preferences; fields left out do not change', {
    isAspBusiness: optional(yesNo({ about: 'The switch "Is ASP business".' })),
    reopenWindowDays: optional(
      whole(0, longestReopenWindow, { about: 'Days after closing in which a ticket may be reopened.', example: 30 }),
    ),
  }),
};

export type OrganisationCommand = CommandsOf<typeof organisationCommands>;
export type FoundOrganisation = CommandOf<typeof organisationCommands, 'FoundOrganisation'>;
export type RenameOrganisation = CommandOf<typeof organisationCommands, 'RenameOrganisation'>;
export type ChangeParent = CommandOf<typeof organisationCommands, 'ChangeParent'>;
export type AddTeam = CommandOf<typeof organisationCommands, 'AddTeam'>;
export type RenameTeam = CommandOf<typeof organisationCommands, 'RenameTeam'>;
export type AddTeamMember = CommandOf<typeof organisationCommands, 'AddTeamMember'>;
export type RemoveTeamMember = CommandOf<typeof organisationCommands, 'RemoveTeamMember'>;
export type EngageServiceProvider = CommandOf<typeof organisationCommands, 'EngageServiceProvider'>;
export type ReleaseServiceProvider = CommandOf<typeof organisationCommands, 'ReleaseServiceProvider'>;
export type ChangePreferences = CommandOf<typeof organisationCommands, 'ChangePreferences'>;

export const organisations = {
  noun: 'organisation',
  plural: 'organisations',
  commands: organisationCommands,
} as const satisfies Resource;
