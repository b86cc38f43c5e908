import { isReadable, TicketAudit, type AuditFilter, type AuditedFact } from '../../../../src/adapters/desk/audit/ticket-audit';
import type { FactsWanted, RecordedFacts } from '../../../../src/adapters/eventstore/recorded-facts.port';
import { DomainError } from '../../../../src/domain/kernel/errors';
import type { Fact } from '../../../../src/domain/kernel/event';
import { streamName } from '../../../../src/domain/kernel/ids';
import type { Actor } from '../../../../src/domain/people/actor';
import type { SeenFact } from '../../../../src/projections/kernel/projection';
import { ticketDetailEveryone, ticketDetailStaff } from '../../../../src/projections/tickets/ticket-detail';
import { projected, readModelsOf } from '../../../dsl/projecting';
import { id } from '../../../dsl/world';
import * as desk from '../../../projections/desk';

const { admin, customerUser, say, ticket, without } = desk;
const stream = streamName('ticket', ticket);
const asAnna = { by: { user: desk.anna, organisation: desk.customer } };

const history = () =>
  desk
    .chronicle()
    .ticket(ticket, desk.opened(), asAnna)
    .ticket(ticket, say.staff('ReplyPosted', { reply: id(201), files: [] }, { body: 'SECRET' }))
    .ticket(ticket, say.everyone('DetailsRevised', { details: {} }, { title: 'Printer glows' }), asAnna)
    .ticket(ticket, say.everyone('PriorityChanged', { from: 'moderate', to: 'high' }))
    .ticket(ticket, say.everyone('TicketClosed', { resolution: 'rejected', primary: null }));

/** A log of facts in memory that counts what was read of it. */
async function stage(facts: readonly AuditedFact[]) {
  const asked: FactsWanted[] = [];
  const opened = (fact: AuditedFact, { opens }: FactsWanted): AuditedFact =>
    isReadable(fact) && !opens.has(fact.type) ? { ...fact, opened: {} } : fact;
  const read = (all: readonly AuditedFact[], of: string, wanted: FactsWanted) => {
    asked.push(wanted);
    return Promise.resolve((of === stream ? all : []).slice(0, wanted.limit).map((fact) => opened(fact, wanted)));
  };
  const recorded: RecordedFacts = {
    forward: (of, wanted) =>
      read(
        facts.filter(({ revision }) => revision >= (wanted.from ?? 0)),
        of,
        wanted,
      ),
    backward: (of, wanted) =>
      read(
        [...facts].reverse().filter(({ revision }) => revision <= (wanted.from ?? Infinity)),
        of,
        wanted,
      ),
    verify: (_, isTold) => {
      const told = facts.filter((fact) => isTold(isReadable(fact) ? (fact as unknown as Fact) : null));
      return Promise.resolve({ facts: told.length, boxes: 0, erased: 0, problem: null, head: { revision: 4, hash: '' } });
    },
  };
  const audit = new TicketAudit(await models, recorded);
  const page = (actor: Actor, filter: Partial<AuditFilter> = {}, from: number | null = null) =>
    audit.page(actor, { ticket, from, type: null, person: null, ...filter });
  return { audit, page, asked };
}

const models = readModelsOf(history().facts);
const ofTicket = (facts: readonly SeenFact[]) => facts.filter((fact) => fact.stream === stream);
const revisions = ({ facts }: { readonly facts: readonly AuditedFact[] }) => facts.map(({ revision }) => revision);
const codeOf = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: unknown) => (error instanceof DomainError ? error.code : error));

describe('the facts of a ticket', () => {
  it('are listed newest first, without staff facts for customers (rule 4, S4.35)', async () => {
    const { page } = await stage(ofTicket(history().facts));
    expect(revisions(await page(admin))).toEqual([4, 3, 2, 1, 0]);
    const seen = await page(customerUser);
    expect([revisions(seen), JSON.stringify(seen).includes('SECRET')]).toEqual([[4, 3, 2, 0], false]);
  });

  it('tell a customer no address of a watcher that others added, neither in a list nor as of then', async () => {
    const watching = (n: number, email: string) => say.everyone('WatcherAdded', { watcher: id(n), kinds: ['reply'] }, { email });
    const facts = history()
      .ticket(ticket, watching(501, 'own@example.org'), asAnna)
      .ticket(ticket, watching(502, 'colleague@example.org'), { by: { user: id(19), organisation: desk.customer } })
      .ticket(ticket, watching(503, 'staff@example.org'), { by: { user: desk.paul, organisation: desk.partner } }).facts;
    const { page, audit } = await stage(ofTicket(facts));
    const told = async (actor: Actor) => [await page(actor), (await audit.asOf(actor, ticket, 7)).document];
    const addresses = async (actor: Actor) =>
      [...JSON.stringify(await told(actor)).matchAll(/"(\w+)@example.org"/g)].map(([, name]) => name);
    expect(new Set(await addresses(customerUser))).toEqual(new Set(['own']));
    expect(new Set(await addresses(admin))).toEqual(new Set(['own', 'colleague', 'staff']));
  });

  it('can be filtered by kind and by person', async () => {
    const { page } = await stage(ofTicket(history().facts));
    expect(revisions(await page(admin, { type: 'PriorityChanged' }))).toEqual([3]);
    expect(revisions(await page(admin, { person: desk.anna }))).toEqual([2, 0]);
    expect(revisions(await page(admin, { person: desk.anna, type: 'TicketOpened' }))).toEqual([0]);
  });

  it('are refused without the permission, and unknown to users who may not see the ticket', async () => {
    const { audit, page } = await stage(ofTicket(history().facts));
    expect(await codeOf(page(without(admin, 'audit.read-log')))).toBe('not-permitted');
    expect(await codeOf(audit.asOf(without(admin, 'audit.read-log'), ticket, 1))).toBe('not-permitted');
    expect(await codeOf(audit.verify(without(admin, 'audit.verify'), ticket))).toBe('not-permitted');
    const unseen = { ticket: id(999), from: null, type: null, person: null };
    expect(await codeOf(audit.page(without(admin, 'audit.read-log'), unseen))).toBe('unknown');
    expect(await codeOf(audit.verify(admin, id(999)))).toBe('unknown');
  });

  it('are paginated, and a filter without a match scans at most 1,000 facts', async () => {
    const [first] = ofTicket(history().facts);
    const many = Array.from({ length: 5_000 }, (_, revision) => ({ ...(first as SeenFact), revision }));
    const { page, asked } = await stage(many);
    const newest = await page(admin);
    expect([revisions(newest)[0], newest.facts.length, newest.next]).toEqual([4_999, 50, 4_949]);
    expect(revisions(await page(admin, {}, newest.next))[0]).toBe(4_949);
    asked.length = 0;
    const none = await page(admin, { type: 'TicketClosed' });
    expect([none.facts, none.next]).toEqual([[], 3_999]);
    expect(asked.reduce((sum, { limit }) => sum + limit, 0)).toBe(1_001);
  });

  it('show altered facts to staff only', async () => {
    const facts = ofTicket(history().facts).map((fact) =>
      fact.revision === 3 ? { revision: 3, hash: 'h', damage: 'altered' } : fact,
    );
    const { page, audit } = await stage(facts);
    expect(revisions(await page(admin))).toEqual([4, 3, 2, 1, 0]);
    expect(revisions(await page(customerUser))).toEqual([4, 2, 0]);
    expect((await audit.asOf(admin, ticket, 4)).damaged).toEqual([3]);
  });
});

describe('the verification of a ticket', () => {
  it.each([
    ['staff', admin, 5],
    ['customers', customerUser, 3],
  ] as const)('reports to %s only what they may see, also in counts (rule 4)', async (_, actor, told) => {
    const facts = ofTicket(history().facts).map((fact) =>
      fact.revision === 3 ? { revision: 3, hash: 'h', damage: 'altered' } : fact,
    );
    const { audit } = await stage(facts);
    const verifier = { ...actor, permissions: new Set([...actor.permissions, 'audit.verify' as const]) };
    expect((await audit.verify(verifier, ticket)).facts).toBe(told);
  });
});

describe('a ticket as of a fact', () => {
  it.each([
    ['staff', admin, ticketDetailStaff],
    ['customers', customerUser, ticketDetailEveryone],
  ] as const)('equals the read model for %s at that time, after every fact', async (_, actor, model) => {
    const facts = ofTicket(history().facts);
    const { audit } = await stage(facts);
    for (const { revision } of facts) {
      const then = projected(model, facts.slice(0, revision + 1)).get(ticket);
      expect((await audit.asOf(actor, ticket, revision)).document).toEqual(then);
    }
  });

  it('does not contain text that was erased later', async () => {
    const facts = ofTicket(history().destroyKeysOf(`contact-${desk.carl}`).facts);
    expect((await (await stage(facts)).audit.asOf(admin, ticket, 0)).document?.title).toBe('ERASED');
  });

  it('names the newest fact that the reader may see', async () => {
    const { audit } = await stage(ofTicket(history().facts));
    expect((await audit.asOf(admin, ticket, 1)).fact?.type).toBe('ReplyPosted');
    expect((await audit.asOf(customerUser, ticket, 1)).fact?.type).toBe('TicketOpened');
  });

  it('is folded page by page, so that a long history does not fill the memory', async () => {
    const [first] = ofTicket(history().facts);
    const { audit, asked } = await stage(Array.from({ length: 1_000 }, (_, revision) => ({ ...(first as SeenFact), revision })));
    await audit.asOf(admin, ticket, 999);
    expect(Math.max(...asked.map(({ limit }) => limit))).toBe(200);
  });
});
