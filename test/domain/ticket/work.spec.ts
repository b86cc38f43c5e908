import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { itself } from '../../../src/domain/kernel/event';
import { by, facts, given, issue, past, people } from './desk';

const technician = people.technician.user;
const asTechnician = by(people.technician);
const { qualifying, dispatching, waiting, solving, closed } = past;

const started = (waitingFor: 'customer' | 'thirdParty', reason: string | null = null): TicketEvent => ({
  type: 'WaitingStarted',
  audience: 'everyone',
  data: { for: waitingFor, reason },
});
const over = (waitingFor: 'customer' | 'thirdParty'): TicketEvent => ({
  type: 'WaitingEnded',
  audience: 'everyone',
  data: { for: waitingFor },
});

describe('ChangeSubStatus', () => {
  const wait = { type: 'ChangeSubStatus', waitingFor: 'customer' } as const;

  it('S4.14 S4.15 S4.17 starts and ends the waiting', () => {
    given(solving)
      .when(wait, asTechnician)
      .then([started('customer')]);
    given([...solving, facts.awaiting])
      .when(wait, asTechnician)
      .thenNothing();
    given([...solving, facts.awaiting])
      .when({ ...wait, waitingFor: null }, asTechnician)
      .then([over('customer')]);
    given(solving)
      .when({ ...wait, waitingFor: null }, asTechnician)
      .thenNothing();
  });

  it('starts a new waiting for another party or reason', () => {
    given([...solving, facts.awaiting])
      .when({ ...wait, waitingFor: 'thirdParty', reason: 'parts' }, asTechnician)
      .then([over('customer'), started('thirdParty', 'parts')]);
    given([...solving, started('thirdParty', 'parts')])
      .when({ ...wait, waitingFor: 'thirdParty', reason: 'evidence' }, asTechnician)
      .then([over('thirdParty'), started('thirdParty', 'evidence')]);
  });

  it('S4.13 requires an accepted assignment; during qualification the handler can wait only for the customer', () => {
    given(waiting)
      .when(wait, asTechnician)
      .thenRejects('gate-not-met', { gates: ['acceptance'] });
    given([...issue, facts.assigned])
      .when(wait, asTechnician)
      .then([started('customer')]);
    given(qualifying)
      .when(wait)
      .then([started('customer')]);
    given(qualifying)
      .when({ ...wait, waitingFor: 'thirdParty' })
      .thenRejects('invalid');
    given(dispatching).when(wait).thenRejects('wrong-phase', { phase: 3 });
    given(solving).when(wait, by(people.colleague)).thenRejects('wrong-phase');
    given(solving)
      .when(wait, by(people.colleague, ['ticket.qualify']))
      .thenRejects('not-assignee', { assignee: technician });
    given(solving)
      .when({ ...wait, reason: 'x'.repeat(101) }, asTechnician)
      .thenRejects('invalid');
  });

  it('rule 2: ends with the assignment', () => {
    given([
      ...solving,
      facts.awaiting,
      { type: 'AssignmentEnded', audience: 'everyone', data: { technician, reason: 'unassigned' } },
      facts.assigned,
      facts.accepted,
      facts.working,
    ])
      .when({ ...wait, waitingFor: null }, asTechnician)
      .thenNothing();
  });
});

describe('ReportProgress', () => {
  const reported = (percent: number): TicketEvent => ({ type: 'ProgressReported', audience: 'everyone', data: { percent } });

  it('S0.26 C14 records the percentage once', () => {
    given(solving)
      .when({ type: 'ReportProgress', percent: 40 }, asTechnician)
      .then([reported(40)]);
    given([...solving, reported(40)])
      .when({ type: 'ReportProgress', percent: 40 }, asTechnician)
      .thenNothing();
  });

  it.each([-1, 101, 33.3, Number.NaN])('refuses %p percent', (percent) => {
    given(solving)
      .when({ type: 'ReportProgress', percent }, asTechnician)
      .thenRejects('invalid', { fields: { percent: 'a whole number from 0 to 100' } });
  });
});

describe('RecordWork and RecordFoundFault', () => {
  const work = { type: 'RecordWork', minutes: 30, description: 'Cleaned the fan.' } as const;
  const fault = { type: 'RecordFoundFault', code: 'F-7', description: 'Fan full of dust.' } as const;
  const said = (description: string) => ({ confidential: [{ subject: itself, values: { description } }] });

  it('the technician or a dispatcher records work; a repeat records it again', () => {
    const recorded: TicketEvent = {
      type: 'WorkRecorded',
      audience: 'everyone',
      data: { technician, minutes: 30, item: null },
      ...said('Cleaned the fan.'),
    };
    given(solving).when(work, asTechnician).then([recorded]);
    given([...solving, recorded])
      .when(work, asTechnician)
      .then([recorded]);
    given(dispatching)
      .when({ ...work, item: 'cleaning' })
      .then([{ ...recorded, data: { technician: people.agent.user, minutes: 30, item: 'cleaning' } }]);
  });

  it('S3.23 S3.24 C24 a fault names who found it', () => {
    given(solving)
      .when(fault, asTechnician)
      .then([
        { type: 'FaultFound', audience: 'everyone', data: { code: 'F-7', foundBy: technician }, ...said('Fan full of dust.') },
      ]);
  });

  it('refuse invalid values, uninvolved users and closed tickets', () => {
    given(solving)
      .when({ ...work, minutes: 0 }, asTechnician)
      .thenRejects('invalid', { fields: { minutes: 'a whole number from 1 to 100000' } });
    given(solving)
      .when({ ...fault, description: '' }, asTechnician)
      .thenRejects('invalid');
    given(solving)
      .when(work, by(people.colleague, ['ticket.assign']))
      .thenRejects('not-assignee');
    given(closed).when(fault, asTechnician).thenRejects('wrong-phase', { phase: 7 });
  });
});
