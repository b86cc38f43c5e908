import fc from 'fast-check';
import { DomainError } from '../../../src/domain/kernel/errors';
import { isStaff } from '../../../src/domain/people/actor';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { anyHistory, play } from './histories';

/** Rule 4: who reads each fact. Everyone reads what is not listed here. */
const forStaff: readonly TicketEvent['type'][] = ['AffectedItemsListed', 'GateWaived', 'SourceRowNoted'];
const asChosen: readonly TicketEvent['type'][] = [
  'ReplyRedacted',
  'AttachmentRedacted',
  'ReplyPosted',
  'FilesAttached',
  'ReasonGiven',
];

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

it('S4.35 S4.36 rule 4: everyone reads every fact that is not listed for staff, or as the writer chose', () => {
  const fixed = recorded.filter(({ event }) => !asChosen.includes(event.type));
  const wrong = fixed.filter(({ event }) => event.audience !== (forStaff.includes(event.type) ? 'staff' : 'everyone'));
  expect(wrong).toEqual([]);
  const written = new Set(recorded.map(({ event }) => event.type));
  expect([...forStaff, ...asChosen].filter((type) => !written.has(type))).toEqual([]);
});

it('reasons for staff are never shown to customers', () => {
  const reasons = recorded.flatMap(({ event }) => (event.type === 'ReasonGiven' ? [event] : []));
  expect(new Set(reasons.map(({ audience }) => audience))).toEqual(new Set(['everyone', 'staff']));
  const leaked = reasons.filter(({ audience, data }) => audience === 'everyone' && explainedToStaff.includes(data.for));
  expect(leaked).toEqual([]);
});

it('customers write to everyone, in whatever they choose themselves', () => {
  const chosen = recorded.filter(({ command, event }) => asChosen.includes(event.type) && command !== 'MarkMerged');
  expect(new Set(chosen.filter(({ writer }) => !isStaff(writer)).map(({ event }) => event.audience))).toEqual(
    new Set(['everyone']),
  );
});

it('rule 4: what moves a ticket is for everyone and says nothing personal', () => {
  const told = recorded.filter(({ event }) => moving.includes(event.type));
  expect(new Set(told.map(({ event }) => event.type)).size).toBe(moving.length);
  expect(told.filter(({ event }) => event.audience !== 'everyone' || event.confidential !== undefined)).toEqual([]);
});
