import type { DecisionContext, Need, ShownAggregate } from '../context';
import { reject } from '../kernel/errors';
import type { Everyone } from '../kernel/event';
import type { OrganisationId, RoleId } from '../kernel/ids';
import { builtInRole } from './built-in-roles';
import { permissions, type Permission } from './permission';
import { demand, isImporting, requireWellFormed } from './rights';
import { demandToHold, demandWithin, requireOrganisation, requireWithin } from './reach';
import type { RoleView } from './views';
import { roleCommands, type DefineRole, type ReviseRole, type RoleCommand } from './role.commands';
import { permissionFor } from './who-may';

// Stream `role-<uuid>`: a named set of permissions of one organisation, or of all (null). Built-in roles have no stream.

export type RoleDefined = Everyone<
  'RoleDefined',
  {
    readonly role: RoleId;
    readonly organisation: OrganisationId | null;
    readonly name: string;
    readonly permissions: readonly Permission[];
  }
>;
/** Name and permissions after the change. */
export type RoleRevised = Everyone<'RoleRevised', { readonly name: string; readonly permissions: readonly Permission[] }>;

export type RoleEvent = RoleDefined | RoleRevised;

/** Its permissions are in the order of the list, without duplicates. */
export interface Role extends RoleView {
  readonly name: string;
}
/** Null until defined. */
export type RoleState = Role | null;

function evolve(state: RoleState, event: RoleEvent): RoleState {
  if (event.type === 'RoleRevised') return state === null ? null : { ...state, ...event.data };
  const { role: id, ...role } = event.data;
  return { id, ...role };
}

function decide(command: RoleCommand, state: RoleState, context: DecisionContext): readonly RoleEvent[] {
  return command.type === 'DefineRole' ? define(command, state, context) : revise(command, state, context);
}

function define(command: DefineRole, state: RoleState, context: DecisionContext): readonly RoleEvent[] {
  const { role, organisation, name } = command;
  demandOwner(organisation, context);
  requireWellFormed(roleCommands, command, context);
  demandToHold(context, command.permissions);
  if (organisation !== null) requireOrganisation(context, organisation);
  const defined = { role, organisation, name, permissions: inOrder(command.permissions) };
  if (state === null) return [{ type: 'RoleDefined', audience: 'everyone', data: defined }];
  if (state.organisation === organisation && isSame(state, defined)) return [];
  reject('already-exists', 'This role already exists with other values. Revise it, or use a new id.');
}

/**
 * A role for everybody is known to everybody.
 * @throws {DomainError} not-permitted, unknown
 */
function roleReached(state: RoleState, context: DecisionContext): Role {
  const unknown = 'There is no such role, or you cannot change it because it is built in or not yours. Define your own.';
  const of = ({ organisation }: Role): OrganisationId => organisation ?? context.actor.organisation;
  const role = requireWithin(context, permissionFor.ReviseRole, { thing: state, of, unknown });
  demandOwner(role.organisation, context);
  return role;
}

function revise(command: ReviseRole, state: RoleState, context: DecisionContext): readonly RoleEvent[] {
  const role = roleReached(state, context);
  requireWellFormed(roleCommands, command, context);
  const { name = role.name, permissions: wanted = role.permissions } = command;
  demandToHold(
    context,
    wanted.filter((permission) => !role.permissions.includes(permission)),
  );
  const revised = { name, permissions: inOrder(wanted) };
  return isSame(role, revised) ? [] : [{ type: 'RoleRevised', audience: 'everyone', data: revised }];
}

/** Only the root manages roles for everybody. */
function demandOwner(organisation: OrganisationId | null, context: DecisionContext): void {
  if (organisation !== null) {
    demandWithin(context, 'role.manage', organisation);
    return;
  }
  demand(context, 'role.manage');
  if (context.actor.organisationKind === 'admin' || isImporting(context)) return;
  reject('not-permitted', 'Only the root organisation defines roles for everybody. Name your own organisation as its owner.', {
    permission: 'role.manage',
  });
}

function inOrder(wanted: readonly Permission[]): readonly Permission[] {
  return permissions.filter((permission) => wanted.includes(permission));
}

function isSame(state: Role, other: { readonly name: string; readonly permissions: readonly Permission[] }): boolean {
  return state.name === other.name && state.permissions.join() === other.permissions.join();
}

function needs(command: RoleCommand, state: RoleState): readonly Need[] {
  const organisation = command.type === 'DefineRole' ? command.organisation : (state?.organisation ?? null);
  return organisation === null ? [] : [['organisation', organisation]];
}

export const role: ShownAggregate<RoleCommand, RoleState, RoleEvent, RoleView> = {
  category: 'role',
  eventTypes: ['RoleDefined', 'RoleRevised'],
  initial: null,
  evolve,
  decide,
  needs,
  shows: { view: (state) => state, builtIn: builtInRole },
  facets: () => null,
};
