import fc from 'fast-check';
import { DomainError } from '../../../src/domain/kernel/errors';
import { isStaff } from '../../../src/domain/people/actor';
import { eventTypes } from '../../../src/domain/ticket/ticket.evolve';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { anyHistory, play } from './histories';

type Reach = 'everyone' | 'staff' | 'either';

/** Rule 4: who reads each fact. `either`: as the writer chose. */
const reach: { readonly [type in TicketEvent['type']]: Reach } = {
  TicketOpened: 'everyone',
  CustomerAcknowledged: 'everyone',
  QualificationStarted: 'everyone',
  AffectedItemsListed: 'staff',
  GateWaived: 'staff',
  TicketQualified: 'everyone',
  TicketRouted: 'everyone',
  TicketAssigned: 'everyone',
  AssignmentEnded: 'everyone',
  TicketAccepted: 'everyone',
  TicketDeclined: 'everyone',
  WorkStarted: 'everyone',
  WaitingStarted: 'everyone',
  WaitingEnded: 'everyone',
  ProgressReported: 'everyone',
  WorkRecorded: 'everyone',
  FaultFound: 'everyone',
  SolutionEntered: 'everyone',
  TicketSolved: 'everyone',
  SolutionConfirmed: 'everyone',
  TicketClosed: 'everyone',
  TicketReopened: 'everyone',
  TicketForwarded: 'everyone',
  TicketReturned: 'everyone',
  TicketRecalled: 'everyone',
  OwnerChanged: 'everyone',
  PriorityChanged: 'everyone',
  ReplyPosted: 'either',
  ReplyRedacted: 'everyone',
  FilesAttached: 'either',
  AttachmentRedacted: 'everyone',
  DetailsRevised: 'everyone',
  WatcherAdded: 'everyone',
  WatcherRemoved: 'everyone',
  WatcherErased: 'everyone',
  TicketMerged: 'everyone',
  DuplicateLinked: 'everyone',
  TicketUnlinked: 'everyone',
  DuplicateUnlinked: 'everyone',
  ReasonGiven: 'either',
  SourceRowNoted: 'staff',
};

/** Why somebody did this is for staff, whatever the writer says. */
const explainedToStaff = [
  'TicketDeclined',
  'AssignmentEnded',
  'TicketForwarded',
  'TicketReturned',
  'TicketRecalled',
  'TicketRouted',
  'TicketMerged',
];

/** Move a tile, a queue or a colour: ids and codes only. */
const moving = [
  ...[
    'QualificationStarted',
    'TicketQualified',
    'TicketRouted',
    'TicketAssigned',
    'AssignmentEnded',
    'TicketAccepted',
    'TicketDeclined',
  ],
  ...['WorkStarted', 'WaitingStarted', 'WaitingEnded', 'TicketSolved', 'TicketClosed', 'TicketReopened', 'PriorityChanged'],
  ...[
    'TicketForwarded',
    'TicketReturned',
    'TicketRecalled',
    'TicketMerged',
    'DuplicateLinked',
    'TicketUnlinked',
    'DuplicateUnlinked',
  ],
];

const taken = fc.sample(anyHistory, { seed: 7, numRuns: 1_000 }).flatMap(play);
const recorded = taken.flatMap(({ command, events, context }) =>
  events instanceof DomainError ? [] : events.map((event) => ({ command: command.type, event, writer: context.actor })),
);

it('S4.35 S4.36 rule 4: every type is listed with its audience, and is written with no other', () => {
  expect(Object.keys(reach).sort()).toEqual([...eventTypes].sort());
  const wrong = recorded.filter(({ event }) => reach[event.type] !== 'either' && reach[event.type] !== event.audience);
  expect(wrong).toEqual([]);
});

it('reasons for staff are never shown to customers', () => {
  const reasons = recorded.flatMap(({ event }) => (event.type === 'ReasonGiven' ? [event] : []));
  expect(new Set(reasons.map(({ audience }) => audience))).toEqual(new Set(['everyone', 'staff']));
  const leaked = reasons.filter(({ audience, data }) => audience === 'everyone' && explainedToStaff.includes(data.for));
  expect(leaked).toEqual([]);
});

it('customers write to everyone, in whatever they choose themselves', () => {
  const chosen = recorded.filter(({ command, event }) => reach[event.type] === 'either' && command !== 'MarkMerged');
  expect(new Set(chosen.filter(({ writer }) => !isStaff(writer)).map(({ event }) => event.audience))).toEqual(
    new Set(['everyone']),
  );
});

it('rule 4: what moves a ticket is for everyone and says nothing personal', () => {
  const told = recorded.filter(({ event }) => moving.includes(event.type));
  expect(new Set(told.map(({ event }) => event.type)).size).toBe(moving.length);
  expect(told.filter(({ event }) => event.audience !== 'everyone' || event.confidential !== undefined)).toEqual([]);
});
