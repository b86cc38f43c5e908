import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import {
  because,
  by,
  ended,
  facts,
  given,
  gone,
  importing,
  issue,
  opened,
  partner,
  past,
  people,
  secondTeam,
  team,
  why,
} from './desk';

const technician = people.technician.user;
const asTechnician = by(people.technician);
const { qualifying, dispatching, waiting, solving, checking, closed } = past;
const accepted = [...waiting, facts.accepted];

describe('RouteTicket', () => {
  const route = { type: 'RouteTicket', team } as const;

  it('S1.15 puts a ticket into a queue, even during qualification or check', () => {
    given(dispatching).when(route).then([facts.routed]);
    given(qualifying).when(route).then([facts.routed]);
    given(checking).when(route).then([facts.routed]);
    given([...dispatching, facts.routed])
      .when(route)
      .thenNothing();
  });

  it('C3 ends the assignment, and records the reason for staff', () => {
    given(solving)
      .when({ ...route, reason: 'Because.' })
      .then([ended('rerouted'), facts.routed, because('TicketRouted', 'staff')]);
    given([...dispatching, facts.routed])
      .when({ ...route, team: secondTeam })
      .then([{ ...facts.routed, data: { team: secondTeam, from: team } }]);
  });

  it('is refused for teams of others, without the permission, and on new or closed tickets', () => {
    given(dispatching)
      .when({ ...route, team: people.technician.user as string })
      .thenRejects('invalid', { teams: [team, secondTeam] });
    given(dispatching)
      .when(route, by(people.agent, ['ticket.route']))
      .thenRejects('not-permitted', { permission: 'ticket.route' });
    given(dispatching).when(route, by(people.strangersAgent)).thenRejects('not-handler', { handler: partner });
    given(past.created).when(route).thenRejects('wrong-phase', { phase: 1 });
    given(closed).when(route).thenRejects('wrong-phase', { phase: 7 });
  });
});

describe('AssignTicket', () => {
  const assign = { type: 'AssignTicket', technician } as const;

  it('S1.14 S1.17 S4.10 assigns a technician, who has to accept', () => {
    given(dispatching).when(assign).then([facts.assigned]);
    given(waiting).when(assign).thenNothing();
    given([...dispatching, facts.routed])
      .when(assign)
      .then([{ ...facts.assigned, data: { technician, team, skippedGates: [] } }]);
  });

  it('S1.16 somebody is sent by hand to look at the damage of a claim', () => {
    const claim = [opened({ kind: 'claim' }), facts.acknowledged, facts.qualifying, facts.qualified];
    given(claim).when(assign).then([facts.assigned]);
  });

  it('S4.16 rule 2: requires a new acceptance from a new technician', () => {
    const next: TicketEvent = {
      ...facts.assigned,
      data: { technician: people.colleague.user, team: secondTeam, skippedGates: [] },
    };
    given(solving)
      .when({ ...assign, technician: people.colleague.user, team: secondTeam })
      .then([ended('reassigned'), next]);
    given([...solving, ended('reassigned'), next])
      .when({ type: 'StartWork' }, by(people.colleague))
      .thenRejects('gate-not-met', { gates: ['acceptance'] });
  });

  it('refuses anyone but active users of the handler; imports may name former ones', () => {
    given(dispatching)
      .when({ ...assign, technician: gone })
      .thenRejects('invalid');
    given(dispatching)
      .when({ ...assign, technician: people.customer.user })
      .thenRejects('invalid');
    given(dispatching)
      .when({ ...assign, technician: gone }, importing)
      .then([{ ...facts.assigned, data: { technician: gone, team: null, skippedGates: [] } }]);
    given(qualifying).when(assign).thenRejects('wrong-phase', { phase: 2 });
    given(dispatching)
      .when(assign, by(people.agent, ['ticket.assign']))
      .thenRejects('not-permitted');
  });
});

describe('UnassignTicket', () => {
  it('S4.16 puts the ticket back into dispatching', () => {
    given(waiting)
      .when({ type: 'UnassignTicket', reason: 'Because.' })
      .then([ended('unassigned'), because('AssignmentEnded', 'staff')]);
    given(dispatching).when({ type: 'UnassignTicket' }).thenNothing();
    given(checking).when({ type: 'UnassignTicket' }).thenRejects('wrong-phase', { phase: 6 });
  });
});

describe('AcceptTicket and DeclineTicket', () => {
  it('S1.18 records the acceptance once', () => {
    given(waiting).when({ type: 'AcceptTicket' }, asTechnician).then([facts.accepted]);
    given(accepted).when({ type: 'AcceptTicket' }, asTechnician).thenNothing();
  });

  it('S1.21 a declined ticket goes back to dispatching, with the reason for staff', () => {
    given(waiting)
      .when({ type: 'DeclineTicket', ...why }, asTechnician)
      .then([
        { type: 'TicketDeclined', audience: 'everyone', data: { technician } },
        ended('declined'),
        because('TicketDeclined', 'staff'),
      ]);
  });

  it('are refused to anyone but the assigned technician', () => {
    given(waiting).when({ type: 'AcceptTicket' }, by(people.colleague)).thenRejects('not-assignee', { assignee: technician });
    given(waiting).when({ type: 'AcceptTicket' }, by(people.strangersAgent)).thenRejects('not-handler');
    given(waiting)
      .when({ type: 'AcceptTicket' }, by(people.technician, ['ticket.work']))
      .thenRejects('not-permitted');
    given(solving)
      .when({ type: 'DeclineTicket', ...why }, asTechnician)
      .thenRejects('wrong-phase', { phase: 5 });
    given(waiting).when({ type: 'DeclineTicket', reason: ' ' }, asTechnician).thenRejects('invalid');
    given(waiting)
      .when({ type: 'DeclineTicket', ...why, audience: 'everyone' }, asTechnician)
      .thenRejects('invalid', { fields: { audience: 'staff, or leave it out' } });
  });
});

describe('StartWork', () => {
  it('S1.19 S1.20 C15 requires acceptance', () => {
    given(accepted).when({ type: 'StartWork' }, asTechnician).then([facts.working]);
    given(solving).when({ type: 'StartWork' }, asTechnician).thenNothing();
    given(waiting)
      .when({ type: 'StartWork' }, asTechnician)
      .thenRejects('gate-not-met', { gates: ['acceptance'] });
    given(dispatching).when({ type: 'StartWork' }, asTechnician).thenRejects('not-assignee', { assignee: null });
  });

  it('C4 counts as acceptance if the kind asks for none, and says so', () => {
    given([...issue, facts.assigned])
      .when({ type: 'StartWork' }, asTechnician)
      .then([{ ...facts.working, data: { technician, countsAsAcceptance: true } }]);
  });
});

describe('phase and time', () => {
  it('the refusal of a wrong phase names the phase', () => {
    given(checking).when({ type: 'StartWork' }, asTechnician).thenRejects('wrong-phase', { phase: 6 });
    given(closed)
      .when({ type: 'WithdrawTicket', ...why }, by(people.customer))
      .thenRejects('wrong-phase', { phase: 7 });
  });

  it('a fact that changes the phase cannot lie before the previous one that did', () => {
    const at = '2026-11-20T10:00:00.000Z';
    const late = [...waiting, { ...facts.accepted, occurredAt: at }, { ...facts.working, occurredAt: at }];
    given(late)
      .when({ type: 'UnassignTicket' }, { at: '2026-11-20T09:59:59.999Z' })
      .thenRejects('occurred-at-out-of-range', { earliest: at });
    given(late)
      .when({ type: 'UnassignTicket' }, { at })
      .then([ended('unassigned')]);
    given(late)
      .when({ type: 'ReportProgress', percent: 10 }, { ...asTechnician, at: '2026-11-20T09:00:00.000Z' })
      .then([{ type: 'ProgressReported', audience: 'everyone', data: { percent: 10 } }]);
  });
});
