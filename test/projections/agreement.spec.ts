import fc from 'fast-check';
import { DomainError } from '../../src/domain/kernel/errors';
import { scopesOf, type TicketFacets } from '../../src/domain/ticket/ticket.facets';
import type { Audience } from '../../src/domain/kernel/event';
import type { Document } from '../../src/projections/kernel/documents.port';
import type { SeenFact } from '../../src/projections/kernel/projection';
import { projections } from '../../src/projections';
import { anyHistory, play, type History } from '../domain/ticket/histories';
import { Chronicle, projected } from '../dsl/projecting';
import { id } from '../dsl/world';

const ticket = id(1);
const runs = { seed: 20261130, numRuns: 300 };

/** What a read model may copy from the facets, under the names that all of them use. */
const copied = [
  'kind',
  'engagement',
  'phase',
  'subStatus',
  'priority',
  'ownerOrganisation',
  'handler',
  'team',
  'assignee',
] as const;

const ofOneTicket = projections.filter(({ name }) => /^ticket-(list|detail|measures)/.test(name));

describe('over random histories, each read model of one ticket agrees with a fold of the log', () => {
  it.each(ofOneTicket.map((projection) => [projection.name, projection] as const))('%s', (_, projection) => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const facts = chronicled(history);
        const expected = facetsAt(facts, projection.audience);
        const document = projected(projection, facts).get(ticket);
        expect(copiedFrom(document)).toEqual(expected === null ? {} : copiedAs(document, expected));
        expect(document?.['scopes'] ?? []).toEqual(expected === null ? [] : scopesOf(expected));
      }),
      runs,
    );
  });
});

function chronicled(history: History): readonly SeenFact[] {
  const chronicle = new Chronicle();
  for (const event of history.beginning) chronicle.ticket(ticket, event);
  for (const { events } of play(history)) {
    if (events instanceof DomainError) continue;
    for (const event of events) chronicle.ticket(ticket, event);
  }
  return chronicle.facts;
}

/** The state after the last fact that this audience receives. */
function facetsAt(facts: readonly SeenFact[], audience: Audience): TicketFacets | null {
  const told = facts.filter((fact) => audience === 'staff' || fact.audience === 'everyone');
  return (told.at(-1)?.facets?.after ?? null) as TicketFacets | null;
}

function copiedFrom(document: Document | undefined): object {
  return Object.fromEntries(copied.flatMap((name) => (document?.[name] === undefined ? [] : [[name, document[name]]])));
}

function copiedAs(document: Document | undefined, facets: TicketFacets): object {
  return Object.fromEntries(copied.flatMap((name) => (document?.[name] === undefined ? [] : [[name, facets[name]]])));
}
