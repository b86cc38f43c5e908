import { readFileSync } from 'node:fs';
import { ticketAggregate } from '../../../src/domain/ticket';
import { fold } from '../../../src/domain/kernel/decider';
import { id, noon } from '../../dsl/world';
import { contact, distributor, facts, open, partner, past, people } from './desk';

const dispatching = fold(
  ticketAggregate,
  past.dispatching.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
);

describe('the ticket aggregate', () => {
  it('evolves every event type of the storage format', () => {
    const format = readFileSync('src/domain/ticket/ticket.events.ts', 'utf8');
    const union = format.slice(format.indexOf('export type TicketEvent ='));
    const named = [...union.matchAll(/\| (\w+)/g)].map(([, type]) => type);
    expect([...ticketAggregate.eventTypes].sort()).toEqual(named.sort());
  });

  it('loads its handler and everyone that a command names', () => {
    const { needs, initial } = ticketAggregate;
    const technician = people.technician.user;
    expect(needs({ ...open, requester: { contact }, technician }, initial)).toEqual([
      ['contact', contact],
      ['user', technician],
    ]);
    expect(needs({ type: 'AssignTicket', technician }, dispatching)).toEqual([
      ['organisation', partner],
      ['user', technician],
    ]);
    expect(needs({ type: 'ForwardTicket', to: distributor, reason: 'Because.' }, dispatching)).toEqual([
      ['organisation', partner],
      ['organisation', distributor],
    ]);
    expect(needs({ type: 'ChangeOwner', owner: people.neighbour }, dispatching)).toEqual([
      ['organisation', partner],
      ['user', people.neighbour.user],
      ['organisation', people.neighbour.organisation],
    ]);
    expect(needs({ type: 'ReviseDetails', details: {}, requester: { user: id(7) } }, dispatching)).toEqual([
      ['organisation', partner],
      ['user', id(7)],
    ]);
  });

  it('has the facets for scopes and counters, or null before it is opened', () => {
    const { evolve, facets, initial } = ticketAggregate;
    const forwarded = evolve(dispatching, { ...facts.forwardedUp, occurredAt: noon, recordedAt: noon });
    expect(facets(initial)).toBeNull();
    expect(facets(forwarded)).toEqual({
      kind: 'service',
      engagement: 'own',
      ownerOrganisation: people.customer.organisation,
      handler: distributor,
      earlierHandlers: [partner],
      participants: [people.customer.user],
      team: null,
      assignee: null,
      phase: 3,
      subStatus: 'unassigned',
      priority: 'moderate',
      category: null,
    });
  });
});
