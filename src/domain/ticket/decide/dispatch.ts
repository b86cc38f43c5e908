import type { UserId } from '../../kernel/ids';
import type { AssignmentEnd, AssignmentEnded, TicketEvent } from '../ticket.events';
import { personOf } from '../ticket.roles';
import { assigneeOf, assignmentOf, type OpenedState } from '../ticket.state';
import type { Decision } from './decision';
import { checkTeam, checkTechnician } from './people';
import { explained } from './text';

/** Rule 2: acceptance and waiting end with the assignment. */
export function assignmentEnded(state: OpenedState, reason: AssignmentEnd): readonly AssignmentEnded[] {
  const technician = assigneeOf(state);
  return technician === null ? [] : [{ type: 'AssignmentEnded', audience: 'everyone', data: { technician, reason } }];
}

/** S1.14, S1.15: into a team's queue. */
export const routeTicket: Decision<'RouteTicket'> = ({ team, reason }, state, context) => {
  checkTeam(team, state.ticket.handler, context);
  if (team === state.ticket.team) return [];
  return [
    ...(state.phase === 6 ? [] : assignmentEnded(state, 'rerouted')),
    { type: 'TicketRouted', audience: 'everyone', data: { team, from: state.ticket.team } },
    ...explained({ of: 'TicketRouted', audience: 'staff', text: reason }, state, context),
  ];
};

/** S4.9, S4.10, S4.16: a new technician has to accept again. */
export const assignTicket: Decision<'AssignTicket'> = (command, state, context) => {
  const { technician, team = state.ticket.team } = command;
  checkTechnician(technician, state.ticket.handler, context);
  if (command.team !== undefined) checkTeam(command.team, state.ticket.handler, context);
  if (technician === assigneeOf(state) && team === state.ticket.team) return [];
  return [
    ...assignmentEnded(state, 'reassigned'),
    { type: 'TicketAssigned', audience: 'everyone', data: { technician, team, skippedGates: [] } },
  ];
};

export const unassignTicket: Decision<'UnassignTicket'> = ({ reason }, state, context) => [
  ...assignmentEnded(state, 'unassigned'),
  ...explained({ of: 'AssignmentEnded', audience: 'staff', text: reason }, state, context),
];

/** S1.18 */
export const acceptTicket: Decision<'AcceptTicket'> = (_, state, context) => [
  { type: 'TicketAccepted', audience: 'everyone', data: { technician: responsible(state, context) } },
];

/** S1.21, C3 */
export const declineTicket: Decision<'DeclineTicket'> = ({ reason, audience, files }, state, context) => {
  const declined: TicketEvent = {
    type: 'TicketDeclined',
    audience: 'everyone',
    data: { technician: responsible(state, context) },
  };
  return [
    declined,
    ...assignmentEnded(state, 'declined'),
    ...explained({ of: 'TicketDeclined', audience: 'staff', text: reason, narrowedTo: audience, files }, state, context),
  ];
};

/** S1.19, S1.20, C4: without an acceptance, the first work counts as one. */
export const startWork: Decision<'StartWork'> = (_, state, context) => [
  {
    type: 'WorkStarted',
    audience: 'everyone',
    data: {
      technician: responsible(state, context),
      countsAsAcceptance: assignmentOf(state)?.accepted !== true,
    },
  },
];

/** The assignee, even if somebody else acts for them in an import. */
function responsible(state: OpenedState, context: Parameters<Decision<'AcceptTicket'>>[2]): UserId {
  return assigneeOf(state) ?? personOf(context).user;
}
