import type { DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import { requireWellFormed } from '../people/rights';
import * as conversation from './decide/conversation';
import * as custody from './decide/custody';
import type { Decision } from './decide/decision';
import * as details from './decide/details';
import * as dossier from './decide/dossier';
import * as dispatch from './decide/dispatch';
import * as intake from './decide/intake';
import * as linking from './decide/linking';
import { openTicket } from './decide/opening';
import * as resolution from './decide/resolution';
import * as work from './decide/work';
import { ticketCommands, type OpenTicket, type TicketCommand } from './ticket.commands';
import type { TicketEvent } from './ticket.events';
import { evolve } from './ticket.evolve';
import { accessRefusal, isSettled, momentRefusal, type Refusal } from './ticket.guards';
import type { OpenedState, TicketState } from './ticket.state';

type AfterOpening = Exclude<TicketCommand, OpenTicket>;

/** One function per command, of the same name. */
type Decisions = { readonly [Type in AfterOpening['type'] as Uncapitalize<Type>]: Decision<Type> };

const decisions: Decisions = {
  ...{ ...conversation, ...custody, ...details, ...dispatch },
  ...{ ...dossier, ...intake, ...linking, ...resolution, ...work },
};

/**
 * Checks permission and custody, then phase and gates, then the form and the command's own rules.
 * @throws {DomainError}
 */
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
  // On a ticket that is not opened, the guard has refused every other command.
  const name = `${command.type.charAt(0).toLowerCase()}${command.type.slice(1)}` as keyof Decisions;
  return (decisions[name] as Decision<AfterOpening['type']>)(command, state as OpenedState, context);
}

/** The desk adds to the answer what is possible instead. */
function refuse(refusal: Refusal | null): void {
  if (refusal !== null) reject(refusal.code, refusal.detail, refusal.facts);
}

/** A fact that changes the phase is never before the previous one that did (docs/domain.md "Time"). */
function checkOrder(events: readonly TicketEvent[], before: TicketState, { at, now }: DecisionContext): void {
  if (before.phase === 0 || at >= before.ticket.phaseSince) return;
  const earliest = before.ticket.phaseSince;
  events.reduce((state: TicketState, event) => {
    const next = evolve(state, { ...event, occurredAt: at, recordedAt: now });
    if (next.phase !== state.phase) {
      reject('occurred-at-out-of-range', `The ticket reached its present phase at ${earliest}. Enter that time or a later one.`, {
        occurredAt: at,
        earliest,
      });
    }
    return next;
  }, before);
}
