import { ERASED } from '../../src/domain/kernel/event';
import { ticketDetailEveryone, ticketDetailStaff } from '../../src/projections/tickets/ticket-detail';
import { ticketList } from '../../src/projections/tickets/ticket-list';
import type { TicketDetail } from '../../src/projections/tickets/ticket-detail.document';
import type { Actor } from '../../src/domain/people/actor';
import { getTicket } from '../../src/projections/tickets/read-ticket';
import { Chronicle, projected, readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import { anna, carl, customer, customerUser, desk, opened, other, partner, paul, root, say, technician, ticket } from './desk';

const file = { sha256: 'ab'.repeat(32), bytes: 7, mediaType: 'image/png', keyId: 'k' };
const at = (minutes: number): string => `2026-11-20T08:${String(minutes).padStart(2, '0')}:00.000Z`;

const working = (): Chronicle =>
  new Chronicle()
    .ticket(ticket, opened(), { at: at(0) })
    .ticket(ticket, say.staff('GateWaived', { gate: 'contract', until: null }, { reason: 'Old friends.' }))
    .ticket(ticket, say.everyone('TicketAssigned', { technician: paul, team: desk, skippedGates: [] }))
    .ticket(ticket, say.everyone('TicketAccepted', { technician: paul }), { at: at(5) })
    .ticket(ticket, say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: false }), { at: at(6) });

const page = (log: Chronicle): TicketDetail => projected(ticketDetailEveryone, log.facts).get(ticket) as TicketDetail;
const staffPage = (log: Chronicle): TicketDetail => projected(ticketDetailStaff, log.facts).get(ticket) as TicketDetail;

describe('the ticket page', () => {
  it('S0.20 S0.27 shows the values it was opened with', () => {
    expect(page(new Chronicle().ticket(ticket, opened(), { at: at(0) }))).toMatchObject({
      ...{ _id: ticket, number: 'CT-000001', title: 'Printer is on fire', description: 'It burns.' },
      ...{ phase: 1, status: 'open', subStatus: 'unassigned', colour: 'grey', handler: partner, revision: 0 },
      ...{ details: { channel: 'phone', category: 'printers', location: 'Hall 1' }, requester: { contact: carl } },
      ...{ creator: { user: anna, organisation: customer }, openedAt: at(0), updatedAt: at(0), takenInHandlingAt: null },
    });
  });

  it('C16 S2.9 shows when the ticket was first taken in handling, whatever follows', () => {
    const log = working()
      .ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'unassigned' }))
      .ticket(ticket, say.everyone('TicketAssigned', { technician: anna, team: null, skippedGates: [] }))
      .ticket(ticket, say.everyone('WorkStarted', { technician: anna, countsAsAcceptance: true }), { at: at(30) });
    expect(page(working())).toMatchObject({ takenInHandlingAt: at(5), acceptedAt: at(5) });
    expect(page(log)).toMatchObject({ takenInHandlingAt: at(5), acceptedAt: at(30), assignee: anna });
  });

  it('S1.3 says when each phase was reached, and forgets those that a step back makes ones to come', () => {
    const log = working();
    expect(page(log).reached).toEqual([
      { phase: 1, at: at(0) },
      { phase: 4, at: '2026-11-20T08:02:00.000Z' },
      { phase: 5, at: at(6) },
    ]);
    log.ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'declined' }), { at: at(20) });
    expect(page(log).reached.map(({ phase }) => phase)).toEqual([1, 3]);
    expect(page(log).reached.at(-1)).toEqual({ phase: 3, at: at(20) });
  });

  it('S2.11 says when the customer was first answered: by others, and to be read by them', () => {
    const replied = (who: string, organisation: string, audience: 'everyone' | 'staff', minute: number) => (log: Chronicle) =>
      log.ticket(
        ticket,
        { ...say.everyone('ReplyPosted', { reply: id(200 + minute), files: [] }, { body: 'x' }), audience } as never,
        { at: at(minute), by: { user: who, organisation } as never },
      );
    const log = new Chronicle().ticket(ticket, opened(), { at: at(0) });
    replied(anna, customer, 'everyone', 3)(log);
    replied(paul, partner, 'staff', 4)(log);
    expect([page(log).respondedAt, staffPage(log).respondedAt]).toEqual([null, null]);
    replied(paul, partner, 'everyone', 7)(log);
    replied(paul, partner, 'everyone', 9)(log);
    expect([page(log).respondedAt, staffPage(log).respondedAt]).toEqual([at(7), at(7)]);
  });

  it('S4.16 resets acceptance and waiting when the assignment ends', () => {
    const log = working().ticket(ticket, say.everyone('WaitingStarted', { for: 'thirdParty', reason: 'vendor' }), { at: at(9) });
    expect(page(log)).toMatchObject({ waiting: { for: 'thirdParty', reason: 'vendor', since: at(9) } });
    log.ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'declined' }));
    expect(page(log)).toMatchObject({ waiting: null, acceptedAt: null, assignee: null, phase: 3 });
  });

  it('S4.29 shows solution and closure with its summary, until it is reopened', () => {
    const log = working()
      .ticket(ticket, say.everyone('SolutionEntered', { code: 'S1', by: paul }, { solution: 'Water.' }), { at: at(10) })
      .ticket(ticket, say.everyone('TicketSolved', { by: paul, percent: 100 }))
      .ticket(ticket, say.everyone('TicketClosed', { resolution: 'resolved', primary: null }), { at: at(12) })
      .ticket(ticket, say.everyone('ReasonGiven', { for: 'TicketClosed' }, { text: 'Fire is out.' }));
    expect(page(log)).toMatchObject({
      solution: { text: 'Water.', actualDamage: null, code: 'S1', by: paul, at: at(10) },
      closure: { resolution: 'resolved', summary: 'Fire is out.', primary: null, at: at(12) },
      ...{ percent: 100, reopens: 0, status: 'closed', subStatus: 'resolved' },
    });
    log.ticket(ticket, say.everyone('TicketReopened', { from: 7, phase: 2 }));
    expect(page(log)).toMatchObject({ solution: null, closure: null, reopens: 1, status: 'open', acceptedAt: null });
  });

  it('S3.21 shows with which details it was opened, beside how it ended', () => {
    const log = working()
      .ticket(ticket, say.everyone('FaultFound', { code: 'no-paper', foundBy: paul }, { description: 'The roll was empty.' }))
      .ticket(ticket, say.everyone('SolutionEntered', { code: 'S1', by: paul }, { solution: 'A new roll.' }))
      .ticket(ticket, say.everyone('TicketClosed', { resolution: 'resolved', primary: null }));
    expect(page(log)).toMatchObject({
      ...{ title: 'Printer is on fire', description: 'It burns.', details: { category: 'printers' } },
      ...{ faults: [{ code: 'no-paper', description: 'The roll was empty.', foundBy: paul }] },
      ...{ solution: { text: 'A new roll.', code: 'S1' }, closure: { resolution: 'resolved' } },
    });
  });

  it('rule 4: keeps updatedAt on a redaction, which would reveal staff activity', () => {
    const log = working();
    const before = page(log).updatedAt;
    log
      .ticket(ticket, say.everyone('ReplyRedacted', { reply: id(202) }), { at: at(50) })
      .ticket(ticket, say.everyone('AttachmentRedacted', { file: id(201) }), { at: at(51) });
    expect([page(log).updatedAt, staffPage(log).updatedAt]).toEqual([before, before]);
    expect(projected(ticketList, log.facts).get(ticket)).toMatchObject({ updatedAt: before });
  });

  it('S4.36 shows waivers, addresses, files and reasons for staff only to staff', () => {
    const secret = say.staff('FilesAttached', { files: [{ file: id(201), ...file }] }, { [id(201)]: 'bill.png' });
    const log = working()
      .ticket(ticket, secret, { at: at(9) })
      .ticket(ticket, say.everyone('WatcherAdded', { watcher: id(301), kinds: ['reply'] }, { email: 'w@example.org' }))
      .ticket(ticket, say.everyone('TicketClosed', { resolution: 'rejected', primary: null }))
      .ticket(ticket, say.staff('ReasonGiven', { for: 'TicketClosed' }, { text: 'They never pay.' }))
      .ticket(ticket, say.staff('AffectedItemsListed', { items: [{ kind: 'order', reference: 'O-1' }] }));
    expect(staffPage(log)).toMatchObject({
      waivers: [{ gate: 'contract', reason: 'Old friends.', until: null }],
      watchers: [{ watcher: id(301), kinds: ['reply'], email: 'w@example.org', by: null }],
      files: [{ file: id(201), name: 'bill.png', mediaType: 'image/png', bytes: 7, audience: 'staff', redacted: false }],
      closure: { summary: 'They never pay.' },
      affectedItems: [{ kind: 'order', reference: 'O-1' }],
    });
    expect(page(log)).toMatchObject({
      ...{ waivers: [], files: [], affectedItems: [], closure: { summary: null } },
      watchers: [{ watcher: id(301), kinds: ['reply'], email: null, by: null }],
    });
    expect(JSON.stringify(page(log))).not.toMatch(/Old friends|example\.org|bill\.png|never pay|O-1/);
  });

  it('C13 keeps an address for customers only where one of them added it, and shows it to that one alone', async () => {
    const watcher = (n: number, email: string) => say.everyone('WatcherAdded', { watcher: id(n), kinds: ['reply'] }, { email });
    const log = working()
      .ticket(ticket, watcher(301, 'own@example.org'), { by: { user: anna, organisation: customer } })
      .ticket(ticket, watcher(302, 'colleague@example.org'), { by: { user: id(19), organisation: customer } })
      .ticket(ticket, watcher(303, 'ours@example.org'), { by: { user: paul, organisation: partner } });
    expect(JSON.stringify(page(log))).not.toMatch(/ours@example/);
    const models = await readModelsOf(log.facts);
    const read = async (who: Actor) =>
      (await getTicket(models, who, { ticket }))?.ticket.watchers.map(({ email }) => email?.split('@')[0] ?? null);
    expect(await read(customerUser)).toEqual(['own', null, null]);
    expect(await read(technician)).toEqual(['own', 'colleague', 'ours']);
  });

  it('lists work, faults, files and links, and drops what was redacted, removed or unlinked', () => {
    const log = working()
      .ticket(ticket, say.everyone('WorkRecorded', { technician: paul, minutes: 30, item: null }, { description: 'Looked.' }))
      .ticket(ticket, say.everyone('FaultFound', { code: 'F9', foundBy: paul }, { description: 'Soot.' }))
      .ticket(ticket, say.everyone('FilesAttached', { files: [{ file: id(201), ...file }] }, { [id(201)]: 'soot.png' }))
      .ticket(ticket, say.everyone('WatcherAdded', { watcher: id(301), kinds: ['reply'] }))
      .ticket(ticket, say.everyone('DuplicateLinked', { duplicate: other }))
      .ticket(ticket, say.everyone('TicketMerged', { primary: other }));
    expect(page(log)).toMatchObject({
      work: [{ technician: paul, minutes: 30, item: null, description: 'Looked.' }],
      faults: [{ code: 'F9', foundBy: paul, description: 'Soot.' }],
      ...{ files: [{ name: 'soot.png' }], duplicates: [other], primary: other },
    });
    log
      .ticket(ticket, say.everyone('AttachmentRedacted', { file: id(201) }))
      .ticket(ticket, say.everyone('WatcherRemoved', { watcher: id(301) }))
      .ticket(ticket, say.everyone('DuplicateUnlinked', { duplicate: other }))
      .ticket(ticket, say.everyone('TicketUnlinked', { primary: other }));
    expect(page(log)).toMatchObject({
      files: [{ name: ERASED, redacted: true }],
      ...{ watchers: [], duplicates: [], primary: null },
    });
  });

  it('follows revisions: null clears a value, omitted values stay', () => {
    const details = { category: null, symptom: 'smoke' };
    const log = working().ticket(ticket, say.everyone('DetailsRevised', { details, requester: { user: anna } }));
    expect(page(log)).toMatchObject({
      details: { channel: 'phone', location: 'Hall 1', symptom: 'smoke' },
      ...{ requester: { user: anna }, title: 'Printer is on fire' },
    });
    expect(page(log).details).not.toHaveProperty('category');
  });

  it('C25 S4.19 stays readable for the organisation that forwarded it', () => {
    const log = working()
      .ticket(ticket, say.everyone('AssignmentEnded', { technician: paul, reason: 'forwarded' }))
      .ticket(ticket, say.everyone('TicketForwarded', { from: partner, to: root, direction: 'up', phase: 3 }));
    expect(page(log)).toMatchObject({ handler: root, earlierHandlers: [partner], team: null });
    expect(page(log).scopes).toContain(`organisation:${partner}`);
  });

  it('rule 7: shows ERASED for the texts of an erased requester, and keeps the rest', () => {
    const log = working().ticket(ticket, say.everyone('FaultFound', { code: 'F9', foundBy: paul }, { description: 'Soot.' }));
    const before = staffPage(log);
    const after = staffPage(log.destroyKeysOf(`contact-${carl}`));
    const [fault, waiver] = [before.faults[0], before.waivers[0]];
    expect(after).toEqual({
      ...before,
      ...{ title: ERASED, description: ERASED },
      faults: [{ ...fault, description: ERASED }],
      waivers: [{ ...waiver, reason: ERASED }],
    });
  });
});
