import type { Aggregate, DecisionContext } from '../kernel/decider';
import { reject } from '../kernel/errors';
import type { Confidential } from '../kernel/event';
import type { OrganisationId, RoleId, Subject, UserId } from '../kernel/ids';
import { eraseSubject, needsToErase } from './erasure';
import { emailProblem, lineProblem, maxName, requireForm } from './form';
import { permissions, type Permission } from './permission';
import { isImporting } from './rights';
import { demandToHold, demandWithin, isAbove, requireOrganisation } from './reach';
import type { OrganisationKind, RegistryRef, UserView } from './registry-view';
import {
  userEventTypes,
  type ApprovalSide,
  type ApproveUser,
  type GrantPermission,
  type GrantRole,
  type RegisterUser,
  type ResetPermission,
  type ReviseUser,
  type UserCommand,
  type UserEvent,
  type WithdrawPermission,
} from './user.events';

export interface RegisteredUser {
  readonly status: 'registered';
  readonly id: UserId;
  readonly organisation: OrganisationId;
  readonly login: boolean;
  /** Consents still awaited; active when there is none and the account is not suspended. */
  readonly missingApprovals: readonly ApprovalSide[];
  readonly suspended: boolean;
  readonly roles: readonly RoleId[];
  readonly granted: readonly Permission[];
  readonly withdrawn: readonly Permission[];
}

export type UserState =
  | { readonly status: 'unregistered' }
  | RegisteredUser
  | { readonly status: 'erased'; readonly id: UserId; readonly organisation: OrganisationId };

export function isActive(user: UserState): user is RegisteredUser {
  return user.status === 'registered' && user.missingApprovals.length === 0 && !user.suspended;
}

function evolve(state: UserState, event: UserEvent): UserState {
  if (event.type === 'UserRegistered') {
    const { user: id, organisation, login, approvals } = event.data;
    const rights = { roles: [], granted: [], withdrawn: [] };
    return { status: 'registered', id, organisation, login, missingApprovals: approvals, suspended: false, ...rights };
  }
  if (state.status !== 'registered') return state;
  if (event.type === 'SubjectErased') return { status: 'erased', id: state.id, organisation: state.organisation };
  return { ...state, ...change(state, event) };
}

function change(
  state: RegisteredUser,
  event: Exclude<UserEvent, { readonly type: 'UserRegistered' | 'SubjectErased' }>,
): Partial<RegisteredUser> {
  switch (event.type) {
    case 'UserApproved':
      return { missingApprovals: without(state.missingApprovals, event.data.side) };
    case 'UserSuspended':
      return { suspended: true };
    case 'UserResumed':
      return { suspended: false };
    case 'RoleGranted':
      return { roles: [...state.roles, event.data.role] };
    case 'RoleRevoked':
      return { roles: without(state.roles, event.data.role) };
    case 'UserRevised':
      return {};
    default:
      return changedRights(state, event);
  }
}

function changedRights(
  { granted, withdrawn }: RegisteredUser,
  {
    type,
    data: { permission },
  }: Extract<UserEvent, { readonly type: 'PermissionGranted' | 'PermissionWithdrawn' | 'PermissionReset' }>,
): Partial<RegisteredUser> {
  const rights = { granted: without(granted, permission), withdrawn: without(withdrawn, permission) };
  switch (type) {
    case 'PermissionGranted':
      return { ...rights, granted: [...rights.granted, permission] };
    case 'PermissionWithdrawn':
      return { ...rights, withdrawn: [...rights.withdrawn, permission] };
    case 'PermissionReset':
      return rights;
  }
}

function without<T>(list: readonly T[], gone: T): readonly T[] {
  return list.filter((item) => item !== gone);
}

function decide(command: UserCommand, state: UserState, context: DecisionContext): readonly UserEvent[] {
  if (command.type === 'RegisterUser') return register(command, state, context);
  if (state.status === 'unregistered') reject('unknown', 'There is no such user. Look the id up in the list of users.');
  if (command.type === 'EraseSubject') return eraseSubject(subjectOf(state.id), state, context);
  if (state.status === 'erased') return rejectErased();
  switch (command.type) {
    case 'ReviseUser':
      return revise(command, state, context);
    case 'ApproveUser':
      return approve(command, state, context);
    default:
      demandWithin(context, 'user.manage', state.organisation);
      return manage(command, state, context);
  }
}

function manage(
  command: Exclude<UserCommand, { readonly type: 'RegisterUser' | 'EraseSubject' | 'ReviseUser' | 'ApproveUser' }>,
  state: RegisteredUser,
  context: DecisionContext,
): readonly UserEvent[] {
  switch (command.type) {
    case 'SuspendUser':
      return state.suspended ? [] : [{ type: 'UserSuspended', audience: 'everyone', data: {} }];
    case 'ResumeUser':
      return state.suspended ? [{ type: 'UserResumed', audience: 'everyone', data: {} }] : [];
    case 'GrantRole':
      return grantRole(command, state, context);
    case 'RevokeRole': {
      const { role } = command;
      return state.roles.includes(role) ? [{ type: 'RoleRevoked', audience: 'everyone', data: { role } }] : [];
    }
    default:
      return changeRight(command, state, context);
  }
}

function register(command: RegisterUser, state: UserState, context: DecisionContext): readonly UserEvent[] {
  const { user, organisation, login, name, email } = command;
  demandWithin(context, 'user.manage', organisation);
  if (state.status === 'erased') return rejectErased();
  requireForm({
    name: lineProblem(name, maxName),
    email: email === undefined ? (login ? 'an e-mail address, for whoever is to sign in' : null) : emailProblem(email),
  });
  const { kind } = requireOrganisation(context, organisation);
  if (state.status === 'registered') {
    if (state.organisation === organisation && state.login === login) return [];
    reject('already-exists', 'This user is registered already, with other values. Take a new id.');
  }
  const data = { user, organisation, login, approvals: approvalsFor(login, kind) };
  return [{ type: 'UserRegistered', audience: 'everyone', data, confidential: [boxOf(user, { name, email })] }];
}

function approvalsFor(login: boolean, kind: OrganisationKind): readonly ApprovalSide[] {
  if (!login) return [];
  return kind === 'customer' ? ['organisation', 'vendor'] : ['organisation'];
}

function boxOf(
  user: UserId,
  { name, email }: { readonly name?: string | undefined; readonly email?: string | undefined },
): Confidential {
  const values = { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
  return { subject: subjectOf(user), values };
}

function subjectOf(user: UserId): Subject {
  return `user-${user}`;
}

/** Both sides of a customer consent (C22). Whoever founds organisations may stand in for one that has no administrator yet. */
function approve({ side }: ApproveUser, state: RegisteredUser, context: DecisionContext): readonly UserEvent[] {
  demandWithin(context, 'user.approve', state.organisation);
  const above = isAbove(context, state.organisation) || isImporting(context);
  if (side === 'vendor' && !above) {
    reject('not-permitted', "The vendor's consent comes from an organisation above the user's own. Ask your partner for it.", {
      permission: 'user.approve',
    });
  }
  const standIn = side === 'organisation' && state.organisation !== context.actor.organisation;
  if (standIn) demandWithin(context, 'organisation.create', state.organisation);
  if (!state.missingApprovals.includes(side)) return [];
  return [{ type: 'UserApproved', audience: 'everyone', data: { side, standIn } }];
}

/** Names and addresses are sealed, so nothing tells whether they change: every revision is recorded. */
function revise({ name, email }: ReviseUser, state: RegisteredUser, context: DecisionContext): readonly UserEvent[] {
  if (context.actor.user !== state.id) demandWithin(context, 'user.manage', state.organisation);
  requireForm({
    name: name === undefined ? null : lineProblem(name, maxName),
    email: email === undefined ? null : emailProblem(email),
  });
  if (name === undefined && email === undefined) return [];
  return [{ type: 'UserRevised', audience: 'everyone', data: {}, confidential: [boxOf(state.id, { name, email })] }];
}

function grantRole({ role }: GrantRole, state: RegisteredUser, context: DecisionContext): readonly UserEvent[] {
  const view = context.registry.role(role);
  const offered = view !== undefined && isOffered(view.organisation, state.organisation, context);
  if (!offered)
    reject('unknown', "There is no such role for this user's organisation. Look its id up in the list of roles.", { role });
  demandToHold(context, view.permissions);
  return state.roles.includes(role) ? [] : [{ type: 'RoleGranted', audience: 'everyone', data: { role } }];
}

/** A role serves its own organisation and those below it; without an organisation, everybody. */
function isOffered(owner: OrganisationId | null, organisation: OrganisationId, context: DecisionContext): boolean {
  return owner === null || owner === organisation || context.registry.ancestors(organisation).some(({ id }) => id === owner);
}

function changeRight(
  { type, permission }: GrantPermission | WithdrawPermission | ResetPermission,
  { granted, withdrawn }: RegisteredUser,
  context: DecisionContext,
): readonly UserEvent[] {
  requireForm({ permission: permissions.includes(permission) ? null : 'one of the list of permissions' });
  if (type !== 'WithdrawPermission') demandToHold(context, [permission]);
  const data = { permission };
  const isGranted = granted.includes(permission);
  const isWithdrawn = withdrawn.includes(permission);
  switch (type) {
    case 'GrantPermission':
      return recordedUnless(isGranted, { type: 'PermissionGranted', audience: 'everyone', data });
    case 'WithdrawPermission':
      return recordedUnless(isWithdrawn, { type: 'PermissionWithdrawn', audience: 'everyone', data });
    case 'ResetPermission':
      return recordedUnless(!isGranted && !isWithdrawn, { type: 'PermissionReset', audience: 'everyone', data });
  }
}

function recordedUnless(holdsAlready: boolean, event: UserEvent): readonly UserEvent[] {
  return holdsAlready ? [] : [event];
}

function rejectErased(): never {
  reject('unknown', 'This person was erased. Nothing more is recorded about them; register them anew if they come back.');
}

function needs(command: UserCommand, state: UserState): readonly RegistryRef[] {
  if (command.type === 'RegisterUser') return [{ organisation: command.organisation }];
  if (state.status === 'unregistered') return command.type === 'GrantRole' ? [{ role: command.role }] : [];
  if (command.type === 'EraseSubject') return needsToErase(subjectOf(state.id), state);
  const itself = { organisation: state.organisation };
  return command.type === 'GrantRole' ? [itself, { role: command.role }] : [itself];
}

/** Null for somebody never registered. The erased stay known, so that old tickets keep their people, but are not active. */
export function userView(user: UserState): UserView | null {
  if (user.status === 'unregistered') return null;
  const view = { id: user.id, organisation: user.organisation, active: isActive(user) };
  return user.status === 'erased' ? { ...view, erased: true } : view;
}

export const user: Aggregate<UserCommand, UserState, UserEvent> = {
  category: 'user',
  eventTypes: userEventTypes,
  initial: { status: 'unregistered' },
  evolve,
  decide,
  needs,
  facets: () => null,
};
