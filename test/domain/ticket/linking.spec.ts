import { facetsOf, ticketAggregate } from '../../../src/domain/ticket';
import { fold } from '../../../src/domain/kernel/decider';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { id, noon } from '../../dsl/world';
import { because, by, given, past, people, why } from './desk';

const primary = id(1001);
const duplicate = id(1002);
const { dispatching, closed } = past;

const merged: TicketEvent = { type: 'TicketMerged', audience: 'everyone', data: { primary } };
const shut: TicketEvent = { type: 'TicketClosed', audience: 'everyone', data: { resolution: 'duplicate', primary } };
const linked: TicketEvent = { type: 'DuplicateLinked', audience: 'everyone', data: { duplicate } };
const unlinked: TicketEvent = { type: 'TicketUnlinked', audience: 'everyone', data: { primary } };
const apart: TicketEvent = { type: 'DuplicateUnlinked', audience: 'everyone', data: { duplicate } };

const subStatus = (events: readonly TicketEvent[]) => {
  const recorded = events.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon }));
  return facetsOf(fold(ticketAggregate, recorded))?.subStatus;
};

describe('the commands of the merge process', () => {
  it('S4.42 S4.45 close the duplicate as such, with the reason for staff', () => {
    given(dispatching)
      .when({ type: 'MarkMerged', primary, reason: 'Because.' })
      .then([merged, shut, because('TicketMerged', 'staff')]);
    expect(subStatus([...dispatching, merged, shut])).toBe('duplicate');
  });

  it('rule 3: link once, whatever happened since the agreement', () => {
    given(closed)
      .when({ type: 'MarkMerged', primary }, by(people.strangersAgent, ['ticket.merge']))
      .then([merged]);
    given([...closed, merged])
      .when({ type: 'MarkMerged', primary })
      .thenNothing();
    given([...dispatching, merged, shut])
      .when({ type: 'MarkMerged', primary: duplicate })
      .thenRejects('merge-refused', { primary });
    given(closed).when({ type: 'LinkDuplicate', duplicate }).then([linked]);
    given([...closed, linked])
      .when({ type: 'LinkDuplicate', duplicate })
      .thenNothing();
  });

  it('S4.48 S4.49 unlink, and restore the sub-status that the ticket had before', () => {
    given([...closed, merged])
      .when({ type: 'MarkUnlinked', primary })
      .then([unlinked]);
    given([...closed, merged, unlinked])
      .when({ type: 'MarkUnlinked', primary })
      .thenNothing();
    given([...closed, linked])
      .when({ type: 'UnlinkDuplicate', duplicate })
      .then([apart]);
    given([...closed, linked, apart])
      .when({ type: 'UnlinkDuplicate', duplicate })
      .thenNothing();
    expect(subStatus([...closed, merged])).toBe('duplicate');
    expect(subStatus([...closed, merged, unlinked])).toBe('resolved');
  });

  it('S4.49 let an unlinked duplicate be reopened, however long it was linked', () => {
    const reopen = { type: 'ReopenTicket', ...why } as const;
    const late = { occurredAt: '2027-06-01T00:00:00.000Z', now: '2027-06-02T00:00:00.000Z' };
    given([...dispatching, merged, shut])
      .when(reopen)
      .thenRejects('gate-not-met', { gates: ['unlinked'] });
    given([...dispatching, merged, shut, { ...unlinked, occurredAt: late.occurredAt }])
      .when(reopen, { now: late.now })
      .then([
        { type: 'TicketReopened', audience: 'everyone', data: { from: 7, phase: 2 } },
        because('TicketReopened', 'everyone'),
      ]);
  });

  it('are refused for tickets that were never opened', () => {
    given([]).when({ type: 'MarkMerged', primary }).thenRejects('unknown');
    given([]).when({ type: 'LinkDuplicate', duplicate }).thenRejects('unknown');
  });
});
