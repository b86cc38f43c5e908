import { itself } from '../../../src/domain/kernel/event';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { id, noon, organisation } from '../../dsl/world';
import {
  attachedPhoto,
  by,
  contact,
  customer,
  facts,
  given,
  importing,
  issue,
  open,
  opened,
  partner,
  past,
  people,
  photo,
  world,
  secondTeam,
  subject,
  team,
} from './desk';

const text = {
  confidential: [{ subject, values: { title: 'Screen stays black', description: 'Since this morning.' } }],
} as const;
const byCustomer = by(people.customer);

describe('OpenTicket', () => {
  it("S4.58 S4.59 opens a customer's ticket with their partner as the handler", () => {
    given([])
      .when(open, byCustomer)
      .then([{ ...opened(), ...text }]);
  });

  it("S4.62 C31 opens for a contact with staff as owner and the contact's organisation as owner organisation", () => {
    const requester = { contact };
    given([])
      .when({ ...open, requester })
      .then([
        {
          ...opened({ requester, creator: people.agent, owner: people.agent, ownerOrganisation: customer }),
          confidential: [{ subject: `contact-${contact}`, values: text.confidential[0].values }],
        },
      ]);
  });

  it('S1.31 opens an issue in dispatching, where a team can take it', () => {
    given([])
      .when({ ...open, kind: 'issue', team })
      .then([{ ...opened({ kind: 'issue', phase: 3, creator: people.agent }), ...text }, facts.routed]);
  });

  it('S0.16 C12 assigns a technician at once, and records the skipped gates', () => {
    const technician = people.technician.user;
    given([])
      .when({ ...open, technician, team })
      .then([
        { ...opened({ creator: people.agent }), ...text },
        {
          type: 'TicketAssigned',
          audience: 'everyone',
          data: { technician, team, skippedGates: ['acknowledgement', 'contract'] },
        },
      ]);
  });

  it('S4.54 C13 C9 records files, watchers and waivers in the same append', () => {
    const watcher = { watcher: id(61), email: 'boss@example.org', kinds: ['close', 'created'] } as const;
    given([])
      .when({
        ...open,
        files: [photo],
        watchers: [watcher],
        waivers: [{ gate: 'contract', reason: 'Signed soon.', until: null }],
      })
      .then([
        { ...opened({ creator: people.agent }), ...text },
        { ...facts.waived, confidential: [{ subject: itself, values: { reason: 'Signed soon.' } }] },
        {
          type: 'WatcherAdded',
          audience: 'everyone',
          data: { watcher: id(61), kinds: ['created', 'close'] },
          confidential: [{ subject: `contact-${id(61)}`, values: { email: 'boss@example.org' } }],
        },
        attachedPhoto('everyone', subject),
      ]);
  });

  it('requires the permission for customers or for staff', () => {
    given([])
      .when(open, by(people.customer, ['ticket.open']))
      .thenRejects('not-permitted', { permission: 'ticket.open' });
    given([])
      .when(open, by(people.agent, ['ticket.open-on-behalf']))
      .thenRejects('not-permitted', { permission: 'ticket.open-on-behalf' });
    given([])
      .when({ ...open, technician: people.technician.user }, by(people.agent, ['ticket.assign']))
      .thenRejects('not-permitted', { permission: 'ticket.assign' });
  });

  it('is refused when the ticket is already open', () => {
    given([opened()]).when(open, byCustomer).thenRejects('wrong-phase', { phase: 1 });
  });

  it('refuses requesters who do not exist or are out of reach', () => {
    given([])
      .when({ ...open, requester: { user: id(999) } })
      .thenRejects('unknown');
    given([])
      .when({ ...open, requester: { user: people.strangersAgent.user } })
      .thenRejects('unknown');
    given([])
      .when({ ...open, requester: { user: people.agent.user } }, byCustomer)
      .thenRejects('unknown');
    given([])
      .when({ ...open, requester: { user: people.neighbour.user } }, byCustomer)
      .then([
        {
          ...opened({ requester: { user: people.neighbour.user }, owner: people.neighbour }),
          confidential: [{ subject: `user-${people.neighbour.user}`, values: text.confidential[0].values }],
        },
      ]);
  });

  it('refuses technicians and teams of other organisations', () => {
    given([])
      .when({ ...open, technician: people.providersAgent.user })
      .thenRejects('invalid', { fields: { technician: 'an active user of the handling organisation' } });
    given([])
      .when({ ...open, team: id(99) })
      .thenRejects('invalid', { teams: [team, secondTeam] });
  });

  it('refuses a customer without an organisation above', () => {
    const own = { id: customer, kind: 'customer', parent: null } as const;
    const lonely = { ...world, organisation: (wanted: string) => (wanted === customer ? organisation(own) : undefined) };
    given([])
      .when(open, { ...byCustomer, world: lonely })
      .thenRejects('invalid', { organisation: customer });
  });

  it.each([
    ['title', { title: 'x'.repeat(301) }],
    ['title', { title: '😀'.repeat(301) }],
    ['title', { title: '  ' }],
    ['title', { title: 'Screen\nstays black' }],
    ['title', { title: 'Screen\u2028stays black' }],
    ['description', { description: 'x'.repeat(100_001) }],
    ['description', { description: 'half a \ud800 pair' }],
    ['details.category', { details: { category: 'x'.repeat(101) } }],
    ['watchers', { watchers: [1, 2].map(() => ({ watcher: id(61), email: 'a@b.org', kinds: ['reply'] as const })) }],
    ['waivers', { waivers: [1, 2].map(() => ({ gate: 'contract' as const, reason: 'Soon.', until: null })) }],
  ])('refuses an invalid %s, and names it', (field, values) => {
    given([])
      .when({ ...open, ...values })
      .thenRejects('invalid', { fields: { [field]: expect.any(String) as string } });
  });

  it('S0.22 S0.23 opens a visit only with its contract or a waiver that still holds', () => {
    const visit = { ...open, engagement: 'visit' } as const;
    const waiver = (until: string | null) => ({
      ...visit,
      waivers: [{ gate: 'visitContract', reason: 'Emergency.', until }] as const,
    });
    given([])
      .when(visit)
      .thenRejects('gate-not-met', { gates: ['visitContract'] });
    given([])
      .when(waiver('2026-11-23T11:59:59.999Z'))
      .thenRejects('gate-not-met', { gates: ['visitContract'] });
    given([])
      .when(waiver(noon))
      .then([
        { ...opened({ engagement: 'visit', creator: people.agent }), ...text },
        {
          type: 'GateWaived',
          audience: 'staff',
          data: { gate: 'visitContract', until: noon },
          confidential: [{ subject: itself, values: { reason: 'Emergency.' } }],
        },
      ]);
  });

  it('S0.2 S0.3 S0.4 S0.6 S0.15 opens an ASP ticket only with the preference, the permission, a postal code and a serial number', () => {
    const asp = { ...open, engagement: 'asp', details: { postalCode: '70173', serialNumber: 'SN-1' } } as const;
    const handler = world.organisation(partner);
    const on = { ...world, organisation: () => (handler === undefined ? undefined : { ...handler, isAspBusiness: true }) };
    given([])
      .when(asp)
      .thenRejects('gate-not-met', { gates: ['aspBusiness'] });
    given([])
      .when(asp, { ...by(people.agent, ['asp.open']), world: on })
      .thenRejects('not-permitted', { permission: 'asp.open' });
    given([])
      .when({ ...asp, details: {} }, { world: on })
      .thenRejects('invalid', {
        fields: { postalCode: expect.any(String) as string, serialNumber: expect.any(String) as string },
      });
    given([])
      .when(asp, { world: on })
      .then([{ ...opened({ engagement: 'asp', details: asp.details, creator: people.agent }), ...text }]);
  });

  it('opens for the person of an imported row, even with empty texts', () => {
    given([])
      .when({ ...open, title: '', description: '' }, { ...importing, onBehalfOf: people.agent })
      .then([opened({ creator: people.agent })]);
    given([])
      .when({ ...open, title: '', description: '' }, { ...importing, onBehalfOf: people.customer })
      .then([opened()]);
  });
});

describe('Qualifying', () => {
  const { created, qualifying } = past;
  const acknowledged: readonly TicketEvent[] = [...created, facts.acknowledged];

  it('S1.7 records once that the customer was notified', () => {
    given(created).when({ type: 'RecordAcknowledgement', by: 'phone' }).then([facts.acknowledged]);
    given(acknowledged).when({ type: 'RecordAcknowledgement', by: 'mail' }).thenNothing();
  });

  it('S1.7 S1.8 starts only after the acknowledgement or its waiver', () => {
    const waived: TicketEvent = { ...facts.waived, data: { gate: 'acknowledgement', until: null } };
    given(acknowledged).when({ type: 'StartQualification' }).then([facts.qualifying]);
    given([...created, waived])
      .when({ type: 'StartQualification' })
      .then([facts.qualifying]);
    given(created)
      .when({ type: 'StartQualification' })
      .thenRejects('gate-not-met', { gates: ['acknowledgement'] });
    given(qualifying).when({ type: 'StartQualification' }).thenNothing();
  });

  it('S1.12 S1.13 S2.21 C9 completes for a service ticket only with a contract or a waiver that still holds', () => {
    const until = '2026-11-23T11:00:00.000Z';
    const expired: TicketEvent = { ...facts.waived, data: { gate: 'contract', until } };
    given(qualifying)
      .when({ type: 'CompleteQualification' })
      .thenRejects('gate-not-met', { gates: ['contract'] });
    given([...qualifying, facts.waived])
      .when({ type: 'CompleteQualification' })
      .then([facts.qualified]);
    given([...qualifying, expired])
      .when({ type: 'CompleteQualification' })
      .thenRejects('gate-not-met');
    given([...qualifying, expired])
      .when({ type: 'CompleteQualification' }, { at: until })
      .then([facts.qualified]);
    given(created).when({ type: 'CompleteQualification' }).thenRejects('wrong-phase', { phase: 1 });
  });

  it('S1.11 completes for a claim once the affected items are listed', () => {
    const claim: readonly TicketEvent[] = [opened({ kind: 'claim' }), facts.acknowledged, facts.qualifying];
    const items = [{ kind: 'order', reference: 'O-1' }] as const;
    const listed: TicketEvent = { type: 'AffectedItemsListed', audience: 'staff', data: { items } };
    given(claim)
      .when({ type: 'CompleteQualification' })
      .thenRejects('gate-not-met', { gates: ['affectedItems'] });
    given(claim).when({ type: 'ListAffectedItems', items }).then([listed]);
    given([...claim, listed])
      .when({ type: 'ListAffectedItems', items })
      .thenNothing();
    given([...claim, listed])
      .when({ type: 'CompleteQualification' })
      .then([facts.qualified]);
    given(claim).when({ type: 'ListAffectedItems', items: [] }).thenRejects('invalid');
    given(created).when({ type: 'ListAffectedItems', items }).thenRejects('wrong-phase');
  });

  it('S0.23 completes for a visit without asking for its contract again', () => {
    given([opened({ engagement: 'visit' }), facts.acknowledged, facts.qualifying])
      .when({ type: 'CompleteQualification' })
      .then([facts.qualified]);
  });

  it('requires the permission and custody', () => {
    given(created)
      .when({ type: 'StartQualification' }, by(people.agent, ['ticket.qualify']))
      .thenRejects('not-permitted', { permission: 'ticket.qualify' });
    given(acknowledged)
      .when({ type: 'StartQualification' }, by(people.strangersAgent))
      .thenRejects('not-handler', { handler: partner });
    given([]).when({ type: 'StartQualification' }).thenRejects('unknown');
  });
});

describe('WaiveGate', () => {
  const waive = { type: 'WaiveGate', gate: 'contract', reason: 'Because.', until: null } as const;
  const said = { confidential: [{ subject: itself, values: { reason: 'Because.' } }] };

  it('C9 records the gate, the end of the waiver and, sealed, the reason', () => {
    given(past.created)
      .when(waive)
      .then([{ ...facts.waived, ...said }]);
    given([...past.created, facts.waived])
      .when(waive)
      .thenNothing();
    given([...past.created, facts.waived])
      .when({ ...waive, until: noon })
      .then([{ ...facts.waived, data: { gate: 'contract', until: noon }, ...said }]);
  });

  it('refuses gates that the ticket does not have, users without the permission, and closed tickets', () => {
    given(issue)
      .when(waive)
      .thenRejects('invalid', { fields: { gate: 'one of jurisdiction' } });
    given(past.created)
      .when(waive, by(people.agent, ['ticket.waive-gate']))
      .thenRejects('not-permitted');
    given(past.closed).when(waive).thenRejects('wrong-phase', { phase: 7 });
  });
});
