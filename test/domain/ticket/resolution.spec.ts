import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { itself } from '../../../src/domain/kernel/event';
import { id } from '../../dsl/world';
import { attachedPhoto, because, by, facts, given, importing, issue, opened, past, people, photo, subject, why } from './desk';

const technician = people.technician.user;
const asTechnician = by(people.technician);
const asCustomer = by(people.customer);
const { created, dispatching, waiting, solving, checking, closed } = past;
const solvedIssue = [...issue, facts.assigned, facts.working];

const solution = (
  text: string,
  who: string | null = technician,
  writer: typeof subject | typeof itself = itself,
): TicketEvent => ({
  type: 'SolutionEntered',
  audience: 'everyone',
  data: { code: null, by: who },
  confidential: [{ subject: writer, values: { solution: text } }],
});
const summary = (text = 'Done.', audience: 'everyone' | 'staff' = 'everyone') => because('TicketClosed', audience, { text });
const customersSummary = because('TicketClosed', 'everyone', { text: 'Done.', writer: subject });
const confirmed: TicketEvent = { type: 'SolutionConfirmed', audience: 'everyone', data: { by: people.customer.user } };
const shut = (resolution: 'resolved' | 'rejected' | 'withdrawn'): TicketEvent => ({
  type: 'TicketClosed',
  audience: 'everyone',
  data: { resolution, primary: null },
});

describe('EnterSolution and SolveTicket', () => {
  it('S1.22 S1.23 S1.25 S1.26 solve a ticket only after a solution was entered', () => {
    given(solving)
      .when({ type: 'EnterSolution', solution: 'New fan.' }, asTechnician)
      .then([solution('New fan.')]);
    given([...solving, facts.entered])
      .when({ type: 'SolveTicket' }, asTechnician)
      .then([facts.solved]);
    given(solving)
      .when({ type: 'SolveTicket' }, asTechnician)
      .thenRejects('gate-not-met', { gates: ['solution'] });
  });

  it('S1.24 require the actual damage for a claim', () => {
    const claim = [opened({ kind: 'claim' }), ...solving.slice(1)];
    given(claim)
      .when({ type: 'EnterSolution', solution: 'Replaced.' }, asTechnician)
      .thenRejects('invalid', { fields: { actualDamage: expect.any(String) as string } });
    given(claim)
      .when({ type: 'EnterSolution', solution: 'Replaced.', code: 'S-1', actualDamage: '120 EUR' }, asTechnician)
      .then([
        {
          type: 'SolutionEntered',
          audience: 'everyone',
          data: { code: 'S-1', by: technician },
          confidential: [{ subject: itself, values: { solution: 'Replaced.', actualDamage: '120 EUR' } }],
        },
      ]);
  });

  it('accept another solver, and empty texts, only from an import', () => {
    given(solving)
      .when({ type: 'EnterSolution', solution: 'Mine.', by: people.colleague.user }, asTechnician)
      .thenRejects('invalid', { fields: { by: 'leave it out' } });
    given(solving)
      .when({ type: 'EnterSolution', solution: '', code: 'S-1', by: id(777) }, importing)
      .then([{ type: 'SolutionEntered', audience: 'everyone', data: { code: 'S-1', by: id(777) } }]);
    given([...solving, facts.entered])
      .when({ type: 'SolveTicket', by: people.colleague.user, percent: 80 }, asTechnician)
      .thenRejects('invalid');
  });

  it('are refused to anyone but the working technician', () => {
    given(solving).when({ type: 'SolveTicket' }, by(people.colleague)).thenRejects('not-assignee');
    given(checking).when({ type: 'SolveTicket' }, asTechnician).thenRejects('wrong-phase', { phase: 6 });
    given(waiting).when({ type: 'EnterSolution', solution: 'New fan.' }, asTechnician).thenRejects('wrong-phase', { phase: 4 });
  });
});

describe('CloseTicket in the completion check', () => {
  const close = { type: 'CloseTicket', summary: 'Done.' } as const;

  it('S1.27 S1.28 S4.28 lets a checker close, with a summary and files', () => {
    given(checking)
      .when({ ...close, files: [photo] })
      .then([facts.closed, summary(), attachedPhoto('everyone')]);
    given(checking)
      .when({ ...close, audience: 'staff' })
      .then([facts.closed, summary('Done.', 'staff')]);
  });

  it('S4.27 records a confirmation when the creator closes', () => {
    given(checking).when(close, asCustomer).then([confirmed, facts.closed, customersSummary]);
  });

  it('C5 is refused to a solver who is no checker, if the kind requires a check', () => {
    given(checking)
      .when(close, by(people.technician, ['ticket.check']))
      .thenRejects('gate-not-met', { gates: ['completionCheck'] });
    given(solving)
      .when({ ...close, solution: 'New fan.' }, asTechnician)
      .thenRejects('gate-not-met', { gates: ['completionCheck'] });
  });

  it('C5 requires a checker for a claim, even if its creator closes', () => {
    const claim = [opened({ kind: 'claim' }), ...checking.slice(1)];
    given(claim)
      .when(close, asCustomer)
      .thenRejects('gate-not-met', { gates: ['completionCheck'] });
    given(claim).when(close).then([facts.closed, summary()]);
  });

  it('accepts an empty summary only from an import', () => {
    given(checking).when({ type: 'CloseTicket', summary: '' }, importing).then([facts.closed]);
    given(checking)
      .when({ type: 'CloseTicket', summary: '' })
      .thenRejects('invalid', { fields: { summary: expect.any(String) as string } });
  });

  it('is refused to uninvolved users and on closed tickets', () => {
    given(checking).when(close, by(people.strangersAgent)).thenRejects('not-handler');
    given(checking)
      .when(close, by(people.colleague, ['ticket.check']))
      .thenRejects('not-permitted', { permission: 'ticket.check' });
    given(closed).when(close).thenRejects('wrong-phase', { phase: 7 });
    given(checking)
      .when({ ...close, audience: 'staff' }, asCustomer)
      .thenRejects('invalid', { fields: { audience: 'everyone, or leave it out' } });
  });
});

describe('CloseTicket before the completion check', () => {
  const close = { type: 'CloseTicket', summary: 'Done.', solution: 'New fan.' } as const;
  const implied = { implied: true } as const;

  it('C5 S4.26 S4.27 enters, solves and closes at once for the solver of an issue', () => {
    given(solvedIssue)
      .when(close, asTechnician)
      .then([{ ...solution('New fan.'), ...implied }, { ...facts.solved, ...implied }, facts.closed, summary()]);
    given([...solvedIssue, facts.entered])
      .when({ type: 'CloseTicket', summary: 'Done.' }, asTechnician)
      .then([{ ...facts.solved, ...implied }, facts.closed, summary()]);
  });

  it('S4.27 lets the creator close in any open phase, and records a confirmation', () => {
    given(dispatching)
      .when(close, asCustomer)
      .then([
        { ...solution('New fan.', null, subject), ...implied },
        { ...facts.solved, data: { by: null, percent: 100 }, ...implied },
        confirmed,
        facts.closed,
        customersSummary,
      ]);
  });

  it.each([
    ['a technician has it in progress', solving, asCustomer, technician],
    ['nobody worked on it', created, asCustomer, null],
    ['it was only assigned', waiting, asCustomer, null],
    ['staff who opened it close it themselves', [opened({ creator: people.agent })], {}, people.agent.user],
  ])('records who did the work as the solver, never the customer: %s', (_, before, asker, solver) => {
    given(before)
      .when(close, asker)
      .then(expect.arrayContaining([{ ...facts.solved, data: { by: solver, percent: 100 }, ...implied }]) as TicketEvent[]);
  });

  it('S1.25 is refused without a solution', () => {
    given(solvedIssue)
      .when({ type: 'CloseTicket', summary: 'Done.' }, asTechnician)
      .thenRejects('invalid', { fields: { solution: expect.any(String) as string } });
  });
});

describe('RejectTicket and WithdrawTicket', () => {
  it('C7 S4.30 lets the handler reject, with a reason only', () => {
    given(created)
      .when({ type: 'RejectTicket', ...why })
      .then([shut('rejected'), because('TicketClosed', 'everyone')]);
    given(created).when({ type: 'RejectTicket', reason: '' }).thenRejects('invalid');
    given(created)
      .when({ type: 'RejectTicket', reason: '' }, importing)
      .then([shut('rejected')]);
    given(created)
      .when({ type: 'RejectTicket', ...why }, by(people.distributorsAgent))
      .thenRejects('not-handler');
    given(closed)
      .when({ type: 'RejectTicket', ...why })
      .thenRejects('wrong-phase');
  });

  it('C5 lets the creator withdraw before the ticket is solved', () => {
    given(solving)
      .when({ type: 'WithdrawTicket', ...why }, asCustomer)
      .then([shut('withdrawn'), because('TicketClosed', 'everyone', { writer: subject })]);
    given(checking)
      .when({ type: 'WithdrawTicket', ...why }, asCustomer)
      .thenRejects('wrong-phase', { phase: 6 });
    given(created)
      .when({ type: 'WithdrawTicket', ...why }, by(people.neighbour))
      .thenRejects('not-creator', { creator: people.customer.user });
    given(created)
      .when({ type: 'WithdrawTicket', ...why }, by(people.customer, ['ticket.withdraw']))
      .thenRejects('not-permitted');
  });
});

describe('ReopenTicket', () => {
  const reopen = { type: 'ReopenTicket', ...why } as const;
  const reopened = (from: 6 | 7, phase: 2 | 3 | 5): TicketEvent => ({
    type: 'TicketReopened',
    audience: 'everyone',
    data: { from, phase },
  });
  const said = because('TicketReopened', 'everyone');
  const customersReason = because('TicketReopened', 'everyone', { writer: subject });

  it('C30 returns a failed check to the same technician, accepted, and requires another solution', () => {
    given(checking)
      .when(reopen)
      .then([reopened(6, 5), said]);
    given([...checking, reopened(6, 5)])
      .when({ type: 'ReportProgress', percent: 50 }, asTechnician)
      .then([{ type: 'ProgressReported', audience: 'everyone', data: { percent: 50 } }]);
    given([...checking, reopened(6, 5)])
      .when({ type: 'SolveTicket' }, asTechnician)
      .thenRejects('gate-not-met', { gates: ['solution'] });
  });

  it('S1.30 S4.31 S4.33 C6 reopens in qualifying, an issue in dispatching, without the technician', () => {
    given(closed)
      .when({ ...reopen, files: [photo] }, asCustomer)
      .then([reopened(7, 2), customersReason, attachedPhoto('everyone', subject)]);
    given([...solvedIssue, facts.entered, facts.solved, facts.closed])
      .when(reopen, asCustomer)
      .then([reopened(7, 3), customersReason]);
    given([...closed, reopened(7, 2), facts.qualified])
      .when({ type: 'StartWork' }, asTechnician)
      .thenRejects('not-assignee', { assignee: null });
  });

  it("C6 is refused after the handler's reopen window, judged at occurredAt; imports are exempt", () => {
    const late = { now: '2026-12-20T00:00:00.000Z' };
    given(closed)
      .when(reopen, late)
      .thenRejects('gate-not-met', { gates: ['reopenWindow'] });
    given(closed)
      .when(reopen, { ...late, at: '2026-12-01T00:00:00.000Z' })
      .then([reopened(7, 2), said]);
    given(closed)
      .when({ ...reopen, reason: '' }, { ...importing, ...late })
      .then([reopened(7, 2)]);
  });

  it('is refused to anyone but the creator, a manager and, before closing, a checker', () => {
    given(closed)
      .when(reopen, by(people.colleague, ['ticket.manage']))
      .thenRejects('wrong-phase', { phase: 7 });
    given(closed).when(reopen, by(people.providersAgent)).thenRejects('not-handler');
    given(closed)
      .when(reopen, by(people.neighbour, ['ticket.manage', 'ticket.check']))
      .thenRejects('not-creator', { owner: people.customer.user });
    given(solving).when(reopen).thenRejects('wrong-phase', { phase: 5 });
  });
});
