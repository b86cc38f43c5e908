import type { Type } from '@nestjs/common';
import { id as idField } from '../../../domain/kernel/fields';
import { builtInRoleKeys, builtInRoleNames, type BuiltInRole, type BuiltInRoleName } from '../../../domain/people/built-in-roles';
import type { Right } from '../../../domain/people/effective-rights';
import type { Permission, permissionGroups } from '../../../domain/people/permission';
import type { PeoplePage } from '../../../projections/people/list-people';
import type { Shown } from '../../../projections/kernel/shown';
import type { ContactItem } from '../../../projections/people/contacts';
import type { OrganisationItem, TeamItem } from '../../../projections/people/organisations';
import type { DefinedRole } from '../../../projections/people/roles';
import type { UserItem } from '../../../projections/people/users';
import * as people from '../../desk/people/resources';
import type { PeopleDesk } from '../../desk/people/people-desk';
import type { PeopleReader } from '../../desk/people/people-reader';
import { UserDesk } from '../../desk/people/user-desk';
import { cast, exampleId } from '../answers/cast';
import { about, count, either, id, listOf, object, oneOf, orNull, text, yesNo, type Schema } from '../answers/schema';
import { organisationKind, page, pageFields, permission } from '../answers/shared';
import { idPath } from '../paging.fields';

const revision = about('Also in `ETag`, for `If-Match`.', count, 3);
const name = (example: string) => about('`ERASED` if the person was erased.', orNull(text), example);
const erased = about('Whether the personal data was destroyed.', yesNo, false);

type Preferences = NonNullable<Shown<OrganisationItem>['preferences']>;

const team = object<TeamItem>('Team', {
  id: about('Id of the team in commands and filters.', id, cast.team),
  name: about('Name of the team.', text, 'Field service'),
  members: about('Users of the organisation.', listOf(id), [cast.technician]),
});
const preferences = object<Preferences>('Preferences', {
  isAspBusiness: about('The switch "Is ASP business".', yesNo, false),
  reopenWindowDays: about('Days after closing in which a ticket may be reopened.', count, 30),
});

export const organisation = object<Shown<OrganisationItem>>('Organisation', {
  id: about('Id of the organisation in paths.', id, cast.partner),
  revision,
  kind: about('Its place in the chain.', organisationKind, 'partner'),
  name: about('Name of the organisation.', text, 'Harbour Service Partners'),
  parent: about('The organisation above it. Null for the root.', orNull(id), cast.distributor),
  teams: about('Its teams, by name.', listOf(team)),
  serviceProviders: about('Organisations that may receive its tickets as service providers.', listOf(id), []),
  preferences: about('Its business preferences. Null if you may not see them.', orNull(preferences), null),
});
export const organisationPage = page('OrganisationPage', organisation);

const permissionNames = (description: string) => about(description, listOf(text), []);

export const user = object<Shown<UserItem>>('User', {
  id: about('Id of the user in paths.', id, cast.requester),
  revision,
  organisation: about('The organisation of the user.', id, cast.customer),
  name: name('Ben Calder'),
  email: name('ben@lighthouse.example'),
  login: about('False for users of an imported system, who cannot sign in.', yesNo, true),
  active: about('Whether the user can sign in: approved and not suspended.', yesNo, true),
  missingApprovals: about('Missing approvals: `organisation`, `vendor`.', listOf(text), []),
  suspended: about('Whether the user is suspended, and cannot sign in until resumed.', yesNo, false),
  roles: about('Ids of the roles.', listOf(id), ['0d0c4e70-0000-8000-8000-000000000101']),
  granted: permissionNames('Permissions given beside the roles.'),
  withdrawn: permissionNames('Permissions taken away, whatever the roles say.'),
  erased,
});
export const userPage = page('UserPage', user);

export const contact = object<Shown<ContactItem>>('Contact', {
  id: about('Id of the contact in paths.', id, exampleId('contact')),
  revision,
  organisation: about('The organisation of the contact.', id, cast.customer),
  name: name('Grace Hopper'),
  phones: about('Telephone numbers.', listOf(text), ['+49 30 1234567']),
  emails: about('E-mail addresses.', listOf(text), ['grace@example.org']),
  erased,
});
export const contactPage = page('ContactPage', contact);

const definedRole = object<DefinedRole>('DefinedRole', {
  id: about('Id of the role in paths.', id, '01a22d0f-6a10-7b52-8c44-1f2e3d4c5b6a'),
  revision,
  organisation: about('The organisation of the role. Null for built-in roles.', orNull(id), cast.partner),
  key: { type: 'null', description: 'Only built-in roles have a key.' },
  name: about('Name of the role.', text, 'Night shift'),
  permissions: about('Permissions of the role.', listOf(text), ['ticket.work', 'ticket.reply']),
});
const builtInRole = object<BuiltInRole>('BuiltInRole', {
  id: about('Id of the role in commands.', id, exampleId('role')),
  organisation: { type: 'null', description: 'Built-in roles belong to no organisation.' },
  key: about('Can replace the id in commands and paths.', text, 'technician'),
  name: about('Name of the role.', oneOf<BuiltInRoleName>(...builtInRoleNames), 'technician'),
  permissions: about('Permissions of the role.', listOf(permission), ['ticket.read-own', 'ticket.work']),
});
export const role = either(definedRole, builtInRole);
export const rolePage = object<PeoplePage<DefinedRole> & { readonly builtIn: readonly BuiltInRole[] }>('RolePage', {
  builtIn: about('The roles of every installation.', listOf(builtInRole)),
  ...pageFields(definedRole),
});

const rolePath = {
  id: idField('role', { about: 'Id of the role, or the key of a built-in one.', example: 'technician' }, builtInRoleKeys),
};

/** A people resource with the schemas of its responses. */
export interface Served<One extends object, Page> {
  readonly resource: people.Resource & {
    readonly get: Parameters<PeopleReader['one']>[1];
    readonly list: (...asked: never[]) => Promise<Page>;
  };
  readonly one: Schema<One>;
  readonly page: Schema<Page>;
  /** The list's content, in one sentence. */
  readonly lists: string;
  /** Default: the id. */
  readonly path?: typeof idPath;
  /** No permission is needed to read them. */
  readonly openly?: true;
  /** Executes its commands. */
  readonly desk?: Type<Pick<PeopleDesk, 'act'>>;
}

/** Routes and their descriptions are generated from these entries. */
export const served = [
  {
    ...{ resource: people.organisations, one: organisation, page: organisationPage },
    ...{ lists: 'An organisation and its descendants.', openly: true },
  },
  {
    resource: people.users,
    one: user,
    page: userPage,
    lists: 'Users of an organisation and of its descendants, with their roles.',
    desk: UserDesk,
  },
  {
    resource: people.contacts,
    one: contact,
    page: contactPage,
    lists: 'People without an account, such as callers, of an organisation and of its descendants.',
  },
  {
    ...{ resource: people.roles, one: role, page: rolePage },
    lists: 'The built-in roles, and the roles of an organisation and of its descendants.',
    path: rolePath,
  },
] as unknown as readonly Served<object, object>[];

const right = object<Right>('Right', {
  permission: about('The permission.', permission, 'ticket.open'),
  roles: about('Roles of the user that contain it.', listOf(id), ['0d0c4e70-0000-8000-8000-000000000101']),
  granted: about('Whether it was granted in addition to the roles.', yesNo, false),
  withdrawn: about('Whether it was withdrawn, despite the roles.', yesNo, false),
  effective: about('Whether the user has the permission.', yesNo, true),
});
export const rights = object<{ readonly items: readonly Right[] }>('Rights', {
  items: about('All permissions.', listOf(right)),
});

const group = (about_: string, ...examples: readonly Permission[]) => about(about_, listOf(permission), examples);
export type PermissionGroups = { readonly [Group in keyof typeof permissionGroups]: readonly Permission[] };
export const groups = object<PermissionGroups>('PermissionGroups', {
  Tickets: group('Reading and writing tickets.', 'ticket.open', 'ticket.read-own'),
  Handling: group('Working on tickets.', 'ticket.work', 'ticket.assign'),
  ASP: group('Tickets of authorised service partners.', 'asp.open'),
  Privacy: group('Destroying personal data.', 'privacy.redact'),
  Audit: group('Reading every fact.', 'audit.read-log'),
  Reports: group('Reading reports.', 'report.read'),
  Administration: group('Managing organisations, people and tokens.', 'user.manage', 'token.manage'),
  Integration: group('Bringing in history.', 'import'),
});
