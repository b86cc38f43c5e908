import type { DecisionContext } from '../../context';
import { reject } from '../../kernel/errors';
import type { UserId } from '../../kernel/ids';
import { isStaff } from '../../people/actor';
import { isImporting } from '../../people/rights';
import { requireForm } from '../../kernel/form';
import type { CloseTicket } from '../ticket.commands';
import type { SolutionEntered, TicketClosed, TicketEvent } from '../ticket.events';
import { isSolver } from '../ticket.gates';
import { isCreatorSide, personOf } from '../ticket.roles';
import { assigneeOf, profileOfTicket, type OpenedState } from '../ticket.state';
import type { Decision } from './decision';
import { explained, sealed, writerOf } from './text';

interface Solution {
  readonly solution: string;
  readonly code?: string;
  readonly actualDamage?: string;
}

/** S1.23–S1.25. Texts are sealed and cannot be compared, so every solution is recorded. */
export const enterSolution: Decision<'EnterSolution'> = (command, state, context) => [
  entered(command, namedBy(command.by, context), state, context),
];

/** S1.26, C14 */
export const solveTicket: Decision<'SolveTicket'> = ({ percent = 100, by }, _, context) => [
  { type: 'TicketSolved', audience: 'everyone', data: { by: namedBy(by, context), percent } },
];

/** S1.28, S4.26–S4.30, C5: phase 6 is the full way. Before it, one append enters the solution, solves and closes. */
export const closeTicket: Decision<'CloseTicket'> = (command, state, context) => {
  const { summary, audience, files } = command;
  return [
    ...solved(command, state, context),
    ...confirmed(state, context),
    closed('resolved'),
    ...explained({ of: 'TicketClosed', audience: 'everyone', text: summary, narrowedTo: audience, files }, state, context),
  ];
};

/** C7 */
export const rejectTicket: Decision<'RejectTicket'> = ({ reason, audience, files }, state, context) => [
  closed('rejected'),
  ...explained({ of: 'TicketClosed', audience: 'everyone', text: reason, narrowedTo: audience, files }, state, context),
];

/** C5: how the creator closes without a solution. */
export const withdrawTicket: Decision<'WithdrawTicket'> = ({ reason, audience, files }, state, context) => [
  closed('withdrawn'),
  ...explained({ of: 'TicketClosed', audience: 'everyone', text: reason, narrowedTo: audience, files }, state, context),
];

/** S1.30, S4.31–S4.33, C6, C30 */
export const reopenTicket: Decision<'ReopenTicket'> = ({ reason, audience, files }, state, context) => {
  const isUnfinished = state.phase === 6 && assigneeOf(state) !== null;
  const reopened: TicketEvent = {
    type: 'TicketReopened',
    audience: 'everyone',
    data: { from: state.phase === 6 ? 6 : 7, phase: isUnfinished ? 5 : profileOfTicket(state).reopensIn },
  };
  return [
    reopened,
    ...explained({ of: 'TicketReopened', audience: 'everyone', text: reason, narrowedTo: audience, files }, state, context),
  ];
};

function closed(resolution: 'resolved' | 'rejected' | 'withdrawn'): TicketClosed {
  return { type: 'TicketClosed', audience: 'everyone', data: { resolution, primary: null } };
}

function entered(said: Solution, by: UserId | null, state: OpenedState, context: DecisionContext): SolutionEntered {
  const { solution, code = null, actualDamage } = said;
  const asksForDamage = profileOfTicket(state).actualDamage && !isImporting(context);
  requireForm({ actualDamage: actualDamage === undefined && asksForDamage ? 'the actual damage, required for a claim' : null });
  return {
    type: 'SolutionEntered',
    audience: 'everyone',
    data: { code, by },
    ...sealed(writerOf(state.ticket, context), { solution, actualDamage }),
  };
}

/** The steps that closing implies. */
function solved({ solution, actualDamage }: CloseTicket, state: OpenedState, context: DecisionContext): readonly TicketEvent[] {
  const by = workerOn(state, context);
  const said = { solution: solution ?? '', ...(actualDamage === undefined ? {} : { actualDamage }) };
  const isNeeded = !state.ticket.solution && state.phase !== 6;
  if (solution === undefined && isNeeded)
    requireForm({ solution: 'required to close as resolved; otherwise withdraw or reject' });
  return [
    ...(solution === undefined ? [] : [{ ...entered(said, by, state, context), implied: true } as const]),
    ...(state.phase === 6
      ? []
      : [{ type: 'TicketSolved', audience: 'everyone', data: { by, percent: 100 }, implied: true } as const]),
  ];
}

/** The solver is who did the work: whoever has it in progress, else the staff who close in one step, never the customer. */
function workerOn(state: OpenedState, context: DecisionContext): UserId | null {
  if (state.phase === 5) return state.assignment.technician;
  return isStaff(context.actor) ? personOf(context).user : null;
}

function confirmed(state: OpenedState, context: DecisionContext): readonly TicketEvent[] {
  const confirms = !isImporting(context) && isCreatorSide(state, context) && !isSolver(state, context);
  return confirms ? [{ type: 'SolutionConfirmed', audience: 'everyone', data: { by: context.actor.user } }] : [];
}

/** Only an import can name a solver other than the actor. */
function namedBy(by: UserId | undefined, context: DecisionContext): UserId {
  if (by === undefined) return personOf(context).user;
  if (isImporting(context)) return by;
  return reject('invalid', 'Only an import can name who solved the ticket. Leave it out, and you are recorded.', {
    fields: { by: 'leave it out' },
  });
}
