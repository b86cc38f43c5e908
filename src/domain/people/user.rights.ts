import type { DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import type { OrganisationId } from '../kernel/ids';
import { ancestorsOf, demandToHold } from './reach';
import type { GrantPermission, GrantRole, ResetPermission, WithdrawPermission } from './user.commands';
import type { UserEvent } from './user.events';
import type { RegisteredUser } from './user.state';

export function grantRole({ role }: GrantRole, state: RegisteredUser, context: DecisionContext): readonly UserEvent[] {
  const view = context.world.role(role);
  const offered = view !== undefined && isOffered(view.organisation, state.organisation, context);
  if (!offered)
    reject('unknown', "There is no such role for this user's organisation. Look its id up in the list of roles.", { role });
  demandToHold(context, view.permissions);
  return state.roles.includes(role) ? [] : [{ type: 'RoleGranted', audience: 'everyone', data: { role } }];
}

/** A role is available in its own organisation and below it. A role without an organisation is available everywhere. */
function isOffered(owner: OrganisationId | null, organisation: OrganisationId, context: DecisionContext): boolean {
  return owner === null || owner === organisation || ancestorsOf(organisation, context.world).some(({ id }) => id === owner);
}

export function changeRight(
  { type, permission }: GrantPermission | WithdrawPermission | ResetPermission,
  { granted, withdrawn }: RegisteredUser,
  context: DecisionContext,
): readonly UserEvent[] {
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
