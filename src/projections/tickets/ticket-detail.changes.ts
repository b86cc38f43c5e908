import { ERASED } from '../../domain/kernel/event';
import { openedText } from '../../domain/kernel/opened';
import type { Details } from '../../domain/ticket/ticket.events';
import { plain, type Plain } from '../kernel/plain';
import type { SeenFact } from '../kernel/projection';
import type { FileLine, TicketDetail, Watcher } from './ticket-detail.document';
import type { TicketFact, TicketTable } from './ticket-fact';

/** Changes that are not in the facets: times, texts, lists. */
export const detailChanges: TicketTable<TicketDetail> = {
  CustomerAcknowledged: (ticket, fact) => responded(ticket, fact),
  ReplyPosted: (ticket, fact) => (fact.audience === 'everyone' ? responded(ticket, fact) : ticket),
  TicketAccepted: (ticket, fact) => ({ ...takenInHandling(ticket, fact), acceptedAt: fact.occurredAt }),
  WorkStarted: (ticket, fact) => ({
    ...takenInHandling(ticket, fact),
    acceptedAt: fact.data.countsAsAcceptance ? fact.occurredAt : ticket.acceptedAt,
  }),
  WaitingStarted: (ticket, fact) => ({
    ...ticket,
    waiting: { for: fact.data.for, reason: fact.data.reason, since: fact.occurredAt },
  }),
  WaitingEnded: (ticket) => ({ ...ticket, waiting: null }),
  ProgressReported: (ticket, fact) => ({ ...ticket, percent: fact.data.percent }),
  SolutionEntered: (ticket, fact) => ({ ...ticket, solution: solutionOf(fact) }),
  TicketSolved: (ticket, fact) => ({ ...ticket, percent: fact.data.percent }),
  TicketClosed: (ticket, fact) => ({
    ...ticket,
    closure: { resolution: fact.data.resolution, summary: null, primary: fact.data.primary, at: fact.occurredAt },
  }),
  TicketReopened: (ticket) => ({ ...ticket, solution: null, closure: null, percent: 0, reopens: ticket.reopens + 1 }),
  ReasonGiven: (ticket, fact) =>
    fact.data.for === 'TicketClosed' && ticket.closure !== null
      ? { ...ticket, closure: { ...ticket.closure, summary: openedText(fact, 'text') } }
      : ticket,
  OwnerChanged: (ticket, fact) => ({ ...ticket, owner: plain(fact.data.to) }),
  DetailsRevised: (ticket, fact) => ({
    ...ticket,
    details: revised(ticket.details, fact.data.details),
    requester: fact.data.requester ?? ticket.requester,
    title: openedText(fact, 'title') ?? ticket.title,
    description: openedText(fact, 'description') ?? ticket.description,
  }),
  WatcherAdded: (ticket, fact) => ({
    ...ticket,
    watchers: [...withoutWatcher(ticket, fact.data.watcher), watcherOf(fact)],
  }),
  WatcherRemoved: (ticket, fact) => ({ ...ticket, watchers: withoutWatcher(ticket, fact.data.watcher) }),
  WatcherErased: (ticket, fact) => ({ ...ticket, watchers: withoutWatcher(ticket, fact.data.watcher) }),
  FilesAttached: (ticket, fact) => ({ ...ticket, files: [...ticket.files, ...filesOf(ticket, fact)] }),
  AttachmentRedacted: (ticket, fact) => ({
    ...ticket,
    files: ticket.files.map((line) => (line.file === fact.data.file ? { ...line, name: ERASED, redacted: true } : line)),
  }),
  TicketMerged: (ticket, fact) => ({ ...ticket, primary: fact.data.primary }),
  TicketUnlinked: (ticket) => ({ ...ticket, primary: null }),
  DuplicateLinked: (ticket, fact) => ({ ...ticket, duplicates: [...ticket.duplicates, fact.data.duplicate] }),
  DuplicateUnlinked: (ticket, fact) => ({
    ...ticket,
    duplicates: ticket.duplicates.filter((duplicate) => duplicate !== fact.data.duplicate),
  }),
  GateWaived: (ticket, fact) => ({
    ...ticket,
    waivers: [...ticket.waivers, { ...fact.data, reason: openedText(fact, 'reason'), at: fact.occurredAt }],
  }),
  AffectedItemsListed: (ticket, fact) => ({ ...ticket, affectedItems: fact.data.items }),
  WorkRecorded: (ticket, fact) => ({ ...ticket, work: [...ticket.work, described(fact)] }),
  FaultFound: (ticket, fact) => ({ ...ticket, faults: [...ticket.faults, described(fact)] }),
};

/** Keeps addresses added by staff out of the customers' document. */
export const changesForCustomers: TicketTable<TicketDetail> = {
  ...detailChanges,
  WatcherAdded: (ticket, fact) => {
    const { email, ...watcher } = watcherOf(fact);
    const added = { ...watcher, email: isByOwners(ticket, fact) ? email : null };
    return { ...ticket, watchers: [...withoutWatcher(ticket, watcher.watcher), added] };
  },
};

function watcherOf(fact: TicketFact<'WatcherAdded'>): Watcher {
  const { actor, data } = fact;
  return { ...data, email: openedText(fact, 'email'), by: 'user' in actor ? actor.user : null };
}

const isByOwners = ({ ownerOrganisation }: TicketDetail, { actor }: TicketFact): boolean =>
  'user' in actor && actor.organisation === ownerOrganisation;

function takenInHandling(ticket: TicketDetail, fact: TicketFact): TicketDetail {
  return ticket.takenInHandlingAt === null ? { ...ticket, takenInHandlingAt: fact.occurredAt } : ticket;
}

/** Only answers of others than the customer count. */
function responded(ticket: TicketDetail, fact: TicketFact): TicketDetail {
  return isByOwners(ticket, fact) || ticket.respondedAt !== null ? ticket : { ...ticket, respondedAt: fact.occurredAt };
}

function solutionOf(fact: TicketFact<'SolutionEntered'>): TicketDetail['solution'] {
  const texts = { text: openedText(fact, 'solution'), actualDamage: openedText(fact, 'actualDamage') };
  return { ...fact.data, ...texts, at: fact.occurredAt };
}

function withoutWatcher(ticket: TicketDetail, watcher: string): TicketDetail['watchers'] {
  return ticket.watchers.filter((known) => known.watcher !== watcher);
}

function filesOf({ step }: TicketDetail, fact: TicketFact<'FilesAttached'>): readonly FileLine[] {
  return fact.data.files.map(({ file, mediaType, bytes, sha256 }) => ({
    ...{ file, mediaType, bytes, sha256 },
    name: openedText(fact, file),
    audience: fact.audience,
    at: fact.occurredAt,
    by: 'user' in fact.actor ? fact.actor.user : null,
    redacted: false,
    cameWith: step.command === fact.command.id ? step.type : fact.type,
  }));
}

function described<Data extends object>(fact: SeenFact<string, Data, 'description'>) {
  return { ...fact.data, description: openedText(fact, 'description'), at: fact.occurredAt };
}

/** `change` holds only the changes; null clears a value. */
export function revised(details: Plain<Details>, change: TicketFact<'DetailsRevised'>['data']['details']): Plain<Details> {
  return Object.fromEntries(Object.entries({ ...details, ...change }).filter(([, value]) => value !== null));
}
