import { join } from 'node:path';
import { changesOf, type Told } from '../../../src/adapters/pages/audit-trail/changes';
import { allFacts, categoryWord, factWord, ticketFacts } from '../../../src/adapters/pages/audit-trail/question';
import { aggregates } from '../../../src/domain/aggregates';
import { languages } from '../../../src/adapters/pages/rendering/languages';
import { formatsFor } from '../../../src/adapters/pages/rendering/formats';
import { loadWords } from '../../../src/adapters/pages/rendering/words';
import type { SeenFact } from '../../../src/projections/kernel/projection';
import { id, noon } from '../../dsl/world';
import * as desk from '../../projections/desk';

const words = loadWords(join(__dirname, '../../../src/adapters/pages'));
const names = {
  [desk.other]: 'CT-000012',
  [desk.paul]: 'Paul',
  [desk.rita]: 'Rita',
  [desk.desk]: 'Desk',
  [desk.field]: 'Field',
  [desk.partner]: 'Partner',
};
const face = { names, t: words.in('en'), formats: formatsFor('en', 'UTC', noon) };
const told = (fact: Told) => changesOf(fact, face).map(({ label, from, to }) => `${face.t(label)}: ${from ?? ''} → ${to ?? ''}`);

const { say, ticket } = desk;
const ofTicket = (facts: readonly SeenFact[]) => facts.filter(({ stream }) => stream === `ticket-${ticket}`);

const merges = ['TicketMerged', 'DuplicateLinked', 'TicketUnlinked', 'DuplicateUnlinked'];

describe('changes of a fact', () => {
  it('have words in every language for every fact type, and a sentence for those of tickets', () => {
    for (const language of languages) {
      const t = words.in(language);
      for (const type of allFacts) expect([language, type, t(`audit-trail.fact.${type}`)]).not.toContain('');
      for (const type of ticketFacts) expect([language, type, t(`tickets.fact.${type}`)]).not.toContain('');
      for (const type of merges) expect([language, type, t(`tickets.factOf.${type}`)]).not.toContain('');
      const others = Object.keys(aggregates).filter((category) => category !== 'ticket');
      for (const category of others) expect([language, category, t(`audit-trail.about.${category}`)]).not.toContain('');
    }
  });

  it('show the technical name of a fact type from a later version', () => {
    expect(factWord('DroneDispatched', words.in('fi'))).toBe('DroneDispatched');
    expect(categoryWord('drone', words.in('fi'))).toBe('drone');
    expect(factWord('TicketOpened', words.in('fi'))).toBe(words.in('fi')('audit-trail.fact.TicketOpened'));
  });

  it('show the value before and after', () => {
    const facts = ofTicket(
      desk
        .chronicle()
        .ticket(ticket, desk.opened({ kind: 'issue', phase: 3 }))
        .ticket(ticket, say.everyone('TicketRouted', { team: desk.desk, from: null }))
        .ticket(ticket, say.everyone('TicketRouted', { team: desk.field, from: desk.desk }))
        .ticket(ticket, say.everyone('TicketAssigned', { technician: desk.paul, team: desk.field, skippedGates: [] }))
        .ticket(ticket, say.everyone('PriorityChanged', { from: 'moderate', to: 'high' }))
        .ticket(ticket, say.everyone('ProgressReported', { percent: 40 })).facts,
    );
    expect(facts.slice(1).map(told)).toEqual([
      ['Team:  → Desk'],
      ['Team: Desk → Field'],
      ['Technician:  → Paul', 'Status: Unassigned → Assigned'],
      ['Priority: Moderate → High'],
      ['Percent done:  → 40%'],
    ]);
  });

  it('show text, shortened if long, and mark erased text', () => {
    const reply = say.staff('ReplyPosted', { reply: id(1), files: [] }, { body: `Look\n${'x'.repeat(300)}` });
    const facts = desk.chronicle().ticket(ticket, desk.opened()).ticket(ticket, reply);
    const last = (chronicle: typeof facts) => ofTicket(chronicle.facts).at(-1) as SeenFact;
    expect(told(last(facts))).toEqual([`Message:  → Look ${'x'.repeat(155)}…`]);
    expect(told(last(facts.destroyKeysOf(`contact-${desk.carl}`)))).toEqual(['Text:  → The text was erased.']);
  });

  it('need neither facets nor sealed text, which a line of the log lacks', () => {
    const line = { facets: null, opened: {} };
    const moved = { from: desk.partner, to: desk.root, direction: 'up', phase: 2 };
    expect(told({ type: 'TicketForwarded', data: moved, ...line })).toEqual(['Handler: Partner → –']);
    expect(told({ type: 'OwnerChanged', data: { from: { user: desk.paul }, to: { user: desk.rita } }, ...line })).toEqual([
      'Owner: Paul → Rita',
    ]);
    expect(told({ type: 'TicketMerged', data: { primary: desk.other }, ...line })).toEqual(['Ticket that goes on:  → CT-000012']);
    expect(told({ type: 'DuplicateLinked', data: { duplicate: desk.other }, ...line })).toEqual(['Duplicate:  → CT-000012']);
    expect(told({ type: 'DuplicateUnlinked', data: { duplicate: desk.other }, ...line })).toEqual(['Duplicate: CT-000012 → ']);
    expect(told({ type: 'DetailsRevised', data: { details: { impact: 'high', branch: null } }, ...line })).toEqual([
      'Impact:  → High',
      'Branch: earlier value → ',
    ]);
    expect(told({ type: 'WorkRecorded', data: { minutes: 12, item: 'SPARE-77' }, ...line })).toEqual([
      ...['Minutes:  → 12 min', 'Item code:  → SPARE-77'],
    ]);
    expect(told({ type: 'PermissionWithdrawn', data: { permission: 'ticket.close' }, ...line })).toEqual([
      'Permission: ticket.close → ',
    ]);
  });
});
