import { reject } from '../../kernel/errors';
import type { OrganisationId } from '../../kernel/ids';
import { isImporting } from '../../people/rights';
import { isWaived, remedies } from '../ticket.gates';
import { verb } from '../ticket.commands';
import { forwardTargets } from '../ticket.roles';
import { cameFrom, principalsOf, type OpenedState } from '../ticket.state';
import { assignmentEnded } from './dispatch';
import type { Decision } from './decision';
import { checkOwner } from './people';
import { explained } from './text';

/** A hand-over skips no gate: before it is qualified a ticket keeps its phase, later it is dispatched anew. */
const phaseAfter = ({ phase }: OpenedState): 1 | 2 | 3 => (phase === 1 || phase === 2 ? phase : 3);

/** S4.18, S4.19, S4.61, C10: up past any level, or down to a service provider. */
export const forwardTicket: Decision<'ForwardTicket'> = ({ to, reason, audience, files }, state, context) => {
  const { up, down } = forwardTargets(state, context.world);
  const isCovered = isWaived(state, 'jurisdiction', context.at);
  const direction = up.includes(to) ? 'up' : 'down';
  if (direction === 'down' && !down.includes(to)) refuseTarget(state, to, isCovered ? [...up, ...down] : up);
  if (direction === 'down' && !isCovered) {
    reject('gate-not-met', remedies.jurisdiction, { gates: ['jurisdiction'] });
  }
  return [
    ...assignmentEnded(state, 'forwarded'),
    {
      type: 'TicketForwarded',
      audience: 'everyone',
      data: { from: state.ticket.handler, to, direction, phase: phaseAfter(state) },
    },
    ...explained({ of: 'TicketForwarded', audience: 'staff', text: reason, narrowedTo: audience, files }, state, context),
  ];
};

/** The ticket goes back to the organisation it came from, which may forward it again. */
export const returnTicket: Decision<'ReturnTicket'> = ({ reason, audience, files }, state, context) => {
  const to = cameFrom(state) ?? refuseTarget(state, state.ticket.handler, []);
  return [
    ...assignmentEnded(state, 'forwarded'),
    { type: 'TicketReturned', audience: 'everyone', data: { from: state.ticket.handler, to, phase: phaseAfter(state) } },
    ...explained({ of: 'TicketReturned', audience: 'staff', text: reason, narrowedTo: audience, files }, state, context),
  ];
};

/** C32: a principal takes back what it passed down. An import acts for the nearest principal. */
export const recallTicket: Decision<'RecallTicket'> = ({ reason, audience, files }, state, context) => {
  const principals = principalsOf(state);
  const own = principals.find((id) => id === context.actor.organisation);
  const to = own ?? (isImporting(context) ? principals[0] : undefined) ?? refuseTarget(state, state.ticket.handler, []);
  return [
    ...assignmentEnded(state, 'forwarded'),
    { type: 'TicketRecalled', audience: 'everyone', data: { from: state.ticket.handler, to, phase: phaseAfter(state) } },
    ...explained({ of: 'TicketRecalled', audience: 'staff', text: reason, narrowedTo: audience, files }, state, context),
  ];
};

/** C31 */
export const changeOwner: Decision<'ChangeOwner'> = ({ owner }, { ticket }, context) => {
  const { user, organisation } = owner;
  if (user === ticket.owner.user && organisation === ticket.ownerOrganisation) return [];
  checkOwner(owner, context);
  return [{ type: 'OwnerChanged', audience: 'everyone', data: { from: ticket.owner, to: { user, organisation } } }];
};

/** S4.11, S4.12, S4.63 */
export const changePriority: Decision<'ChangePriority'> = ({ priority }, { ticket }) =>
  priority === ticket.priority
    ? []
    : [{ type: 'PriorityChanged', audience: 'everyone', data: { from: ticket.priority, to: priority } }];

function refuseTarget(state: OpenedState, to: OrganisationId, targets: readonly OrganisationId[]): never {
  const hint =
    to === cameFrom(state)
      ? `The ticket came from that organisation. Use ${verb('ReturnTicket')} instead.`
      : 'You can forward a ticket only to an organisation above its handler, or to one of its service providers.';
  return reject('target-not-allowed', hint, { to, targets });
}
