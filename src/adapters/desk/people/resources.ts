import type { ShownKind } from '../../../domain/context';
import type { Resource as Described } from '../../../domain/kernel/commands';
import { contacts as contactsOf } from '../../../domain/people/contact.commands';
import { organisations as organisationsOf } from '../../../domain/people/organisation.commands';
import { roles as rolesOf } from '../../../domain/people/role.commands';
import { users as usersOf } from '../../../domain/people/user.commands';
import { listContacts, listOrganisations, listRoles, listUsers } from '../../../projections/people/list-people';
import { getContact, getOrganisation, getRole, getUser } from '../../../projections/people/read-people';
import { verbTable, type VerbTable } from '../resources';

/** An aggregate with its commands by verb, and its queries. */
export interface Resource extends Described {
  readonly noun: ShownKind;
  readonly table: VerbTable;
}

const withVerbs = <R extends Described>(described: R) => ({ ...described, table: verbTable(described.noun, described.commands) });

/** Routes, lists and pages are generated from these entries. */
export const organisations = { ...withVerbs(organisationsOf), get: getOrganisation, list: listOrganisations };
export const users = { ...withVerbs(usersOf), get: getUser, list: listUsers };
export const contacts = { ...withVerbs(contactsOf), get: getContact, list: listContacts };
export const roles = { ...withVerbs(rolesOf), get: getRole, list: listRoles };
