import type { ReadModels } from '../../src/projections/kernel/read-models';
import { dispatchQueue, listTechnicians } from '../../src/projections/tickets/dispatch';
import { listTickets } from '../../src/projections/tickets/list-tickets';
import { workload } from '../../src/projections/tickets/workload';
import { builtInRoleId } from '../../src/domain/people/built-in-roles';
import { Chronicle, projected, readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';

const { admin, customerUser, outsider, paul, rita, say, technician, ticket, other, without } = desk;
const waiting = id(103);

const assigned = (log: Chronicle, to: string, of = ticket): Chronicle =>
  log.ticket(of, say.everyone('TicketAssigned', { technician: to, team: null, skippedGates: [] }));
const inDispatching = (log: Chronicle, of: string, values: Parameters<typeof desk.opened>[0] = {}): Chronicle =>
  log.ticket(of, desk.opened({ kind: 'issue', phase: 3, ...values }));
const load = (log: Chronicle, user = paul) => projected(workload, log.facts).get(user);

describe('the load of a technician (S1.15)', () => {
  const begun = (): Chronicle =>
    assigned(inDispatching(new Chronicle(), ticket), paul).ticket(
      ticket,
      say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: true }),
    );

  it('counts a ticket from its assignment until it is closed or taken away', () => {
    const log = inDispatching(new Chronicle(), ticket);
    expect(load(log)).toBeUndefined();
    expect(load(assigned(log, paul))).toEqual({ _id: paul, open: 1, waiting: 0, atWork: 0, working: [] });
    log.ticket(ticket, say.everyone('TicketClosed', { resolution: 'resolved', primary: null }));
    expect(load(log)).toEqual({ _id: paul, open: 0, waiting: 0, atWork: 0, working: [] });
  });

  it('moves with the ticket to another technician', () => {
    const log = begun()
      .ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'reassigned' }))
      .ticket(ticket, say.everyone('TicketAssigned', { technician: rita, team: null, skippedGates: [] }));
    expect([load(log), load(log, rita)]).toEqual([
      { _id: paul, open: 0, waiting: 0, atWork: 0, working: [] },
      { _id: rita, open: 1, waiting: 0, atWork: 0, working: [] },
    ]);
  });

  it('names what is worked on, the last begun first, and leaves out what waits', () => {
    const log = assigned(inDispatching(begun(), other), paul, other).ticket(
      other,
      say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: true }),
    );
    expect(load(log)).toEqual({ _id: paul, open: 2, waiting: 0, atWork: 2, working: [other, ticket] });
    log.ticket(other, say.everyone('WaitingStarted', { for: 'customer', reason: null }));
    expect(load(log)).toEqual({ _id: paul, open: 2, waiting: 1, atWork: 1, working: [ticket] });
    log.ticket(other, say.everyone('WaitingEnded', { for: 'customer' }));
    expect(load(log)?.working).toEqual([other, ticket]);
  });

  it('never lets the list of what is worked on grow without end, and counts all of it', () => {
    const log = new Chronicle();
    for (let n = 0; n < 25; n += 1) {
      const one = id(300 + n);
      assigned(inDispatching(log, one), paul, one).ticket(
        one,
        say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: true }),
      );
    }
    const { open, atWork, working } = load(log) ?? {};
    expect([open, atWork, working?.length, working?.[0]]).toEqual([25, 25, 20, id(324)]);
  });
});

describe('the dispatch board', () => {
  let models: ReadModels;
  const dispatcher = technician;
  beforeAll(async () => {
    const log = desk.chronicle();
    log.people('user', paul, { type: 'RoleGranted', audience: 'everyone', data: { role: builtInRoleId('technician') } });
    const idle = id(15);
    log.people('user', idle, {
      ...{ type: 'UserRegistered', audience: 'everyone' },
      data: { user: idle, organisation: desk.partner, login: true, approvals: [] },
      confidential: [{ subject: `user-${idle}`, values: { name: 'Ida' } }],
    });
    log.people('user', idle, { type: 'RoleGranted', audience: 'everyone', data: { role: builtInRoleId('checker') } });
    log.people('organisation', desk.partner, {
      ...{ type: 'TeamMemberAdded', audience: 'everyone', data: { team: desk.desk, user: paul } },
    });
    inDispatching(log, ticket, { number: 'CT-000001', details: { postalCode: '13300', branch: 'Hämeenlinna' } });
    inDispatching(log, other, { number: 'CT-000002', priority: 'critical', details: { branch: 'Ärjä' } });
    log.ticket(other, say.everyone('TicketRouted', { team: desk.desk, from: null }));
    const busy = id(104);
    assigned(inDispatching(log, busy, { number: 'CT-000003', details: { postalCode: '00100', location: 'Hall' } }), paul, busy);
    log.ticket(busy, say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: true }));
    inDispatching(log, waiting, { number: 'CT-000004', handler: desk.root });
    log.ticket(id(105), desk.opened({ number: 'CT-000005' }));
    models = await readModelsOf(log.facts);
  });

  const numbers = async (params: Parameters<typeof dispatchQueue>[2]) =>
    (await dispatchQueue(models, dispatcher, params)).items.map(({ number }) => number);

  it('shows what waits for a technician of the own organisation, the most urgent first, and how many that are (S1.14)', async () => {
    expect(await numbers({})).toEqual(['CT-000002', 'CT-000001']);
    const first = await dispatchQueue(models, dispatcher, { limit: 1 });
    expect([first.count, first.items.length, first.teams.map(({ name }) => name)]).toEqual([2, 1, ['Desk', 'Field']]);
    expect(await numbers({ limit: 1, after: first.next ?? '' })).toEqual(['CT-000001']);
    expect((await dispatchQueue(models, admin, {})).items.map(({ number }) => number)).toEqual(['CT-000004']);
  });

  it('filters by team, kind, priority and the beginning of the area, whatever its case and accents', async () => {
    expect(await numbers({ team: desk.desk })).toEqual(['CT-000002']);
    expect(await numbers({ team: null })).toEqual(['CT-000001']);
    expect(await numbers({ priority: 'moderate' })).toEqual(['CT-000001']);
    expect(await numbers({ kind: 'claim' })).toEqual([]);
    expect(await Promise.all(['133', 'ARJ', '13300 häm', '9'].map((area) => numbers({ area })))).toEqual([
      ['CT-000001'],
      ['CT-000002'],
      ['CT-000001'],
      [],
    ]);
    expect((await dispatchQueue(models, dispatcher, { area: '133' })).count).toBe(1);
  });

  it('names those who may work, with their teams, their load, what they work on and where', async () => {
    const { items } = await listTechnicians(models, dispatcher, {});
    expect(items.map(({ name }) => name)).toEqual(['Paul']);
    expect(items.map(({ working, ...first }) => ({ ...first, working: working.map(({ number }) => number) }))).toEqual([
      {
        id: paul,
        name: 'Paul',
        teams: [desk.desk],
        open: 1,
        waiting: 0,
        atWork: 1,
        areas: ['00100 Hall'],
        working: ['CT-000003'],
      },
    ]);
  });

  it('tells a load that is the length of its list', async () => {
    const [first] = (await listTechnicians(models, dispatcher, {})).items;
    const list = await listTickets(models, dispatcher, { tab: 'all', filters: { assignee: [paul] } });
    expect(list.items).toHaveLength(first?.open ?? -1);
  });

  it.each([
    ['customers, whatever their roles say', customerUser],
    ['those who may not assign', without(technician, 'ticket.assign')],
  ])('is not for %s', async (_, who) => {
    for (const asked of [dispatchQueue(models, who, {}), listTechnicians(models, who, {})])
      await expect(asked).rejects.toMatchObject({ code: 'not-permitted', facts: { permission: 'ticket.assign' } });
  });

  it('shows nothing of other organisations', async () => {
    expect((await dispatchQueue(models, outsider, {})).items).toEqual([]);
    expect((await listTechnicians(models, outsider, {})).items.map(({ name }) => name)).not.toContain('Paul');
  });

  it('keeps the area up to date when its parts are corrected one by one', async () => {
    const log = inDispatching(desk.chronicle(), ticket, { details: { postalCode: '13300', branch: 'Old' } });
    log.ticket(ticket, say.everyone('DetailsRevised', { details: { branch: 'New' } }));
    const found = await listTickets(await readModelsOf(log.facts), technician, { tab: 'all', area: '13300 new' });
    expect(found.items.map(({ postalCode, branch }) => [postalCode, branch])).toEqual([['13300', 'New']]);
  });
});
