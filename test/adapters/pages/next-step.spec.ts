import { startValues } from '../../../src/adapters/pages/tickets/command-page';
import { nextStepOf } from '../../../src/adapters/pages/tickets/next-step';
import { isBarred } from '../../../src/adapters/pages/tickets/ticket-view';
import type { TicketView } from '../../../src/adapters/desk/tickets/ticket-reader';

const ticket = (values: object, ...commands: readonly string[]): TicketView =>
  ({
    ...{ phase: 2, kind: 'service', waiting: null, acceptedAt: null, solution: null, affectedItems: [], waivers: [] },
    ...{ allowed: commands.map((command) => ({ command, fields: [] })), ...values },
  }) as unknown as TicketView;

describe('the next step of a ticket', () => {
  it('S1.12 names the missing contract of a service ticket, with a button to waive it', () => {
    const stuck = ticket({}, 'list-affected-items', 'waive-gate', 'change-sub-status');
    expect(nextStepOf(stuck, 'staff')).toMatchObject({ step: 'waive-gate', sentence: 'step.waive-gate' });
    const waived = ticket({ waivers: [{ gate: 'contract' }] }, 'complete-qualification', 'waive-gate');
    expect(nextStepOf(waived, 'staff').step).toBe('complete-qualification');
  });

  it('S1.12 says what is missing to staff who may not waive it, and nothing of it to customers', () => {
    expect(nextStepOf(ticket({}, 'change-sub-status'), 'staff').sentence).toBe('wait.contract');
    expect(nextStepOf(ticket({ waivers: [{ gate: 'contract' }] }), 'staff').sentence).toBe('wait.2');
    expect(nextStepOf(ticket({}, 'reply'), 'customer').sentence).toBe('wait.reported');
  });

  it('chooses the condition that blocks the ticket in the form that waives one', () => {
    const gate = { name: 'gate', required: true, options: ['contract', 'jurisdiction'] };
    const stuck = ticket({ details: {}, allowed: [{ command: 'waive-gate', fields: [gate] }] });
    expect(startValues('waive-gate', stuck)).toEqual(new Map([['gate', ['contract']]]));
    expect(startValues('waive-gate', ticket({ details: {} }))).toEqual(new Map());
  });

  it('S1.11 asks for the items of a claim, and of no other kind', () => {
    expect(nextStepOf(ticket({ kind: 'claim' }, 'list-affected-items'), 'staff').step).toBe('list-affected-items');
    expect(nextStepOf(ticket({ kind: 'maintenance' }, 'list-affected-items'), 'staff').step).toBeNull();
  });

  it('tells customers that the ticket waits for them', () => {
    const waiting = ticket({ phase: 5, waiting: { for: 'customer' } }, 'reply');
    expect(nextStepOf(waiting, 'customer').sentence).toBe('wait.you');
    expect(nextStepOf(waiting, 'staff').sentence).toBe('wait.customer');
    const read = ticket({ phase: 5, waiting: { for: 'customer' } });
    expect(nextStepOf(read, 'customer').sentence).toBe('wait.customer');
  });

  it('S4.31 offers to reopen a closed ticket, or shows to those who may not that it is for others', () => {
    const closed = ticket({ phase: 7 }, 'reopen', 'reply');
    expect(nextStepOf(closed, 'customer')).toEqual({ step: null, sentence: 'wait.7', other: 'reopen' });
    expect([isBarred(closed), isBarred(ticket({ phase: 7 }, 'reply')), isBarred(ticket({ phase: 6 }))]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
