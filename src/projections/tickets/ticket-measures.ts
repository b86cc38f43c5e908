import type { Audience } from '../../domain/kernel/event';
import type { Details, Requester, Resolution, TicketEvent } from '../../domain/ticket/ticket.events';
import { scopesOf, type TicketFacets } from '../../domain/ticket/ticket.facets';
import { foldBy } from '../kernel/fold-table';
import type { Document } from '../kernel/documents.port';
import { plain, type Plain } from '../kernel/plain';
import type { Projection } from '../kernel/projection';
import { revised } from './ticket-detail.changes';
import { facetsAfter, isOpening, oneTicket, ticketOf, type TicketFact, type TicketTable } from './ticket-fact';

/** What the reports count, one document per ticket. Nothing personal except ids. */
export interface TicketMeasures extends Document {
  readonly number: string;
  readonly openedAt: string;
  readonly details: Plain<Details>;
  readonly firstCategory: string | null;
  readonly requester: Requester;
  readonly handler: string;
  readonly phase: number;
  readonly firstPriority: string;
  readonly lastPriority: string;
  readonly priorityChanges: readonly { readonly from: string; readonly to: string }[];
  readonly firstSolvedAt: string | null;
  readonly lastSolvedAt: string | null;
  /** Null while the ticket is open, including after a reopening. */
  readonly lastClosedAt: string | null;
  readonly resolution: Resolution | null;
  readonly reopens: { readonly from6: number; readonly from7: number };
  /** Changes of team. The first known team does not count. */
  readonly teamMoves: number;
  readonly lastTeam: string | null;
  /** The organisation of the team, which knows its name. */
  readonly lastTeamOrganisation: string | null;
  readonly solver: string | null;
  readonly madeSla: boolean | null;
  readonly scopes: readonly string[];
}

const changes: TicketTable<TicketMeasures> = {
  TicketRouted: (ticket, fact) => moved(ticket, fact, fact.data.team),
  TicketAssigned: (ticket, fact) => (fact.data.team === null ? ticket : moved(ticket, fact, fact.data.team)),
  PriorityChanged: (ticket, fact) => prioritised(ticket, fact.data.to),
  DetailsRevised: (ticket, fact) => ({
    ...ticket,
    details: revised(ticket.details, fact.data.details),
    requester: fact.data.requester ?? ticket.requester,
  }),
  SolutionEntered: (ticket, fact) => ({ ...ticket, solver: fact.data.by }),
  TicketSolved: (ticket, fact) => ({
    ...ticket,
    solver: fact.data.by,
    firstSolvedAt: ticket.firstSolvedAt ?? fact.occurredAt,
    lastSolvedAt: fact.occurredAt,
  }),
  TicketClosed: (ticket, fact) => ({ ...ticket, lastClosedAt: fact.occurredAt, resolution: fact.data.resolution }),
  TicketReopened: (ticket, { data }) => ({
    ...ticket,
    lastClosedAt: null,
    resolution: null,
    reopens: reopened(ticket, data.from),
  }),
  SourceRowNoted: noted,
};

/** Facts that only move the ticket. test/projections/agreement.spec.ts finds a missing one. */
const changesOfFacets = [
  ...['QualificationStarted', 'TicketQualified', 'WorkStarted', 'AssignmentEnded', 'OwnerChanged'],
  ...['TicketForwarded', 'TicketReturned', 'TicketRecalled'],
];

export const ticketMeasuresEveryone = ticketMeasures('everyone');
/** Also counts the extra values of imported rows (SourceRowNoted). */
export const ticketMeasuresStaff = ticketMeasures('staff');

function ticketMeasures(audience: Audience): Projection<TicketMeasures> {
  return {
    name: `ticket-measures-${audience}`,
    version: 3,
    audience,
    indexes: [{ fields: [{ field: 'scopes', many: true }, { field: 'openedAt' }] }],
    handles: ['TicketOpened', ...changesOfFacets, ...Object.keys(changes)],
    opens: [],
    keys: oneTicket,
    fold(ticket, fact) {
      const facets = facetsAfter(fact);
      if (facets === null) return ticket;
      if (isOpening(fact)) return started(fact, facets);
      return ticket === null ? null : placed(foldBy<TicketEvent, TicketMeasures>(changes, ticket, fact), facets);
    },
  };
}

function started(fact: TicketFact<'TicketOpened'>, facets: TicketFacets): TicketMeasures {
  const { number, requester, priority } = fact.data;
  const details = plain(fact.data.details);
  const measures = {
    _id: ticketOf(fact) ?? '',
    number,
    requester,
    details,
    firstCategory: details.category ?? null,
    firstPriority: priority,
    lastPriority: priority,
    openedAt: fact.occurredAt,
    ...nothingYet,
  };
  return placed(measures, facets);
}

const nothingYet = {
  priorityChanges: [],
  firstSolvedAt: null,
  lastSolvedAt: null,
  lastClosedAt: null,
  resolution: null,
  reopens: { from6: 0, from7: 0 },
  teamMoves: 0,
  lastTeam: null,
  lastTeamOrganisation: null,
  solver: null,
  madeSla: null,
};

function placed<D extends object>(document: D, facets: TicketFacets) {
  return { ...document, phase: facets.phase, handler: facets.handler, scopes: scopesOf(facets) };
}

function moved(ticket: TicketMeasures, fact: TicketFact, team: string): TicketMeasures {
  if (team === ticket.lastTeam) return ticket;
  const teamMoves = ticket.lastTeam === null ? 0 : ticket.teamMoves + 1;
  return { ...ticket, teamMoves, lastTeam: team, lastTeamOrganisation: facetsAfter(fact)?.handler ?? null };
}

function prioritised(ticket: TicketMeasures, to: string): TicketMeasures {
  if (to === ticket.lastPriority) return ticket;
  return { ...ticket, lastPriority: to, priorityChanges: [...ticket.priorityChanges, { from: ticket.lastPriority, to }] };
}

function reopened(ticket: TicketMeasures, from: 6 | 7): TicketMeasures['reopens'] {
  const { from6, from7 } = ticket.reopens;
  return from === 6 ? { from6: from6 + 1, from7 } : { from6, from7: from7 + 1 };
}

function noted(ticket: TicketMeasures, fact: TicketFact<'SourceRowNoted'>): TicketMeasures {
  const { madeSla, team, priority, details } = fact.data;
  const told = { ...ticket, madeSla: madeSla ?? ticket.madeSla, details: { ...ticket.details, ...details } };
  const placedThere = team === undefined ? told : moved(told, fact, team);
  return priority === undefined ? placedThere : prioritised(placedThere, priority);
}
