import type { Audience, FacetValues } from '../../domain/kernel/event';
import { later } from '../../domain/kernel/instant';
import { openedText } from '../../domain/kernel/opened';
import type { TicketEvent } from '../../domain/ticket/ticket.events';
import { scopesOf } from '../../domain/ticket/ticket.facets';
import { plain } from '../plain';
import { foldBy } from '../fold-table';
import type { Projection } from '../kernel/projection';
import { colourOf, statusOf } from './status';
import { detailChanges } from './ticket-detail.changes';
import type { TicketDetail } from './ticket-detail.document';
import { isOpening, oneTicket, ticketOf, type TicketFact } from './ticket-fact';

/** Free text that anyone who sees the fact may read. */
const shown = ['TicketOpened', 'DetailsRevised', 'SolutionEntered', 'ReasonGiven', 'FilesAttached', 'WorkRecorded', 'FaultFound'];
/** Addresses of watchers are nobody's business but the desk's. */
const shownToStaff = [...shown, 'WatcherAdded', 'GateWaived'];

export const ticketDetailEveryone = ticketDetail('everyone', shown);
export const ticketDetailStaff = ticketDetail('staff', shownToStaff);

/** One fold, two read models: what only staff may know was never in the one that customers are shown. */
function ticketDetail(audience: Audience, opens: readonly string[]): Projection<TicketDetail> {
  return {
    name: `ticket-detail-${audience}`,
    version: 1,
    audience,
    indexes: [],
    handles: 'all',
    opens,
    keys: oneTicket,
    fold(ticket, fact) {
      const facets = fact.facets?.after ?? null;
      if (facets === null) return ticket;
      const known = isOpening(fact) ? firstPage(fact, facets) : ticket;
      if (known === null) return null;
      const updatedAt = later(known.updatedAt, fact.occurredAt);
      return {
        ...foldBy<TicketEvent, TicketDetail>(detailChanges, settled(known, facets), fact),
        ...placed(facets),
        updatedAt,
        revision: fact.revision,
      };
    },
  };
}

function firstPage(fact: TicketFact<'TicketOpened'>, facets: FacetValues): TicketDetail {
  const { number, requester } = fact.data;
  return {
    _id: ticketOf(fact) ?? '',
    ...{ number, requester },
    details: plain(fact.data.details),
    creator: plain(fact.data.creator),
    owner: plain(fact.data.owner),
    title: openedText(fact, 'title'),
    description: openedText(fact, 'description'),
    ...placed(facets),
    ...nothingYet,
    openedAt: fact.occurredAt,
    updatedAt: fact.occurredAt,
    revision: fact.revision,
  };
}

/** Leaving a phase or a handler ends the waiting; another assignee has accepted nothing yet (rule 2). */
function settled(ticket: TicketDetail, facets: FacetValues): TicketDetail {
  const stays = ticket.phase === facets.phase && ticket.handler === facets.handler;
  const acceptedAt = ticket.assignee === facets.assignee ? ticket.acceptedAt : null;
  return { ...ticket, acceptedAt, waiting: stays ? ticket.waiting : null };
}

const nothingYet = {
  acceptedAt: null,
  waiting: null,
  percent: 0,
  solution: null,
  closure: null,
  reopens: 0,
  takenInHandlingAt: null,
  watchers: [],
  files: [],
  primary: null,
  duplicates: [],
  waivers: [],
  affectedItems: [],
  work: [],
  faults: [],
};

function placed(facets: FacetValues) {
  const { kind, engagement, phase, subStatus, priority, ownerOrganisation, handler, earlierHandlers, team, assignee } = facets;
  return {
    ...{ kind, engagement, phase, subStatus, priority, ownerOrganisation, handler, earlierHandlers, team, assignee },
    status: statusOf(phase),
    colour: colourOf(facets),
    scopes: scopesOf(facets),
  };
}
