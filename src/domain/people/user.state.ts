import type { OrganisationId, RoleId, UserId } from '../kernel/ids';
import type { Permission } from './permission';
import type { UserView } from './views';
import type { ApprovalSide, UserEvent } from './user.events';

export interface RegisteredUser {
  readonly status: 'registered';
  readonly id: UserId;
  readonly organisation: OrganisationId;
  readonly login: boolean;
  /** Approvals still missing. The user is active when there are none and the account is not suspended. */
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

export function evolve(state: UserState, event: UserEvent): UserState {
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

/** Null for a user never registered. Erased users stay known, so that old tickets keep their people, but are not active. */
export function userView(user: UserState): UserView | null {
  if (user.status === 'unregistered') return null;
  const view = { id: user.id, organisation: user.organisation, active: isActive(user) };
  return user.status === 'erased' ? { ...view, erased: true } : view;
}
