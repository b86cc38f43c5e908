import type { Audience, Recorded } from '../kernel/event';
import type { OrganisationId, WatcherId } from '../kernel/ids';
import { assignmentOf, type Assignment, type OpenedState, type Stage, type Ticket, type TicketState } from './ticket.state';
import type { Details, DetailsRevised, TicketEvent, TicketOpened } from './ticket.events';

type Evolve<Event> = (state: OpenedState, event: Event & Recorded) => OpenedState;
type OfType<Type extends TicketEvent['type']> = Extract<TicketEvent, { readonly type: Type }>;

/** Never throws and never decides, because the log records what happened. Facts before the opening change nothing. */
export function evolve(state: TicketState, event: TicketEvent & Recorded): TicketState {
  if (state.phase === 0) return event.type === 'TicketOpened' ? opened(event) : state;
  return (evolvers[event.type] as Evolve<TicketEvent>)(state, event);
}

const same: Evolve<TicketEvent> = (state) => state;
const learn = (state: OpenedState, news: Partial<Ticket>): OpenedState => ({ ...state, ticket: { ...state.ticket, ...news } });
const add = <Item>(list: readonly Item[], items: readonly Item[]): readonly Item[] =>
  list.concat([...new Set(items)].filter((item) => !list.includes(item)));

/** A new phase drops what only the old one had: the waiting always, the assignment unless the new stage keeps it. */
function enter(state: OpenedState, stage: Stage, { occurredAt }: Recorded): OpenedState {
  const phaseSince = stage.phase === state.phase ? state.ticket.phaseSince : occurredAt;
  return { ...stage, ticket: { ...state.ticket, phaseSince } };
}

const evolvers: { readonly [Type in TicketEvent['type']]: Evolve<OfType<Type>> } = {
  TicketOpened: same,
  CustomerAcknowledged: (state) => learn(state, { acknowledged: true }),
  QualificationStarted: (state, event) => enter(state, { phase: 2, waiting: null }, event),
  AffectedItemsListed: (state, { data }) => learn(state, { affectedItems: data.items }),
  GateWaived: (state, { data }) => learn(state, { waivers: { ...state.ticket.waivers, [data.gate]: data.until } }),
  TicketQualified: (state, event) => enter(state, { phase: 3 }, event),
  TicketRouted: (state, event) => queued(learn(state, { team: event.data.team }), event),
  TicketAssigned: (state, event) => {
    const assignment = { technician: event.data.technician, accepted: false };
    return enter(learn(state, { team: event.data.team }), { phase: 4, assignment, waiting: null }, event);
  },
  AssignmentEnded: (state, event) => enter(state, { phase: 3 }, event),
  TicketAccepted: (state) => (state.phase === 4 ? { ...state, assignment: { ...state.assignment, accepted: true } } : state),
  TicketDeclined: same,
  WorkStarted: (state, event) => working(state, { technician: event.data.technician, accepted: true }, event),
  WaitingStarted: (state, { data }) =>
    'waiting' in state ? { ...state, waiting: { for: data.for, reason: data.reason } } : state,
  WaitingEnded: (state) => ('waiting' in state ? { ...state, waiting: null } : state),
  ProgressReported: (state, { data }) => learn(state, { progress: data.percent }),
  WorkRecorded: same,
  FaultFound: same,
  SolutionEntered: (state) => learn(state, { solution: true }),
  TicketSolved: (state, event) =>
    enter(
      learn(state, { progress: event.data.percent }),
      { phase: 6, assignment: assignmentOf(state), solver: event.data.by },
      event,
    ),
  SolutionConfirmed: same,
  TicketClosed: (state, event) =>
    enter(
      state,
      { phase: 7, assignment: assignmentOf(state), resolution: event.data.resolution, reopenableFrom: event.occurredAt },
      event,
    ),
  TicketReopened: (state, event) => reopened(learn(state, { solution: false, progress: null }), event),
  TicketForwarded: (state, event) => {
    const { from, to, direction, phase } = event.data;
    return handedOver(state, { to, legs: [...state.ticket.legs, { from, direction }], phase }, event);
  },
  TicketReturned: (state, event) => handedOver(state, { ...event.data, legs: backTo(state, event.data.to) }, event),
  TicketRecalled: (state, event) => handedOver(state, { ...event.data, legs: backTo(state, event.data.to) }, event),
  OwnerChanged: (state, { data }) => learn(state, { owner: data.to, ownerOrganisation: data.to.organisation }),
  PriorityChanged: (state, { data }) => learn(state, { priority: data.to }),
  ReplyPosted: (state, { data, audience }) =>
    learn(state, { replies: add(state.ticket.replies, [data.reply]), staffOnly: kept(state, audience, [data.reply]) }),
  ReplyRedacted: (state, { data }) => learn(state, { redacted: add(state.ticket.redacted, [data.reply]) }),
  FilesAttached: (state, { data, audience }) => {
    const files = data.files.map(({ file }) => file);
    return learn(state, { files: add(state.ticket.files, files), staffOnly: kept(state, audience, files) });
  },
  AttachmentRedacted: (state, { data }) => learn(state, { redacted: add(state.ticket.redacted, [data.file]) }),
  DetailsRevised: (state, { data }) =>
    learn(state, {
      details: revised(state.ticket.details, data.details),
      requester: data.requester ?? state.ticket.requester,
    }),
  WatcherAdded: (state, { data }) =>
    learn(state, {
      watchers: { ...state.ticket.watchers, [data.watcher]: data.kinds },
      addresses: add(state.ticket.addresses, [data.watcher]),
    }),
  WatcherRemoved: (state, { data }) => unwatched(state, data.watcher),
  WatcherErased: (state, { data }) =>
    learn(unwatched(state, data.watcher), {
      addresses: state.ticket.addresses.filter((watcher) => watcher !== data.watcher),
      redacted: add(state.ticket.redacted, [data.watcher]),
    }),
  TicketMerged: (state, { data }) => learn(state, { primary: data.primary }),
  DuplicateLinked: (state, { data }) => learn(state, { duplicates: add(state.ticket.duplicates, [data.duplicate]) }),
  TicketUnlinked: (state, event) => {
    const unlinked = learn(state, { primary: null });
    return unlinked.phase === 7 ? { ...unlinked, reopenableFrom: event.occurredAt } : unlinked;
  },
  DuplicateUnlinked: (state, { data }) =>
    learn(state, { duplicates: state.ticket.duplicates.filter((duplicate) => duplicate !== data.duplicate) }),
  ReasonGiven: same,
  SourceRowNoted: same,
  DossierExported: same,
};

/** Every type this version can evolve. */
export const eventTypes = Object.keys(evolvers) as TicketEvent['type'][];

function opened({ data, occurredAt }: TicketOpened & Recorded): OpenedState {
  const { number, kind, engagement, creator, owner, requester, handler, priority, details, phase } = data;
  return {
    phase,
    ticket: {
      ...{ number, kind, engagement, creator, owner, requester, handler, priority, details },
      ownerOrganisation: data.ownerOrganisation ?? owner.organisation,
      ...{ legs: [], earlierHandlers: [], team: null },
      ...{ acknowledged: false, affectedItems: [], waivers: {}, solution: false, progress: null },
      ...{ replies: [], files: [], staffOnly: [], redacted: [], watchers: {}, addresses: [], duplicates: [], primary: null },
      phaseSince: occurredAt,
    },
  };
}

function kept({ ticket }: OpenedState, audience: Audience, ids: readonly string[]): readonly string[] {
  return audience === 'staff' ? add(ticket.staffOnly, ids) : ticket.staffOnly;
}

function unwatched(state: OpenedState, gone: WatcherId): OpenedState {
  const left = Object.entries(state.ticket.watchers).filter(([watcher]) => watcher !== gone);
  return learn(state, { watchers: Object.fromEntries(left) });
}

/** A new team puts the ticket back into the queue, except before it is qualified and while it is checked. */
function queued(state: OpenedState, event: Recorded): OpenedState {
  return state.phase === 4 || state.phase === 5 ? enter(state, { phase: 3 }, event) : state;
}

function working(state: OpenedState, assignment: Assignment, event: Recorded): OpenedState {
  return enter(state, { phase: 5, assignment, waiting: null }, event);
}

function reopened(state: OpenedState, event: OfType<'TicketReopened'> & Recorded): OpenedState {
  const assignment = assignmentOf(state);
  if (event.data.phase === 5 && assignment !== null) return working(state, { ...assignment, accepted: true }, event);
  return waitingRoom(state, event.data.phase === 2 ? 2 : 3, event);
}

function handedOver(
  state: OpenedState,
  { to, legs, phase }: { readonly to: OrganisationId; readonly legs: Ticket['legs']; readonly phase: 1 | 2 | 3 },
  event: Recorded,
): OpenedState {
  const { handler, earlierHandlers } = state.ticket;
  // The team belongs to the former handler.
  const moved = learn(state, { handler: to, legs, earlierHandlers: add(earlierHandlers, [handler]), team: null });
  return waitingRoom(moved, phase, event);
}

function waitingRoom(state: OpenedState, phase: 1 | 2 | 3, event: Recorded): OpenedState {
  return enter(state, phase === 2 ? { phase, waiting: null } : { phase }, event);
}

/** Drops the hand-over by that organisation and every later one. */
function backTo({ ticket }: OpenedState, organisation: OrganisationId): Ticket['legs'] {
  const left = ticket.legs.findLastIndex((leg) => leg.from === organisation);
  return left === -1 ? [] : ticket.legs.slice(0, left);
}

function revised(before: Details, changes: DetailsRevised['data']['details']): Details {
  const kept = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept);
}
