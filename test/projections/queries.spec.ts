import { DomainError } from '../../src/domain/kernel/errors';
import type { Actor } from '../../src/domain/people/actor';
import { BadCursor } from '../../src/projections/kernel/documents.port';
import type { ReadModels } from '../../src/projections/kernel/read-models';
import { listTickets, type TicketFilter } from '../../src/projections/tickets/list-tickets';
import { getActivity, getLog, getTicket } from '../../src/projections/tickets/read-ticket';
import { phoneWords } from '../../src/projections/people/phones';
import { listContacts, listOrganisations, listRoles, listUsers } from '../../src/projections/people/list-people';
import { getDashboard, volumeReport } from '../../src/projections/reports/ask-reports';
import { readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';

const { admin, customerUser, technician, outsider, say, ticket, other, without } = desk;
const theirs = id(102);

/** A ticket of the customer in work, with staff secrets; a closed one; and one of the stranger. */
const history = () =>
  desk
    .chronicle()
    .ticket(ticket, desk.opened({ kind: 'issue', phase: 3 }), { by: { user: desk.anna, organisation: desk.customer } })
    .ticket(ticket, say.everyone('TicketRouted', { team: desk.desk, from: null }))
    .ticket(ticket, say.staff('SourceRowNoted', { team: desk.field, madeSla: false }))
    .ticket(ticket, say.staff('ReplyPosted', { reply: id(201), files: [] }, { body: 'SECRET reply' }))
    .ticket(ticket, say.staff('GateWaived', { gate: 'contract', until: null }, { reason: 'SECRET waiver' }))
    .ticket(ticket, say.everyone('TicketAssigned', { technician: desk.paul, team: desk.desk, skippedGates: [] }))
    .ticket(other, desk.opened({ number: 'CT-000002', title: 'Ärger im Netz', priority: 'critical' }))
    .ticket(other, say.everyone('TicketClosed', { resolution: 'rejected', primary: null }))
    .ticket(
      theirs,
      desk.opened({ number: 'PT-000003', title: 'Hidden', handler: desk.stranger, creator: strange, owner: strange }),
    );
const strange = { user: desk.otto, organisation: desk.stranger };

let models: ReadModels;
beforeAll(async () => {
  models = await readModelsOf(history().facts);
});

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const refusal: unknown = await asked.catch((error: unknown) => error);
  if (!(refusal instanceof DomainError)) throw new Error('not refused');
  return refusal.code;
};
const numbers = async (asked: ReturnType<typeof listTickets>) => (await asked).items.map(({ number }) => number);

describe('lists of tickets', () => {
  it('S4.5 shows my open tickets by default', async () => {
    expect(await numbers(listTickets(models, technician, {}))).toEqual(['CT-000001']);
    expect(await numbers(listTickets(models, admin, {}))).toEqual([]);
  });

  it('S4.3 S4.7 shows an organisation its own tickets, open and closed', async () => {
    const all = { tab: 'all', state: 'all' } as const;
    expect(await numbers(listTickets(models, technician, all))).toEqual(['CT-000002', 'CT-000001']);
    expect(await numbers(listTickets(models, customerUser, all))).toEqual(['CT-000002', 'CT-000001']);
    expect(await numbers(listTickets(models, outsider, all))).toEqual(['PT-000003']);
    expect(await numbers(listTickets(models, admin, all))).toEqual(['PT-000003', 'CT-000002', 'CT-000001']);
  });

  it('S4.4 sorts by any order, in both directions', async () => {
    const sorted = (sort: 'number' | 'priority' | 'opened', reverse: boolean) =>
      numbers(listTickets(models, admin, { tab: 'all', state: 'all', sort, reverse }));
    expect(await sorted('number', false)).toEqual(['CT-000001', 'CT-000002', 'PT-000003']);
    expect(await sorted('number', true)).toEqual(['PT-000003', 'CT-000002', 'CT-000001']);
    expect((await sorted('priority', false))[0]).toBe('CT-000002');
    expect(await sorted('opened', true)).toEqual(['CT-000001', 'CT-000002', 'PT-000003']);
  });

  it.each<readonly [TicketFilter, string | number | null, readonly string[]]>([
    ['priority', 'critical', ['CT-000002']],
    ['team', desk.desk, ['CT-000001']],
    ['assignee', desk.paul, ['CT-000001']],
    ['phase', 7, ['CT-000002']],
    ['kind', 'issue', ['CT-000001']],
    ['category', 'printers', ['PT-000003', 'CT-000002', 'CT-000001']],
    ['assignee', null, ['PT-000003', 'CT-000002']],
    ['customer', desk.stranger, ['PT-000003']],
    ['handler', desk.stranger, ['PT-000003']],
    ['engagement', 'own', ['PT-000003', 'CT-000002', 'CT-000001']],
  ])('S0.8 filters by %s', async (field, value, expected) => {
    expect(await numbers(listTickets(models, admin, { tab: 'all', state: 'all', filters: { [field]: [value] } }))).toEqual(
      expected,
    );
  });

  it('S4.44 finds beginnings of words without accents, within the scope only', async () => {
    const asked = { tab: 'all', state: 'all' } as const;
    expect(await numbers(listTickets(models, customerUser, { ...asked, text: 'arg NETZ' }))).toEqual(['CT-000002']);
    expect(await numbers(listTickets(models, customerUser, { ...asked, text: 'hidden' }))).toEqual([]);
    expect(await numbers(listTickets(models, customerUser, { ...asked, text: 'secret' }))).toEqual([]);
    expect(await numbers(listTickets(models, technician, { ...asked, text: 'secret reply' }))).toEqual(['CT-000001']);
  });

  it('pages without gaps or repeats', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listTickets(models, admin, { tab: 'all', state: 'all', limit: 1, after });
      seen.push(...page.items.map(({ number }) => number));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['PT-000003', 'CT-000002', 'CT-000001']);
  });

  it('joins the names of everything that the page mentions', async () => {
    const { items, names } = await listTickets(models, technician, {});
    expect(items[0]).not.toHaveProperty('scopes');
    expect(items[0]?.id).toBe(ticket);
    expect(names).toEqual({
      ...{
        [desk.paul]: 'Paul',
        [desk.carl]: 'Carl',
        [desk.customer]: 'Customer',
        [desk.partner]: 'Partner',
        [desk.desk]: 'Desk',
      },
    });
  });

  it('refuses an invalid limit, date or zone, and an actor without read permission', async () => {
    expect(await codeOf(listTickets(models, admin, { limit: 201 }))).toBe('invalid');
    expect(await codeOf(listTickets(models, admin, { spans: { opened: { from: '2026-02-30' } } }))).toBe('invalid');
    expect(await codeOf(listTickets(models, admin, { spans: { opened: { from: '2026-02-01' } }, zone: 'Nowhere' }))).toBe(
      'invalid',
    );
    const nobody = without(technician, 'ticket.read-own', 'ticket.read-organisation');
    expect(await codeOf(listTickets(models, nobody, {}))).toBe('not-permitted');
  });

  it("S3.17 S4.6 refuses the organisation's tabs to those who may read only their own tickets", async () => {
    const own = without(technician, 'ticket.read-organisation', 'ticket.read-everything');
    expect(await numbers(listTickets(models, own, { tab: 'all', state: 'all' }))).toEqual(['CT-000001']);
    expect(await codeOf(listTickets(models, own, { tab: 'forwarded' }))).toBe('not-permitted');
    expect(await numbers(listTickets(models, technician, { tab: 'forwarded' }))).toEqual([]);
  });
});

describe('one ticket', () => {
  it('S4.3 is visible only within its scope', async () => {
    const seenBy = async (who: typeof admin) => (await getTicket(models, who, { ticket }))?.ticket.number;
    expect(await Promise.all([admin, technician, customerUser, outsider].map(seenBy))).toEqual([
      ...['CT-000001', 'CT-000001', 'CT-000001', undefined],
    ]);
    expect(await getTicket(models, admin, { ticket: id(999) })).toBeNull();
    expect(await getActivity(models, outsider, { ticket })).toBeNull();
    expect(await getLog(models, outsider, { ticket })).toBeNull();
  });

  it('C29 is visible to its creator, even if their organisation takes no part in it', async () => {
    const { facts } = desk.chronicle().ticket(ticket, desk.opened({ creator: strange }));
    const elsewhere = await readModelsOf(facts);
    expect(await numbers(listTickets(elsewhere, outsider, { tab: 'my' }))).toEqual(['CT-000001']);
    expect((await getTicket(elsewhere, outsider, { ticket }))?.ticket.number).toBe('CT-000001');
    expect(await numbers(listTickets(elsewhere, outsider, { tab: 'all' }))).toEqual([]);
    const blind = without(outsider, 'ticket.read-own', 'ticket.read-organisation');
    expect(await getTicket(elsewhere, blind, { ticket })).toBeNull();
  });

  it('names everyone on the page', async () => {
    const page = await getTicket(models, technician, { ticket });
    expect(page?.names).toMatchObject({ [desk.anna]: 'Anna', [desk.paul]: 'Paul', [desk.carl]: 'Carl', [desk.desk]: 'Desk' });
  });

  it('S4.36 C11 rule 4: shows no staff fact to a customer in any answer', async () => {
    const answers = await Promise.all([
      getTicket(models, customerUser, { ticket }),
      getActivity(models, customerUser, { ticket }),
      getLog(models, customerUser, { ticket }),
      listTickets(models, customerUser, { tab: 'all', state: 'all' }),
      volumeReport(models, customerUser),
    ]);
    expect(JSON.stringify(answers)).not.toMatch(/SECRET|SourceRowNoted|GateWaived|"staff"|Field/);
    expect(JSON.stringify(await getActivity(models, technician, { ticket }))).toMatch(/SECRET reply.*SECRET waiver/);
  });

  it('tells how much everybody recorded (logIndex) to the staff of the root and to auditors among staff, and never to a customer', async () => {
    const known = async (actor: Actor) => (await getLog(models, actor, { ticket }))?.items.map(({ logIndex }) => typeof logIndex);
    expect(new Set(await known(admin))).toEqual(new Set(['number']));
    expect(new Set(await known(technician))).toEqual(new Set(['number']));
    const agent = { ...technician, permissions: new Set([...technician.permissions].filter((one) => one !== 'audit.verify')) };
    expect(new Set(await known(agent))).toEqual(new Set(['object']));
    expect(new Set(await known(customerUser))).toEqual(new Set(['object']));
  });

  it('shows its whole activity to staff, oldest first, with names', async () => {
    const activity = await getActivity(models, technician, { ticket, limit: 4 });
    expect(activity?.items.map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
    const rest = await getActivity(models, technician, { ticket, limit: 4, after: activity?.next ?? '' });
    expect(rest?.items.map(({ type }) => type)).toEqual(['GateWaived', 'TicketAssigned']);
    expect(activity?.names).toEqual({ [desk.anna]: 'Anna', [desk.customer]: 'Customer' });
  });

  it.each([1, 2, 3, 4, 5])(
    'S4.35 interleaves facts for everyone and for staff in pages of %i, without gaps or repeats',
    async (limit) => {
      for (const get of [getActivity, getLog]) {
        const revisions: number[] = [];
        let after: string | undefined;
        do {
          const page = await get(models, technician, { ticket, limit, after });
          revisions.push(...(page?.items ?? []).map(({ revision }) => revision));
          after = page?.next ?? undefined;
        } while (after !== undefined);
        expect(revisions).toEqual([0, 1, 2, 3, 4, 5]);
      }
    },
  );

  it('refuses a cursor of another list', async () => {
    for (const after of ['x', 'x.y', 'a.b.c'])
      for (const who of [technician, customerUser])
        await expect(getActivity(models, who, { ticket, after })).rejects.toThrow(BadCursor);
  });

  it('S4.65 shows its log with both times and hashes to those with the permission', async () => {
    const log = await getLog(models, technician, { ticket });
    expect(log?.items).toHaveLength(6);
    expect(log?.items[2]).toMatchObject({
      ...{ type: 'SourceRowNoted', revision: 2, audience: 'staff', origin: { kind: 'witnessed' }, actor: { system: 'test' } },
      ...{ occurredAt: '2026-11-23T12:14:00.000Z', recordedAt: '2026-11-23T12:14:00.000Z', contentHash: 'c14', hash: 'h14' },
      data: { team: desk.field, madeSla: false },
    });
    expect(await codeOf(getLog(models, without(technician, 'audit.read-log'), { ticket }))).toBe('not-permitted');
    expect((await getLog(models, customerUser, { ticket }))?.items.map(({ type }) => type)).toEqual([
      ...['TicketOpened', 'TicketRouted', 'TicketAssigned'],
    ]);
  });
});

describe('tiles and reports', () => {
  it("S4.1 counts in each reader's tiles only what they may read", async () => {
    expect(await getDashboard(models, admin)).toEqual({ open: 2, closed: 1, highPriority: 0, unassigned: 0, total: 3 });
    expect(await getDashboard(models, technician)).toEqual({ open: 1, closed: 1, highPriority: 0, unassigned: 0, total: 2 });
    expect(await getDashboard(models, outsider)).toMatchObject({ total: 1 });
    expect(await getDashboard(models, { ...outsider, organisation: id(77) })).toMatchObject({ total: 0 });
  });

  it('reports within the scope, with names; only staff reports use staff facts', async () => {
    const staff = await volumeReport(models, technician);
    expect(staff).toMatchObject({ tickets: 2, sla: { made: 0, missed: 1 }, teamMoves: { total: 2 } });
    expect(staff.top.callers).toEqual([{ id: `contact-${desk.carl}`, name: 'Carl', count: 2 }]);
    expect(staff.top.teams).toEqual([{ id: desk.desk, name: 'Desk', count: 1 }]);
    expect(await volumeReport(models, customerUser)).toMatchObject({ tickets: 2, sla: { missed: 0 }, teamMoves: { total: 0 } });
    expect(await volumeReport(models, outsider)).toMatchObject({ tickets: 1 });
  });

  it('reports on a period, an organisation and a time zone, and refuses invalid ones', async () => {
    expect(await volumeReport(models, admin, { organisation: desk.stranger })).toMatchObject({ tickets: 1 });
    expect(await volumeReport(models, admin, { from: '2026-11-23T12:20:00.000Z' })).toMatchObject({ tickets: 1 });
    expect(await volumeReport(models, admin, { to: '2026-11-23T12:00:00.000Z' })).toMatchObject({ tickets: 0 });
    expect(await volumeReport(models, admin, { from: '2026-11-23', to: '2026-11-24' })).toMatchObject({ tickets: 3 });
    expect(await volumeReport(models, admin, { to: '2026-11-23' })).toMatchObject({ tickets: 0 });
    expect(await volumeReport(models, admin, { from: '2026-11-24', zone: 'Pacific/Auckland' })).toMatchObject({ tickets: 3 });
    expect((await volumeReport(models, admin, { zone: 'Asia/Tokyo' })).openedByHour).toEqual({ '21': 3 });
    expect(await codeOf(volumeReport(models, admin, { from: 'yesterday' }))).toBe('invalid');
    expect(await codeOf(volumeReport(models, admin, { zone: 'Moon' }))).toBe('invalid');
    expect(await codeOf(volumeReport(models, technician, { organisation: desk.stranger }))).toBe('not-permitted');
    expect(await codeOf(volumeReport(models, without(admin, 'report.read')))).toBe('not-permitted');
  });
});

describe('a contact', () => {
  it('is found by a telephone number in any form, within reach, but its tickets are not', async () => {
    const found = async (asker: Actor, q: string) => (await listContacts(models, asker, { q })).items.map(({ name }) => name);
    expect([await found(technician, '+358 1'), await found(admin, '(00358) 1'), await found(admin, 'carl')]).toEqual([
      ['Carl'],
      ['Carl'],
      ['Carl'],
    ]);
    expect([await found(outsider, '+358 1'), await found(admin, '+358 2')]).toEqual([[], []]);
    const [word = ''] = phoneWords(['+358 1']);
    expect((await listTickets(models, admin, { tab: 'all', state: 'all', text: word })).items).toEqual([]);
  });
});

describe('lists of people', () => {
  const names = async (asked: Promise<{ readonly items: readonly { readonly name: string | null }[] }>) =>
    (await asked).items.map(({ name }) => name);

  it('shows everything to the root, and to others their own organisation and those below', async () => {
    expect(await names(listOrganisations(models, admin, {}))).toEqual(['Customer', 'Partner', 'Stranger', 'Vendor']);
    expect(await names(listOrganisations(models, technician, {}))).toEqual(['Customer', 'Partner']);
    expect(await names(listOrganisations(models, customerUser, {}))).toEqual(['Customer']);
    expect(await names(listUsers(models, admin, {}))).toEqual(['Anna', 'Otto', 'Paul', 'Rita']);
    expect(await names(listUsers(models, technician, {}))).toEqual(['Anna', 'Paul']);
    expect(await names(listUsers(models, technician, { below: false }))).toEqual(['Paul']);
    expect(await names(listUsers(models, admin, { q: 'AN' }))).toEqual(['Anna']);
    expect(await names(listUsers(models, technician, { q: 'rit' }))).toEqual([]);
    expect(await names(listUsers(models, admin, { q: '?!' }))).toEqual([]);
    expect(await names(listUsers(models, technician, { organisation: desk.customer }))).toEqual(['Anna']);
    expect(await names(listContacts(models, technician, { organisation: desk.customer }))).toEqual(['Carl']);
  });

  it('refuses other organisations, and actors without the permission', async () => {
    for (const organisation of [desk.partner, desk.root, desk.stranger]) {
      expect(await codeOf(listUsers(models, customerUser, { organisation }))).toBe('not-permitted');
      expect(await codeOf(listContacts(models, customerUser, { organisation }))).toBe('not-permitted');
      expect(await codeOf(listOrganisations(models, customerUser, { organisation }))).toBe('not-permitted');
    }
    expect(await codeOf(listUsers(models, technician, { organisation: desk.root }))).toBe('not-permitted');
    expect(await codeOf(listUsers(models, without(admin, 'user.read'), {}))).toBe('not-permitted');
    expect(await codeOf(listOrganisations(models, without(admin, 'organisation.read'), {}))).toBe('not-permitted');
  });

  it('S0.7 lists the built-in roles besides the defined ones', async () => {
    const { items, builtIn } = await listRoles(models, technician, {});
    expect(items).toEqual([]);
    expect(builtIn.map(({ name }) => name)).toContain('dispatcher');
  });
});
