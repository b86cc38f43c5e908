import fc from 'fast-check';
import { DomainError } from '../../../src/domain/kernel/errors';
import { isStaff } from '../../../src/domain/people/actor';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { anyHistory, play } from './histories';

/** Rule 4: everyone reads a fact unless its type is listed here. */
const forStaff: readonly TicketEvent['type'][] = ['AffectedItemsListed', 'GateWaived', 'SourceRowNoted'];
const asChosen: readonly TicketEvent['type'][] = [
  'ReplyRedacted',
  'AttachmentRedacted',
  'ReplyPosted',
  'FilesAttached',
  'ReasonGiven',
  'DossierExported',
];

/** The reason for these is for staff, whatever the writer chooses. */
const explainedToStaff = [
  'TicketDeclined',
  'AssignmentEnded',
  'TicketForwarded',
  'TicketReturned',
  'TicketRecalled',
  'TicketRouted',
  'TicketMerged',
];

/** These change a tile, a queue or a colour, and hold only ids and codes. */
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

it('S4.35 S4.36 rule 4: everyone reads every fact except those for staff and those with a chosen audience', () => {
  const fixed = recorded.filter(({ event }) => !asChosen.includes(event.type));
  const wrong = fixed.filter(({ event }) => event.audience !== (forStaff.includes(event.type) ? 'staff' : 'everyone'));
  expect(wrong).toEqual([]);
  const written = new Set(recorded.map(({ event }) => event.type));
  expect([...forStaff, ...asChosen].filter((type) => !written.has(type))).toEqual([]);
});

it('customers never see reasons that are for staff', () => {
  const reasons = recorded.flatMap(({ event }) => (event.type === 'ReasonGiven' ? [event] : []));
  expect(new Set(reasons.map(({ audience }) => audience))).toEqual(new Set(['everyone', 'staff']));
  const leaked = reasons.filter(({ audience, data }) => audience === 'everyone' && explainedToStaff.includes(data.for));
  expect(leaked).toEqual([]);
});

it('customers write only to everyone when they choose an audience', () => {
  const chosen = recorded.filter(({ command, event }) => asChosen.includes(event.type) && command !== 'MarkMerged');
  expect(new Set(chosen.filter(({ writer }) => !isStaff(writer)).map(({ event }) => event.audience))).toEqual(
    new Set(['everyone']),
  );
});

it('rule 4: facts that move a ticket are for everyone and hold nothing personal', () => {
  const moves = recorded.filter(({ event }) => moving.includes(event.type));
  expect(new Set(moves.map(({ event }) => event.type)).size).toBe(moving.length);
  expect(moves.filter(({ event }) => event.audience !== 'everyone' || event.confidential !== undefined)).toEqual([]);
});
