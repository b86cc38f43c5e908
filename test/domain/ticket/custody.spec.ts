import { itself } from '../../../src/domain/kernel/event';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import {
  attachedPhoto,
  because,
  by,
  customer,
  distributor,
  ended,
  facts,
  given,
  importing,
  issue,
  partner,
  past,
  people,
  photo,
  provider,
  root,
  stranger,
  why,
} from './desk';

const { created, qualifying, dispatching, solving, checking, closed } = past;
const up = [...dispatching, facts.forwardedUp];
const covered: TicketEvent = { ...facts.waived, data: { gate: 'jurisdiction', until: null } };
const down = [...dispatching, covered, facts.forwardedDown];
const distributorsAgent = by(people.distributorsAgent);
const providersAgent = by(people.providersAgent);

const forwarded = (to: string, direction: 'up' | 'down', phase: 1 | 2 | 3 = 3): TicketEvent => ({
  type: 'TicketForwarded',
  audience: 'everyone',
  data: { from: partner, to, direction, phase },
});
const back = (type: 'TicketReturned' | 'TicketRecalled', from: string, to = partner, phase: 1 | 2 | 3 = 3): TicketEvent => ({
  type,
  audience: 'everyone',
  data: { from, to, phase },
});

describe('ForwardTicket', () => {
  const forward = { type: 'ForwardTicket', to: distributor, ...why } as const;
  const said = because('TicketForwarded', 'staff');

  it('S4.18 S4.66 forwards up, ends the assignment, and records reason and files for staff', () => {
    given(dispatching)
      .when({ ...forward, files: [photo] })
      .then([facts.forwardedUp, said, attachedPhoto('staff')]);
    given(solving)
      .when(forward)
      .then([ended('forwarded'), facts.forwardedUp, said]);
    given(qualifying)
      .when(forward)
      .then([forwarded(distributor, 'up', 2), said]);
  });

  it('S1.7 skips no gate: a new ticket stays new when forwarded and returned', () => {
    given(created)
      .when(forward)
      .then([forwarded(distributor, 'up', 1), said]);
    given([...created, forwarded(distributor, 'up', 1)])
      .when({ type: 'ReturnTicket', ...why }, distributorsAgent)
      .then([back('TicketReturned', distributor, partner, 1), because('TicketReturned', 'staff')]);
    given([...created, forwarded(distributor, 'up', 1), back('TicketReturned', distributor, partner, 1)])
      .when({ type: 'AssignTicket', technician: people.technician.user })
      .thenRejects('wrong-phase', { phase: 1 });
  });

  it('S4.61 S4.64 may skip a level', () => {
    given(dispatching)
      .when({ ...forward, to: root })
      .then([forwarded(root, 'up'), said]);
  });

  it('S3.12 C10 C32 forwards down to a service provider only if its jurisdiction was waived', () => {
    given(dispatching)
      .when({ ...forward, to: provider })
      .thenRejects('gate-not-met', { gates: ['jurisdiction'] });
    given([...dispatching, covered])
      .when({ ...forward, to: provider })
      .then([facts.forwardedDown, said]);
  });

  it.each([
    ['an unrelated organisation', stranger],
    ['a customer', customer],
    ['itself', partner],
  ])('refuses to forward to %s', (_, to) => {
    given(dispatching)
      .when({ ...forward, to })
      .thenRejects('target-not-allowed', { targets: [distributor, root] });
  });

  it('is refused without the permission, without custody, and on closed tickets', () => {
    given(dispatching)
      .when(forward, by(people.agent, ['ticket.forward']))
      .thenRejects('not-permitted', { permission: 'ticket.forward' });
    given(dispatching).when(forward, distributorsAgent).thenRejects('not-handler', { handler: partner });
    given(closed).when(forward).thenRejects('wrong-phase', { phase: 7 });
    given([...dispatching, forwarded(root, 'up')])
      .when({ ...forward, to: partner }, by(people.chief))
      .thenRejects('target-not-allowed', { targets: [] });
  });
});

describe('rule 1: after a forward', () => {
  it('S4.19 the former handler can do nothing after a forward up', () => {
    given(up).when({ type: 'ChangePriority', priority: 'high' }).thenRejects('not-handler', { handler: distributor });
    given(up)
      .when({ type: 'ForwardTicket', to: root, ...why })
      .thenRejects('not-handler');
    given(up).when({ type: 'Reply', audience: 'everyone', body: 'Hello?' }).thenRejects('not-handler');
    given(up).when({ type: 'AcceptTicket' }, by(people.technician)).thenRejects('not-handler');
    given(up)
      .when({ type: 'RecallTicket', ...why })
      .thenRejects('not-handler');
  });

  it('C29 the creator keeps their rights, even as staff', () => {
    const creator = { ...by(people.agent) };
    const own = [{ ...up[0], data: { ...up[0]?.data, creator: people.agent } } as TicketEvent, ...up.slice(1)];
    given(own)
      .when({ type: 'WithdrawTicket', ...why }, creator)
      .then([
        { type: 'TicketClosed', audience: 'everyone', data: { resolution: 'withdrawn', primary: null } },
        because('TicketClosed', 'everyone'),
      ]);
    given(own).when({ type: 'Reply', audience: 'staff', body: 'Psst.' }, creator).thenRejects('not-handler');
  });

  it('S3.9 S3.10 the provider works and closes after a forward down, within its permissions', () => {
    const worker = people.providersAgent;
    const assigned: TicketEvent = { ...facts.assigned, data: { ...facts.assigned.data, technician: worker.user } };
    const working: TicketEvent = { ...facts.working, data: { technician: worker.user, countsAsAcceptance: true } };
    const implied = { implied: true } as const;
    const close = { type: 'CloseTicket', summary: 'Because.', solution: 'Screwed tight.' } as const;
    const below = [...issue, covered, facts.forwardedDown, assigned, working];
    given(below)
      .when(close, by(worker, ['ticket.close', 'ticket.check']))
      .thenRejects('not-permitted', { permission: 'ticket.close' });
    given(below)
      .when(close, providersAgent)
      .then([
        {
          ...{ ...facts.entered, ...implied, data: { code: null, by: worker.user } },
          confidential: [{ subject: itself, values: { solution: 'Screwed tight.' } }],
        },
        { ...facts.solved, ...implied, data: { by: worker.user, percent: 100 } },
        facts.closed,
        because('TicketClosed', 'everyone'),
      ]);
  });

  it('C32 the principal keeps priority, reply, recall and the check after a forward down', () => {
    const solvedBelow = [...down, ...checking.slice(5)];
    given(down)
      .when({ type: 'ChangePriority', priority: 'high' })
      .then([{ type: 'PriorityChanged', audience: 'everyone', data: { from: 'moderate', to: 'high' } }]);
    given(solvedBelow)
      .when({ type: 'CloseTicket', summary: 'Because.' })
      .then([facts.closed, because('TicketClosed', 'everyone')]);
    given(down)
      .when({ type: 'RejectTicket', ...why })
      .thenRejects('not-handler', { handler: provider });
  });
});

describe('ReturnTicket and RecallTicket', () => {
  it('the receiver returns the ticket to the sender, who may forward it again', () => {
    given(up)
      .when({ type: 'ReturnTicket', ...why }, distributorsAgent)
      .then([back('TicketReturned', distributor), because('TicketReturned', 'staff')]);
    given([...up, back('TicketReturned', distributor)])
      .when({ type: 'ForwardTicket', to: distributor, ...why })
      .then([facts.forwardedUp, because('TicketForwarded', 'staff')]);
    given(dispatching)
      .when({ type: 'ReturnTicket', ...why })
      .thenRejects('target-not-allowed', { targets: [] });
    given(up)
      .when({ type: 'ReturnTicket', ...why })
      .thenRejects('not-handler');
  });

  it('C32 the principal recalls the ticket from the provider, in any open phase', () => {
    given(down)
      .when({ type: 'RecallTicket', ...why })
      .then([back('TicketRecalled', provider), because('TicketRecalled', 'staff')]);
    given(down)
      .when({ type: 'RecallTicket', ...why }, providersAgent)
      .thenRejects('not-handler', { handler: provider });
    given(dispatching).when({ type: 'RecallTicket', reason: '' }, importing).thenRejects('target-not-allowed', { targets: [] });
    given(down)
      .when({ type: 'RecallTicket', reason: '' }, importing)
      .then([back('TicketRecalled', provider)]);
  });

  it('a returned ticket can be worked on and has no principal', () => {
    const recalled = [...down, back('TicketRecalled', provider)];
    given(recalled).when({ type: 'AssignTicket', technician: people.technician.user }).then([facts.assigned]);
    given(recalled)
      .when({ type: 'RecallTicket', ...why })
      .thenRejects('not-handler');
    given(recalled).when({ type: 'ChangePriority', priority: 'low' }, providersAgent).thenRejects('not-handler');
  });
});

describe('ChangeOwner and ChangePriority', () => {
  it('C31 a manager of the handler changes the owner, in any phase', () => {
    const change = { type: 'ChangeOwner', owner: people.neighbour } as const;
    const changed: TicketEvent = {
      type: 'OwnerChanged',
      audience: 'everyone',
      data: { from: people.customer, to: people.neighbour },
    };
    given(closed).when(change).then([changed]);
    given([...closed, changed])
      .when(change)
      .thenNothing();
    given(closed)
      .when({ ...change, owner: { user: people.neighbour.user, organisation: partner } })
      .thenRejects('unknown');
    given(closed)
      .when({ ...change, owner: people.strangersAgent })
      .thenRejects('unknown');
    given([...closed, { ...changed, data: { from: people.customer, to: people.strangersAgent } }])
      .when({ ...change, owner: people.strangersAgent })
      .thenNothing();
    given(closed)
      .when(change, by(people.agent, ['ticket.manage']))
      .thenRejects('not-permitted', { permission: 'ticket.manage' });
  });

  it('S4.11 S4.12 S4.63 the handler changes the priority of an open ticket', () => {
    const change = { type: 'ChangePriority', priority: 'critical' } as const;
    given(issue)
      .when(change)
      .then([{ type: 'PriorityChanged', audience: 'everyone', data: { from: 'moderate', to: 'critical' } }]);
    given(issue)
      .when({ ...change, priority: 'moderate' })
      .thenNothing();
    given(closed).when(change).thenRejects('wrong-phase', { phase: 7 });
  });
});
