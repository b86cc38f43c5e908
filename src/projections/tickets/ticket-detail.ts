import type { SealedType } from '../../domain/aggregates';
import type { Audience } from '../../domain/kernel/event';
import type { TicketFacets } from '../../domain/ticket/ticket.facets';
import { openedText } from '../../domain/kernel/opened';
import type { TicketEvent } from '../../domain/ticket/ticket.events';
import { plain } from '../kernel/plain';
import { foldBy } from '../kernel/fold-table';
import type { Projection, SeenFact } from '../kernel/projection';
import { placed } from './status';
import { changesForCustomers, detailChanges } from './ticket-detail.changes';
import type { Reached, Step, TicketDetail } from './ticket-detail.document';
import { facetsAfter, isOpening, oneTicket, ticketOf, updatedAfter, type TicketFact } from './ticket-fact';

/** Types whose text everyone who sees the fact may read. The fold decides on watchers' addresses (changesForCustomers). */
const shown: readonly SealedType[] = [
  'TicketOpened',
  'DetailsRevised',
  'SolutionEntered',
  'ReasonGiven',
  'FilesAttached',
  'WorkRecorded',
  'FaultFound',
  'WatcherAdded',
];
const shownToStaff: readonly SealedType[] = [...shown, 'GateWaived'];

export const ticketDetailEveryone = ticketDetail('everyone', shown);
export const ticketDetailStaff = ticketDetail('staff', shownToStaff);

/** One fold, two read models. The one for customers never receives anything for staff only. */
function ticketDetail(audience: Audience, opens: readonly SealedType[]): Projection<TicketDetail> {
  const changes = audience === 'staff' ? detailChanges : changesForCustomers;
  return {
    name: `ticket-detail-${audience}`,
    version: 6,
    audience,
    indexes: [],
    handles: 'all',
    opens,
    keys: oneTicket,
    fold(ticket, fact) {
      const facets = facetsAfter(fact);
      if (facets === null) return ticket;
      if (isOpening(fact)) return firstPage(fact, facets);
      if (ticket === null) return null;
      const changed = foldBy<TicketEvent, TicketDetail>(changes, settled(ticket, facets), fact);
      const updatedAt = updatedAfter(ticket.updatedAt, fact);
      const seen = { updatedAt, revision: fact.revision, lastRecordedAt: fact.recordedAt };
      const reached = reachedBy(fact.occurredAt, ticket, facets.phase);
      return placed(
        { ...changed, ...seen, step: stepAfter(ticket.step, fact), reached, earlierHandlers: facets.earlierHandlers },
        facets,
      );
    },
  };
}

function firstPage(fact: TicketFact<'TicketOpened'>, facets: TicketFacets): TicketDetail {
  const page = {
    _id: ticketOf(fact) ?? '',
    number: fact.data.number,
    requester: fact.data.requester,
    details: plain(fact.data.details),
    creator: plain(fact.data.creator),
    owner: plain(fact.data.owner),
    title: openedText(fact, 'title'),
    description: openedText(fact, 'description'),
    openedAt: fact.occurredAt,
    updatedAt: fact.occurredAt,
    firstRecordedAt: fact.recordedAt,
    lastRecordedAt: fact.recordedAt,
    revision: fact.revision,
    earlierHandlers: facets.earlierHandlers,
    ...nothingYet,
    step: { command: fact.command.id, type: fact.type },
    reached: [{ phase: facets.phase, at: fact.occurredAt }],
  };
  return placed(page, facets);
}

/** Reasons and files come beside what the command did. */
function stepAfter(step: Step, { command, type }: Pick<SeenFact, 'command' | 'type'>): Step {
  const isBeside = type === 'ReasonGiven' || type === 'FilesAttached';
  return isBeside && step.command === command.id ? step : { command: command.id, type };
}

/** A change of phase or handler ends the waiting, and a new assignee has not accepted yet (rule 2). */
function settled(ticket: TicketDetail, facets: TicketFacets): TicketDetail {
  const stays = ticket.phase === facets.phase && ticket.handler === facets.handler;
  const isSameAssignee = ticket.assignee === facets.assignee;
  if (stays && isSameAssignee) return ticket;
  return { ...ticket, acceptedAt: isSameAssignee ? ticket.acceptedAt : null, waiting: stays ? ticket.waiting : null };
}

/** After a step back, later phases count as not reached. */
function reachedBy(at: string, { phase: before, reached }: TicketDetail, phase: number): readonly Reached[] {
  return before === phase ? reached : [...reached.filter((one) => one.phase < phase), { phase, at }];
}

const nothingYet = {
  acceptedAt: null,
  waiting: null,
  percent: 0,
  solution: null,
  closure: null,
  reopens: 0,
  takenInHandlingAt: null,
  respondedAt: null,
  watchers: [],
  files: [],
  primary: null,
  duplicates: [],
  waivers: [],
  affectedItems: [],
  work: [],
  faults: [],
};
