import { ERASED } from '../../src/domain/kernel/event';
import { sortKey } from '../../src/projections/kernel/fold';
import { ticketList } from '../../src/projections/tickets/ticket-list';
import { Chronicle, projected } from '../dsl/projecting';
import { anna, carl, customer, desk, opened, partner, paul, root, say, ticket } from './desk';

const assigned = (): Chronicle =>
  new Chronicle()
    .ticket(ticket, opened(), { at: '2026-11-20T08:00:00.000Z' })
    .ticket(ticket, say.everyone('QualificationStarted', {}))
    .ticket(ticket, say.everyone('TicketQualified', {}))
    .ticket(ticket, say.everyone('TicketRouted', { team: desk, from: null }))
    .ticket(ticket, say.everyone('TicketAssigned', { technician: paul, team: desk, skippedGates: [] }))
    .ticket(ticket, say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: false }));

const line = (log: Chronicle) => projected(ticketList, log.facts).get(ticket);

describe('the ticket list', () => {
  it('S4.5 shows a new ticket as open and unassigned, with its scopes', () => {
    expect(line(new Chronicle().ticket(ticket, opened(), { at: '2026-11-20T08:00:00.000Z' }))).toEqual({
      _id: ticket,
      ...{ number: 'CT-000001', numberSort: 'CT-000000000001', shortNumber: ['CT1', '1'] },
      ...{ postalCode: null, branch: null, location: 'Hall 1', areaSort: 'hall 1' },
      ...{
        title: 'Printer is on fire',
        titleSort: sortKey('Printer is on fire'),
        channel: 'phone',
        serialNumber: null,
        joinedSerial: null,
      },
      ...{ kind: 'service', engagement: 'own', priority: 'moderate', category: 'printers', requesterId: carl },
      prioritySort: '3 2026-11-20T08:00:00.000Z',
      ...{ phase: 1, status: 'open', subStatus: 'unassigned', stage: 'created', colour: 'grey' },
      ...{ handler: partner, ownerOrganisation: customer, team: null, assignee: null, requester: { contact: carl } },
      ...{ openedAt: '2026-11-20T08:00:00.000Z', updatedAt: '2026-11-20T08:00:00.000Z', closedAt: null },
      scopes: ['*', `organisation:${customer}`, `organisation:${partner}`, `user:${anna}`],
    });
  });

  it('S2.12 changes colour with phase and waiting', () => {
    const log = assigned();
    const seen = [line(log)?.colour];
    log.ticket(ticket, say.everyone('WaitingStarted', { for: 'customer', reason: null }));
    seen.push(line(log)?.colour);
    log.ticket(ticket, say.everyone('WaitingEnded', { for: 'customer' }));
    log.ticket(ticket, say.everyone('WaitingStarted', { for: 'thirdParty', reason: 'vendor' }));
    seen.push(line(log)?.colour);
    log.ticket(ticket, say.everyone('TicketSolved', { by: paul, percent: 100 }));
    seen.push(line(log)?.colour);
    log.ticket(ticket, say.everyone('TicketClosed', { resolution: 'resolved', primary: null }));
    seen.push(line(log)?.colour);
    expect(seen).toEqual(['green', 'yellow', 'orange', 'teal', 'dark']);
  });

  it('C1 C2 S4.14 S4.30 derives status and sub-status from phase, assignee and waiting', () => {
    const log = new Chronicle().ticket(ticket, opened());
    const seen: string[] = [];
    const then = (...[type, data]: Parameters<typeof say.everyone>): void => {
      log.ticket(ticket, say.everyone(type, data));
      const shown = line(log);
      seen.push(`${String(shown?.phase)} ${String(shown?.status)} ${String(shown?.subStatus)}`);
    };
    then('QualificationStarted', {});
    then('TicketQualified', {});
    then('TicketAssigned', { technician: paul, team: null, skippedGates: [] });
    then('WorkStarted', { technician: paul, countsAsAcceptance: false });
    then('WaitingStarted', { for: 'customer', reason: null });
    then('WaitingStarted', { for: 'thirdParty', reason: 'vendor' });
    then('WaitingEnded', { for: 'thirdParty' });
    then('AssignmentEnded', { technician: paul, reason: 'unassigned' });
    then('TicketClosed', { resolution: 'withdrawn', primary: null });
    expect(seen).toEqual([
      '2 open unassigned',
      '3 open unassigned',
      '4 open assigned',
      '5 open in-progress',
      '5 open awaiting-customer',
      '5 open waiting-third-party',
      '5 open in-progress',
      '3 open unassigned',
      '7 closed rejected',
    ]);
  });

  it('S4.7 follows closing and reopening', () => {
    const log = assigned().ticket(ticket, say.everyone('TicketClosed', { resolution: 'rejected', primary: null }), {
      at: '2026-11-21T09:00:00.000Z',
    });
    expect(line(log)).toMatchObject({ status: 'closed', subStatus: 'rejected', closedAt: '2026-11-21T09:00:00.000Z' });
    log.ticket(ticket, say.everyone('TicketReopened', { from: 7, phase: 2 }));
    expect(line(log)).toMatchObject({ status: 'open', phase: 2, closedAt: null, assignee: null });
  });

  it('S4.6 keeps a forwarded ticket in the list of the organisation that forwarded it', () => {
    const log = assigned()
      .ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'forwarded' }))
      .ticket(ticket, say.everyone('TicketForwarded', { from: partner, to: root, direction: 'up', phase: 3 }));
    expect(line(log)).toMatchObject({ handler: root, team: null, assignee: null });
    expect(line(log)?.scopes).toEqual(expect.arrayContaining([`forwarded:${partner}`, `organisation:${root}`]));
    expect(line(log)?.scopes).not.toContain(`user:${paul}`);
  });

  it('replaces a revised title', () => {
    const log = assigned().ticket(
      ticket,
      say.everyone('DetailsRevised', { details: { category: 'networks' } }, { title: 'Ärger mit dem Netz' }),
    );
    expect(line(log)).toMatchObject({ title: 'Ärger mit dem Netz', category: 'networks' });
  });

  it('changes only the title after an erasure, and no search finds it', () => {
    const before = line(assigned());
    expect(line(assigned().destroyKeysOf(`contact-${carl}`))).toEqual({ ...before, title: ERASED, titleSort: null });
  });

  it('does not change with a reply for staff', () => {
    const log = assigned();
    const before = line(log);
    log.ticket(ticket, say.staff('ReplyPosted', { reply: ticket, files: [] }, { body: 'Hopeless.' }));
    expect(line(log)).toEqual(before);
  });
});
