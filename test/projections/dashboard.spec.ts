import fc from 'fast-check';
import type { TicketFacets } from '../../src/domain/ticket/ticket.facets';
import { scopesOf } from '../../src/domain/ticket/ticket.facets';
import { matches } from '../../src/projections/kernel/scalars';
import { tileLists, ticketConditions } from '../../src/projections/tickets/list-tickets';
import { dashboard, noTickets, type Counters } from '../../src/projections/tickets/dashboard';
import { ticketList, type TicketListItem } from '../../src/projections/tickets/ticket-list';
import { Chronicle, projected } from '../dsl/projecting';
import { id } from '../dsl/world';
import { customer, desk, opened, partner, paul, say, ticket } from './desk';

const tiles = (log: Chronicle, scope: string) => projected(dashboard, log.facts).get(scope);

describe('the dashboard', () => {
  it('S4.1 counts a ticket in each of its scopes', () => {
    const log = new Chronicle().ticket(ticket, opened({ priority: 'high' }));
    for (const scope of ['*', `organisation:${customer}`, `organisation:${partner}`]) {
      expect(tiles(log, scope)).toEqual({ _id: scope, open: 1, closed: 0, highPriority: 1, total: 1 });
    }
  });

  it('S4.1 counts a technician`s ticket while it is theirs', () => {
    const log = new Chronicle()
      .ticket(ticket, opened({ priority: 'low', phase: 3, kind: 'issue' }))
      .ticket(ticket, say.everyone('TicketAssigned', { technician: paul, team: desk, skippedGates: [] }));
    expect(tiles(log, `user:${paul}`)).toMatchObject({ open: 1, total: 1 });
    log.ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'unassigned' }));
    expect(tiles(log, `user:${paul}`)).toMatchObject({ ...noTickets });
    expect(tiles(log, '*')).toMatchObject({ open: 1, total: 1 });
  });

  it('changes no counter when nothing counted changes', () => {
    const log = new Chronicle().ticket(ticket, opened()).ticket(ticket, say.everyone('QualificationStarted', {}));
    expect(log.facts.map((fact) => dashboard.keys(fact).length)).toEqual([4, 0]);
  });

  it('ignores facets of other streams', () => {
    const [fact] = new Chronicle().ticket(ticket, opened()).facts;
    expect(fact && dashboard.keys({ ...fact, stream: `organisation-${ticket}` })).toEqual([]);
  });

  it('S4.1 unassigned-filter.sh: each counter equals its list, after any history', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), agrees), { numRuns: 150 });
  });
});

const organisation = fc.constantFrom(id(1), id(2), id(3));
const user = fc.constantFrom(id(11), id(12));
const facets: fc.Arbitrary<TicketFacets> = fc.record({
  kind: fc.constant('service'),
  engagement: fc.constant('own'),
  ownerOrganisation: organisation,
  handler: organisation,
  earlierHandlers: fc.uniqueArray(organisation),
  participants: fc.uniqueArray(user),
  team: fc.constant(null),
  assignee: fc.option(user),
  phase: fc.integer({ min: 1, max: 7 }),
  subStatus: fc.constant('unassigned'),
  priority: fc.constantFrom('critical', 'high', 'moderate', 'low'),
  category: fc.constant(null),
});
const step = fc.record({ ticket: fc.constantFrom(id(100), id(101), id(102)), facets });
type Step = { readonly ticket: string; readonly facets: TicketFacets };

function agrees(steps: readonly Step[]): void {
  const log = new Chronicle();
  const latest = new Map<string, TicketFacets>();
  for (const { ticket: of, facets: after } of steps) {
    const before = latest.get(of) ?? null;
    log.facets(of, before === null ? opened() : say.everyone('CustomerAcknowledged', { by: 'phone' }), before, after);
    latest.set(of, after);
  }
  const list = [...projected(ticketList, log.facts).values()];
  const counters = projected(dashboard, log.facts);
  for (const scope of new Set([...counters.keys(), ...[...latest.values()].flatMap(scopesOf)])) {
    const { _id, ...kept } = counters.get(scope) ?? { _id: scope, ...noTickets };
    expect({ [_id]: kept }).toEqual({ [scope]: countedIn(list, scope) });
  }
}

function countedIn(list: readonly TicketListItem[], scope: string): Counters {
  const counted = (['open', 'closed', 'highPriority', 'total'] as const).map((tile) => {
    const where = [{ field: 'scopes', has: scope }, ...ticketConditions(tileLists[tile])];
    return [tile, list.filter((item) => where.every((condition) => matches(item, condition))).length] as const;
  });
  return Object.fromEntries(counted) as unknown as Counters;
}
