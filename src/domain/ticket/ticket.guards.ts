import type { DecisionContext } from '../context';
import type { ErrorCode } from '../kernel/errors';
import type { Values } from '../kernel/value';
import { isStaff } from '../people/actor';
import { can, isImporting, refusalWithout } from '../people/rights';
import { isGated, missingGates, remedies } from './ticket.gates';
import { rules, type Role, type Way } from './ticket.phases';
import { canRead, scopesOf } from './ticket.facets';
import { forwardTargets, isRole } from './ticket.roles';
import { facetsOf } from './ticket.status';
import { assigneeOf, assignmentOf, cameFrom, principalsOf, type OpenedState, type TicketState } from './ticket.state';
import { verb, type TicketCommand } from './ticket.commands';

type Type = TicketCommand['type'];

export interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly facts: Values;
}

/** Refuses those who may not send the command in any phase. */
export function accessRefusal(type: Type, state: TicketState, context: DecisionContext): Refusal | null {
  const { ways } = rules[type];
  if (state.phase === 0 && type !== 'OpenTicket') return unknown;
  const isOpen = ways.some((way) => isRole(way.as, state, context) && isPermitted(way, context));
  if (isOpen) return mayKnow(ways, state, context) ? null : unknown;
  const now = ways.filter((way) => includes(way.in, state.phase));
  return nearestRefusal(now.length === 0 ? ways : now, state, context);
}

/** Nobody changes what they may not read, except processes, and privacy officers, who are sent by those who can read it. */
function mayKnow(ways: readonly Way[], state: TicketState, context: DecisionContext): boolean {
  return ways.some(({ as }) => as === 'process' || as === 'privacyOfficer') || isReadable(state, context);
}

export function isReadable(state: TicketState, context: DecisionContext): boolean {
  if (isImporting(context)) return true;
  const facets = facetsOf(state);
  return facets === null || canRead(context.actor, scopesOf(facets));
}

/** Of the ways that are closed to the asker, explains the one that helps them most. */
function nearestRefusal(ways: readonly Way[], state: TicketState, context: DecisionContext): Refusal {
  const permitted = ways.filter((way) => isPermitted(way, context));
  const fitting = ways.find((way) => isRole(way.as, state, context));
  const [nearest] = permitted;
  if (state.phase === 0 || nearest === undefined) return permissionRefusal(fitting ?? ways[0]);
  if (isElsewhere(state, context) && permitted.some(({ as }) => custody.includes(as))) return custodyRefusal(nearest.as, state);
  return fitting === undefined || nearest === ways[0] ? roleRefusal(nearest.as, state, context) : permissionRefusal(fitting);
}

const everyPhase = 7;
const custody: readonly Role[] = ['handler', 'assignee', 'principal'];

/** Whether the actor is staff of another organisation, such as a former handler (rule 1). */
function isElsewhere(state: OpenedState, { actor }: DecisionContext): boolean {
  return isStaff(actor) && actor.organisation !== state.ticket.handler;
}

/** The error codes that the tables can cause, for the description of the API. */
export function refusalsOf(type: Type): readonly ErrorCode[] {
  const { ways } = rules[type];
  const isFor = (...roles: readonly Role[]): boolean => ways.some(({ as }) => roles.includes(as));
  const phases = new Set(ways.flatMap((way) => way.in));
  const codes: readonly (readonly [ErrorCode, boolean])[] = [
    ['not-handler', isFor('privacyOfficer', ...custody)],
    ['not-assignee', isFor('assignee')],
    ['not-creator', isFor('creator')],
    ['wrong-phase', type !== 'OpenTicket' && phases.size < everyPhase],
    ['gate-not-met', isGated(type)],
  ];
  return codes.filter(([, holds]) => holds).map(([code]) => code);
}

/** Refuses the wrong moment: first by phase, then by gates. */
export function momentRefusal(type: Type, state: TicketState, context: DecisionContext): Refusal | null {
  if (state.phase === 0) return null;
  const isNow = rules[type].ways.some(
    (way) => includes(way.in, state.phase) && isRole(way.as, state, context) && isPermitted(way, context),
  );
  if (!isNow) return wrongPhase(type, state);
  return gateRefusal(type, state, context) ?? targetRefusal(type, state, context);
}

/** Whether the command would change nothing. It then records nothing, and is not offered. */
export function isSettled(type: Type, state: TicketState): boolean {
  return state.phase !== 0 && (settled[type]?.(state) ?? false);
}

const includes = (phases: Way['in'], phase: TicketState['phase']): boolean => phases.includes(phase);

function isPermitted({ may }: Way, context: DecisionContext): boolean {
  return may === null || can(context.actor, may) || isImporting(context);
}

const settled: { readonly [type in Type]?: (state: OpenedState) => boolean } = {
  RecordAcknowledgement: ({ ticket }) => ticket.acknowledged,
  StartQualification: ({ phase }) => phase === 2,
  UnassignTicket: ({ phase }) => phase === 3,
  AcceptTicket: (state) => state.phase < 6 && assignmentOf(state)?.accepted === true,
  StartWork: ({ phase }) => phase === 5,
};

const unknown: Refusal = {
  code: 'unknown',
  detail: 'There is no such ticket, or you have no access to it. Check its id.',
  facts: {},
};

function permissionRefusal(way: Way | undefined): Refusal {
  return refusalWithout(way?.may ?? 'import');
}

function roleRefusal(role: Role, state: OpenedState, context: DecisionContext): Refusal {
  const { ticket } = state;
  if (role === 'importer') return refusalWithout('import');
  if (role === 'creator') {
    return {
      code: 'not-creator',
      detail: 'Only the creator, the requester or the owner of the ticket can do this. Ask one of them.',
      facts: { creator: ticket.creator.user, owner: ticket.owner.user },
    };
  }
  if (role === 'assignee' && context.actor.organisation === ticket.handler) {
    return {
      code: 'not-assignee',
      detail: 'Only the assigned technician can do this. Ask a dispatcher to assign the ticket to you.',
      facts: { assignee: assigneeOf(state) },
    };
  }
  return custodyRefusal(role, state);
}

function custodyRefusal(role: Role, { ticket }: OpenedState): Refusal {
  const detail =
    role === 'principal'
      ? 'Only the organisation that passed the ticket down to a service provider can do this, until the ticket is back.'
      : 'Only the organisation that handles the ticket now can do this. You can still read the ticket.';
  return { code: 'not-handler', detail, facts: { handler: ticket.handler } };
}

function wrongPhase(type: Type, { phase }: OpenedState): Refusal {
  return { code: 'wrong-phase', detail: `${verb(type)} is not possible in phase ${phase}.`, facts: { phase } };
}

function gateRefusal(type: Type, state: OpenedState, context: DecisionContext): Refusal | null {
  const gates = missingGates(type, state, context);
  if (gates.length === 0) return null;
  return { code: 'gate-not-met', detail: gates.map((gate) => remedies[gate]).join(' '), facts: { gates } };
}

function targetRefusal(type: Type, state: OpenedState, { world }: DecisionContext): Refusal | null {
  const { up, down } = forwardTargets(state, world);
  const isStuck =
    (type === 'ReturnTicket' && cameFrom(state) === null) ||
    (type === 'RecallTicket' && principalsOf(state).length === 0) ||
    (type === 'ForwardTicket' && up.length + down.length === 0);
  if (!isStuck) return null;
  return {
    code: 'target-not-allowed',
    detail: 'There is no organisation that the ticket could go to this way.',
    facts: { targets: [] },
  };
}
