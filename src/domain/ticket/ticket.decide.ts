import type { DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import { requireWellFormed } from '../people/rights';
import { addWatcher, eraseWatcher, noteSourceRow, removeWatcher, reviseDetails } from './decide/details';
import { attachFiles, redactAttachment, redactReply, reply } from './decide/conversation';
import { changeOwner, changePriority, forwardTicket, recallTicket, returnTicket } from './decide/custody';
import type { Decision } from './decide/decision';
import { acceptTicket, assignTicket, declineTicket, routeTicket, startWork, unassignTicket } from './decide/dispatch';
import { completeQualification, listAffectedItems, recordAcknowledgement, startQualification, waiveGate } from './decide/intake';
import { linkDuplicate, markMerged, markUnlinked, unlinkDuplicate } from './decide/linking';
import { openTicket } from './decide/opening';
import { closeTicket, enterSolution, rejectTicket, reopenTicket, solveTicket, withdrawTicket } from './decide/resolution';
import { changeSubStatus, recordFoundFault, recordWork, reportProgress } from './decide/work';
import { ticketCommands, type OpenTicket, type TicketCommand } from './ticket.commands';
import type { TicketEvent } from './ticket.events';
import { evolve } from './ticket.evolve';
import { accessRefusal, isSettled, momentRefusal, type Refusal } from './ticket.guards';
import type { OpenedState, TicketState } from './ticket.state';

type AfterOpening = Exclude<TicketCommand, OpenTicket>;

const decisions: { readonly [Type in AfterOpening['type']]: Decision<Type> } = {
  RecordAcknowledgement: recordAcknowledgement,
  StartQualification: startQualification,
  ListAffectedItems: listAffectedItems,
  WaiveGate: waiveGate,
  CompleteQualification: completeQualification,
  RouteTicket: routeTicket,
  AssignTicket: assignTicket,
  UnassignTicket: unassignTicket,
  AcceptTicket: acceptTicket,
  DeclineTicket: declineTicket,
  StartWork: startWork,
  ChangeSubStatus: changeSubStatus,
  ReportProgress: reportProgress,
  RecordWork: recordWork,
  RecordFoundFault: recordFoundFault,
  EnterSolution: enterSolution,
  SolveTicket: solveTicket,
  CloseTicket: closeTicket,
  RejectTicket: rejectTicket,
  WithdrawTicket: withdrawTicket,
  ReopenTicket: reopenTicket,
  ForwardTicket: forwardTicket,
  ReturnTicket: returnTicket,
  RecallTicket: recallTicket,
  ChangeOwner: changeOwner,
  ChangePriority: changePriority,
  Reply: reply,
  RedactReply: redactReply,
  AttachFiles: attachFiles,
  RedactAttachment: redactAttachment,
  ReviseDetails: reviseDetails,
  AddWatcher: addWatcher,
  RemoveWatcher: removeWatcher,
  EraseWatcher: eraseWatcher,
  NoteSourceRow: noteSourceRow,
  MarkMerged: markMerged,
  LinkDuplicate: linkDuplicate,
  MarkUnlinked: markUnlinked,
  UnlinkDuplicate: unlinkDuplicate,
};

/** Who, when, what: permission and custody, then phase and gates, then the form and the command's own rules.
 * @throws {DomainError} */
export function decide(command: TicketCommand, state: TicketState, context: DecisionContext): readonly TicketEvent[] {
  refuse(accessRefusal(command.type, state, context));
  if (isSettled(command.type, state)) return [];
  refuse(momentRefusal(command.type, state, context));
  requireWellFormed(ticketCommands, command, context);
  const events = decided(command, state, context);
  checkOrder(events, state, context);
  return events;
}

function decided(command: TicketCommand, state: TicketState, context: DecisionContext): readonly TicketEvent[] {
  if (command.type === 'OpenTicket') return openTicket(command, context);
  // The guard has refused everything else on a ticket that is not opened.
  return (decisions[command.type] as Decision<AfterOpening['type']>)(command, state as OpenedState, context);
}

/** What is possible instead, the desk adds to the answer. */
function refuse(refusal: Refusal | null): void {
  if (refusal !== null) reject(refusal.code, refusal.detail, refusal.facts);
}

/** A fact that changes the phase is never before the one that did so last (docs/domain.md "Time"). */
function checkOrder(events: readonly TicketEvent[], before: TicketState, { at, now }: DecisionContext): void {
  if (before.phase === 0 || at >= before.ticket.phaseSince) return;
  const earliest = before.ticket.phaseSince;
  events.reduce((state: TicketState, event) => {
    const next = evolve(state, { ...event, occurredAt: at, recordedAt: now });
    if (next.phase !== state.phase) {
      reject('occurred-at-out-of-range', `The ticket reached its present phase at ${earliest}; what moves it on came later.`, {
        occurredAt: at,
        earliest,
      });
    }
    return next;
  }, before);
}
