import type { DecisionContext, World } from '../context';
import type { UserActor } from '../kernel/event';
import type { OrganisationId } from '../kernel/ids';
import { isStaff } from '../people/actor';
import { ancestorsOf } from '../people/reach';
import { isImporting } from '../people/rights';
import type { Role } from './ticket.phases';
import { assigneeOf, cameFrom, participantsOf, principalsOf, type OpenedState, type TicketState } from './ticket.state';

/** The person who really acted. For an imported row, the person it names. */
export function personOf(context: DecisionContext): UserActor {
  const { actor, onBehalfOf } = context;
  return isImporting(context) && onBehalfOf !== null ? onBehalfOf : { user: actor.user, organisation: actor.organisation };
}

type Is = (state: OpenedState, context: DecisionContext) => boolean;

const isHandler: Is = ({ ticket }, { actor }) => ticket.handler === actor.organisation;

/** When staff own a ticket for a contact, the contact's colleagues act as if one of them had opened it (C31). */
const standsIn: Is = ({ ticket: { owner, ownerOrganisation } }, { actor }) =>
  owner.organisation !== ownerOrganisation && actor.organisation === ownerOrganisation;

export const isCreatorSide: Is = (state, context) =>
  participantsOf(state).includes(context.actor.user) || standsIn(state, context);

/** The people whose answer a ticket waits for: the requester, and the creator's side unless they handle it. */
export const isCustomerSide: Is = (state, context) => {
  const { actor } = context;
  if (!isHandler(state, context)) return isCreatorSide(state, context);
  const { requester } = state.ticket;
  return 'user' in requester && requester.user === actor.user && assigneeOf(state) !== actor.user;
};

const roles: { readonly [role in Exclude<Role, 'customer' | 'staff'>]: Is } = {
  handler: isHandler,
  assignee: (state, context) => isHandler(state, context) && assigneeOf(state) === context.actor.user,
  creator: isCreatorSide,
  principal: (state, { actor }) => principalsOf(state).includes(actor.organisation),
  privacyOfficer: (state, context) =>
    isHandler(state, context) ||
    context.actor.organisation === state.ticket.ownerOrganisation ||
    context.actor.organisationKind === 'admin',
  importer: (_, context) => isImporting(context),
  process: () => true,
};

/** For an import, every check of who may act is met (docs/import.md). */
export function isRole(role: Role, state: TicketState, context: DecisionContext): boolean {
  if (isImporting(context)) return true;
  if (role === 'customer' || role === 'staff') return isStaff(context.actor) === (role === 'staff');
  return state.phase !== 0 && roles[role](state, context);
}

/** Where custody may go: up to any organisation above the handler, or down to its service providers. Going back is ReturnTicket. */
export function forwardTargets(
  state: OpenedState,
  world: World,
): { readonly up: readonly OrganisationId[]; readonly down: readonly OrganisationId[] } {
  const { handler } = state.ticket;
  const isElsewhere = (id: OrganisationId): boolean => id !== handler && id !== cameFrom(state);
  const up = ancestorsOf(handler, world)
    .map(({ id }) => id)
    .filter(isElsewhere);
  const down = (world.organisation(handler)?.serviceProviders ?? []).filter((id) => isElsewhere(id) && !up.includes(id));
  return { up, down };
}
