import type { DecisionContext } from '../context';
import { day, plus, type Instant } from '../kernel/instant';
import { isImporting } from '../people/rights';
import { forwardTargets, isCreatorSide, isRole } from './ticket.roles';
import { rules, type Role } from './ticket.phases';
import { waivableGates, type Profile } from './ticket.profiles';
import { assigneeOf, assignmentOf, profileOfTicket, type OpenedState } from './ticket.state';
import { verb, type TicketCommand } from './ticket.commands';
import type { Gate } from './ticket.events';

/** Every condition that can block the next step of a ticket. Those in `Gate` can be waived. */
export type Condition = Gate | 'aspBusiness' | 'acceptance' | 'solution' | 'completionCheck' | 'reopenWindow' | 'unlinked';

const orWaive = `or this must be waived (${verb('WaiveGate')}).`;

/** How to meet each condition, for the refusal. */
export const remedies: { readonly [condition in Condition]: string } = {
  acknowledgement: `The customer must be notified first (${verb('RecordAcknowledgement')}), ${orWaive}`,
  contract: `A contract must be linked first, ${orWaive}`,
  affectedItems: `The affected offers, orders or items must be listed first (${verb('ListAffectedItems')}), ${orWaive}`,
  visitContract: 'A visit needs a visit-call contract. Waive "visitContract" to open the ticket without one.',
  jurisdiction: `The service provider's jurisdiction must cover the ticket, ${orWaive}`,
  aspBusiness: 'The business preference "Is ASP business" of the handling organisation must be switched on.',
  acceptance: `The technician must accept the ticket first (${verb('AcceptTicket')}).`,
  solution: `A solution must be entered first (${verb('EnterSolution')}).`,
  completionCheck: `Somebody else must check the solution. Solve the ticket (${verb('SolveTicket')}), then a checker closes it.`,
  reopenWindow: 'The time to reopen this ticket is over. Open a new one.',
  unlinked: 'This ticket is closed as a duplicate. Unlink it from its primary first.',
};

export function isWaived(state: OpenedState, gate: Gate, at: Instant): boolean {
  const until = state.ticket.waivers[gate];
  return until !== undefined && (until === null || at <= until);
}

type Gates = (state: OpenedState, context: DecisionContext) => readonly Condition[];

const missing = (condition: Condition, isMissing: boolean): readonly Condition[] => (isMissing ? [condition] : []);

const isMet = (state: OpenedState, gate: Gate): boolean =>
  (gate === 'acknowledgement' && state.ticket.acknowledged) ||
  (gate === 'affectedItems' && state.ticket.affectedItems.length > 0);

const unmet = (gates: readonly Gate[], state: OpenedState, at: Instant): readonly Gate[] =>
  gates.filter((gate) => !isMet(state, gate) && !isWaived(state, gate, at));

/** The gates to waive now. When all are met, any of them, to prolong a waiver. */
export function openGates(state: OpenedState, at: Instant): readonly Gate[] {
  const all = waivableGates(profileOfTicket(state));
  const open = unmet(all, state, at);
  return open.length > 0 ? open : all;
}

const acceptance: Gates = (state) =>
  missing('acceptance', state.phase === 4 && profileOfTicket(state).acceptance && assignmentOf(state)?.accepted === false);

const gates: { readonly [Type in TicketCommand['type']]?: Gates } = {
  StartQualification: (state, { at }) => unmet(profileOfTicket(state).beforeQualifying, state, at),
  CompleteQualification: (state, { at }) => unmet(profileOfTicket(state).beforeQualified, state, at),
  StartWork: acceptance,
  ChangeSubStatus: acceptance,
  SolveTicket: (state) => missing('solution', !state.ticket.solution),
  CloseTicket: (state, context) => missing('completionCheck', !mayClose(state, context)),
  ReopenTicket: (state, context) => [
    ...missing('unlinked', state.phase === 7 && state.ticket.primary !== null),
    ...missing('reopenWindow', isWindowOver(state, context)),
  ],
  ForwardTicket: (state, { at, world }) => {
    const { up, down } = forwardTargets(state, world);
    return missing('jurisdiction', up.length === 0 && down.length > 0 && !isWaived(state, 'jurisdiction', at));
  },
};

export const isGated = (type: TicketCommand['type']): boolean => type in gates;

/** The conditions that block this command now. */
export function missingGates(type: TicketCommand['type'], state: OpenedState, context: DecisionContext): readonly Condition[] {
  return gates[type]?.(state, context) ?? [];
}

/** C5: in phase 6 a checker, else those whom the kind trusts by the table. Solvers never confirm their own solution. */
function mayClose(state: OpenedState, context: DecisionContext): boolean {
  const { completionCheck } = profileOfTicket(state);
  if (state.phase === 6 && isChecker(state, context)) return true;
  if (completionCheck === 'none') return true;
  return !isSolver(state, context) && isCreatorSide(state, context) && trusted(completionCheck).includes('creator');
}

const trusted = (check: Profile['completionCheck']): readonly Role[] =>
  rules.CloseTicket.ways.filter((way) => way.check?.includes(check) === true).map(({ as }) => as);

function isChecker(state: OpenedState, context: DecisionContext): boolean {
  if (isImporting(context)) return true;
  const isInCharge = isRole('handler', state, context) || isRole('principal', state, context);
  return isInCharge && context.actor.permissions.has('ticket.check');
}

export function isSolver(state: OpenedState, { actor }: DecisionContext): boolean {
  return actor.user === (state.phase === 6 ? state.solver : assigneeOf(state));
}

/** The window is today's policy, so imported history is exempt. */
function isWindowOver(state: OpenedState, context: DecisionContext): boolean {
  if (state.phase !== 7 || isImporting(context)) return false;
  const days = context.world.organisation(state.ticket.handler)?.reopenWindowDays ?? 0;
  return context.at > plus(state.reopenableFrom, days * day);
}
