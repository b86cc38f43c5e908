import type { DecisionContext, Need } from '../context';
import { reject } from '../kernel/errors';
import type { Confidential } from '../kernel/event';
import type { PersonSubject, UserId } from '../kernel/ids';
import { eraseSubject, needsToErase } from './erasure';
import { requireForm } from '../kernel/form';
import { demandWithin, isAbove, requireOrganisation, requireWithin } from './reach';
import type { OrganisationKind } from './views';
import { isImporting, requireWellFormed } from './rights';
import { userCommands, type ApproveUser, type RegisterUser, type ReviseUser, type UserCommand } from './user.commands';
import type { ApprovalSide, UserEvent } from './user.events';
import { changeRight, grantRole } from './user.rights';
import type { RegisteredUser, UserState } from './user.state';
import { permissionFor } from './who-may';

export function decide(command: UserCommand, state: UserState, context: DecisionContext): readonly UserEvent[] {
  if (command.type === 'RegisterUser') return register(command, state, context);
  const person = personReached(command, state, context);
  requireWellFormed(userCommands, command, context);
  if (command.type === 'EraseUser') return eraseSubject(subjectOf(person.id), person, context);
  if (person.status === 'erased') return rejectErased();
  switch (command.type) {
    case 'ReviseUser':
      return revise(command, person);
    case 'ApproveUser':
      return approve(command, person, context);
    default:
      return manage(command, person, context);
  }
}

type Person = Exclude<UserState, { readonly status: 'unregistered' }>;

/** @throws {DomainError} not-permitted, unknown */
function personReached(command: Exclude<UserCommand, RegisterUser>, state: UserState, context: DecisionContext): Person {
  const thing = state.status === 'unregistered' ? null : state;
  if (thing !== null && isOwnAffair(command, thing, context)) return thing;
  const unknown = 'There is no such user, or you have no access to them. Look the id up in the list of users.';
  return requireWithin(context, permissionFor[command.type], { thing, of: ({ organisation }) => organisation, unknown });
}

/** Users may correct their own name and address, but not with a token that holds only part of their rights. */
function isOwnAffair({ type }: UserCommand, { id }: Person, { actor }: DecisionContext): boolean {
  return type === 'ReviseUser' && actor.user === id && actor.scoped !== true;
}

function manage(
  command: Exclude<UserCommand, { readonly type: 'RegisterUser' | 'EraseUser' | 'ReviseUser' | 'ApproveUser' }>,
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
  const { user, organisation, name, email, login = true } = command;
  demandWithin(context, permissionFor.RegisterUser, organisation);
  requireWellFormed(userCommands, command, context);
  if (state.status === 'erased') return rejectErased();
  requireForm({ email: login && email === undefined ? 'an e-mail address, to sign in with' : null });
  const { kind } = requireOrganisation(context, organisation);
  if (state.status === 'registered') {
    if (state.organisation === organisation && state.login === login) return [];
    reject('already-exists', 'This user already exists with other values. Use a new id.');
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
): Confidential<'name' | 'email'> {
  const values = { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
  return { subject: subjectOf(user), values };
}

function subjectOf(user: UserId): PersonSubject {
  return `user-${user}`;
}

/**
 * A customer's account needs both sides (C22). Those who may found organisations can approve for one that has no administrator
 * yet.
 */
function approve({ side }: ApproveUser, state: RegisteredUser, context: DecisionContext): readonly UserEvent[] {
  const above = isAbove(context, state.organisation) || isImporting(context);
  if (side === 'vendor' && !above) {
    reject(
      'not-permitted',
      "Only an organisation above the user's own can approve for the vendor. Ask your partner to approve.",
      {
        permission: 'user.approve',
      },
    );
  }
  const standIn = side === 'organisation' && state.organisation !== context.actor.organisation;
  if (standIn) demandWithin(context, 'organisation.create', state.organisation);
  if (!state.missingApprovals.includes(side)) return [];
  return [{ type: 'UserApproved', audience: 'everyone', data: { side, standIn } }];
}

/** Names and addresses are sealed and cannot be compared, so every revision is recorded. */
function revise({ name, email }: ReviseUser, state: RegisteredUser): readonly UserEvent[] {
  if (name === undefined && email === undefined) return [];
  return [{ type: 'UserRevised', audience: 'everyone', data: {}, confidential: [boxOf(state.id, { name, email })] }];
}

function rejectErased(): never {
  reject(
    'unknown',
    'This person was erased, so you cannot record anything about them. Register them as a new user if they come back.',
  );
}

export function needs(command: UserCommand, state: UserState): readonly Need[] {
  if (command.type === 'RegisterUser') return [['organisation', command.organisation]];
  if (state.status === 'unregistered') return command.type === 'GrantRole' ? [['role', command.role]] : [];
  if (command.type === 'EraseUser') return needsToErase(subjectOf(state.id), state);
  const itself: Need = ['organisation', state.organisation];
  return command.type === 'GrantRole' ? [itself, ['role', command.role]] : [itself];
}
