import type { DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { allowedCommands, ticketAggregate } from '../../../src/domain/ticket';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { permissions } from '../../../src/domain/people/permission';
import { id, noon } from '../../dsl/world';
import { by, context, distributor, facts, issue, past, people, provider, root } from './desk';

const after = (events: readonly TicketEvent[]) =>
  fold(
    ticketAggregate,
    events.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
  );
const offers = (events: readonly TicketEvent[], asker: Partial<DecisionContext> = {}) =>
  allowedCommands(after(events), context(asker));
const names = (events: readonly TicketEvent[], asker: Partial<DecisionContext> = {}) =>
  offers(events, asker).map(({ command }) => command);
/** The permissions to take away, so that only these and reading are left. */
const only = (...may: readonly string[]) =>
  permissions.filter((permission) => ![...may, 'ticket.read-own', 'ticket.read-organisation'].includes(permission));

describe('the commands that a ticket offers', () => {
  it('S4.8 depend on the phase', () => {
    const agent = by(people.agent, only('ticket.qualify', 'ticket.assign', 'ticket.check'));
    expect(names(past.created, agent)).toEqual(['RecordAcknowledgement', 'RecordWork', 'RecordFoundFault']);
    expect(names(past.qualifying, agent)).toEqual(['ListAffectedItems', 'ChangeSubStatus', 'RecordWork', 'RecordFoundFault']);
    expect(names(past.dispatching, agent)).toEqual(['AssignTicket', 'RecordWork', 'RecordFoundFault']);
    expect(names(past.checking, agent)).toEqual(['RecordWork', 'RecordFoundFault', 'CloseTicket', 'ReopenTicket']);
    expect(names(past.closed, agent)).toEqual([]);
  });

  it('S4.19 depend on custody', () => {
    expect(names([...past.dispatching, facts.forwardedUp])).toEqual([]);
    expect(names([...past.dispatching, facts.forwardedUp], by(people.distributorsAgent))).toContain('ReturnTicket');
  });

  it('are none if the asker may not read the ticket', () => {
    const technician = by(
      people.agent,
      permissions.filter((may) =>
        ['ticket.read-organisation', 'ticket.read-everything', 'privacy.redact', 'privacy.erase'].includes(may),
      ),
    );
    expect(names(past.dispatching, technician)).toEqual([]);
    expect(() =>
      ticketAggregate.decide({ type: 'Reply', audience: 'staff', body: 'x' }, after(past.dispatching), context(technician)),
    ).toThrow('There is no such ticket, or you have no access to it.');
  });

  it('C29 keep the rights of creators', () => {
    const customer = by(people.customer, only('ticket.reply', 'ticket.withdraw', 'ticket.reopen', 'ticket.close'));
    expect(names(past.solving, customer)).toEqual(['CloseTicket', 'WithdrawTicket', 'Reply']);
    expect(names(past.closed, customer)).toEqual(['ReopenTicket', 'Reply']);
  });

  it('leave out those that would change nothing, and those of processes and importers', () => {
    const technician = by(people.technician, only('ticket.work'));
    const work = ['ReportProgress', 'RecordWork', 'RecordFoundFault'];
    expect(names(past.waiting, technician)).toEqual(['AcceptTicket', 'DeclineTicket', ...work]);
    expect(names([...past.waiting, facts.accepted], technician)).toEqual([
      'DeclineTicket',
      'StartWork',
      'ChangeSubStatus',
      ...work,
    ]);
    expect(names(past.solving)).not.toEqual(expect.arrayContaining(['MarkMerged', 'NoteSourceRow']));
  });

  it('list the fields to send and the values allowed now', () => {
    const field = (events: readonly TicketEvent[], command: string, name: string, asker: Partial<DecisionContext> = {}) =>
      offers(events, asker)
        .find((one) => one.command === command)
        ?.fields.find((one) => one.name === name);
    const jurisdiction: TicketEvent = { ...facts.waived, data: { gate: 'jurisdiction', until: null } };
    expect(field(past.dispatching, 'ForwardTicket', 'to')).toEqual({ name: 'to', required: true, options: [distributor, root] });
    expect(field([...past.dispatching, jurisdiction], 'ForwardTicket', 'to')?.options).toEqual([distributor, root, provider]);
    expect(field(past.created, 'Reply', 'audience')?.options).toEqual(['everyone', 'staff']);
    expect(field(past.created, 'Reply', 'audience', by(people.customer))?.options).toEqual(['everyone']);
    expect(field(past.checking, 'CloseTicket', 'solution')).toEqual({ name: 'solution', required: false });
    expect(field([...issue, facts.assigned], 'CloseTicket', 'solution', by(people.technician))?.required).toBe(true);
    expect(field(past.qualifying, 'WaiveGate', 'gate')?.options).toEqual(['contract', 'jurisdiction']);
    expect(field(past.qualifying, 'ChangeSubStatus', 'waitingFor')?.options).toEqual(['customer']);
  });

  it('S4.39 S4.48 include merging of open tickets and unlinking of linked ones', () => {
    const linked: TicketEvent = { type: 'DuplicateLinked', audience: 'everyone', data: { duplicate: id(1002) } };
    const merger = by(people.agent, only('ticket.merge'));
    expect(names(past.solving, merger)).toEqual(['MergeInto', 'AddDuplicates']);
    expect(offers([...past.closed, linked], merger)).toEqual([
      { command: 'UnlinkDuplicate', fields: [{ name: 'duplicate', required: true, options: [id(1002)] }] },
    ]);
  });

  it('are only OpenTicket before the ticket is opened', () => {
    expect(names([], by(people.customer))).toEqual(['OpenTicket']);
    expect(names([], by(people.customer, ['ticket.open']))).toEqual([]);
  });
});
