import { composerView, nothingWritten, quoted } from '../../../../src/adapters/pages/conversation/composer-view';
import { followUpsOf } from '../../../../src/adapters/pages/tickets/follow-ups';
import { typedIn } from '../../../../src/adapters/pages/forms/sent-values';
import type { TicketView } from '../../../../src/adapters/desk/tickets/ticket-reader';
import { actor, id } from '../../../dsl/world';

const customer = actor({ user: id(1), organisation: id(2), organisationKind: 'customer' });
const technician = actor({ user: id(3), organisation: id(4), organisationKind: 'partner' });

function ticket(audiences: readonly string[] | null, waitsFor: readonly string[] = []): TicketView {
  const field = (name: string, options: readonly string[]) => ({ name, required: true, options });
  const allowed = [
    ...(audiences === null ? [] : [{ command: 'reply', fields: [field('audience', audiences)] }]),
    ...(waitsFor.length === 0 ? [] : [{ command: 'change-sub-status', fields: [field('waitingFor', waitsFor)] }]),
  ];
  return { number: 'CT-000001', allowed } as unknown as TicketView;
}

describe('the composer', () => {
  it('is hidden from readers who may not write', () => {
    expect(composerView(ticket(null), technician, nothingWritten)).toBeNull();
  });

  it('lets staff choose the audience, and hides the choice from customers (S4.35, S4.36)', () => {
    const both = ['everyone', 'staff'];
    expect(composerView(ticket(both), technician, nothingWritten)?.audiences).toEqual([
      { value: 'everyone', isChosen: true },
      { value: 'staff', isChosen: false },
    ]);
    expect(composerView(ticket(both), technician, { ...nothingWritten, audience: 'staff' })?.audiences[1]).toEqual({
      value: 'staff',
      isChosen: true,
    });
    expect(composerView(ticket(['everyone']), customer, nothingWritten)).toMatchObject({
      audiences: [],
      only: 'everyone',
      hasTemplates: false,
    });
  });

  it('offers to wait for the customer only if waiting is possible and the customer can read the message', () => {
    expect(composerView(ticket(['everyone', 'staff'], ['customer', 'thirdParty']), technician, nothingWritten)?.mayWait).toBe(
      true,
    );
    expect(composerView(ticket(['staff'], ['customer']), technician, nothingWritten)?.mayWait).toBe(false);
    expect(composerView(ticket(['everyone']), technician, nothingWritten)?.mayWait).toBe(false);
  });

  it('tells only customers that their answer ends the waiting (S4.14)', () => {
    const waits = { ...ticket(['everyone']), waiting: { for: 'customer', reason: null, since: '' } } as unknown as TicketView;
    expect(composerView(waits, customer, nothingWritten)?.endsWaiting).toBe(true);
    expect(composerView(waits, technician, nothingWritten)?.endsWaiting).toBe(false);
    expect(composerView(ticket(['everyone']), customer, nothingWritten)?.endsWaiting).toBe(false);
  });

  it('quotes every line', () => {
    expect(quoted('one\n\ntwo')).toBe('> one\n> \n> two\n\n');
  });
});

describe('follow-up commands of a form', () => {
  const asked = (verb: string, values: Readonly<Record<string, string>>) => followUpsOf(verb, typedIn(Object.entries(values)));

  it('wait for the customer after a reply with that option', () => {
    expect(asked('reply', { body: 'x', then: 'await-customer' })).toMatchObject([
      { verb: 'change-sub-status', body: { waitingFor: 'customer' } },
    ]);
    expect(asked('reply', { body: 'x' })).toEqual([]);
    expect(asked('close', { then: 'await-customer' })).toEqual([]);
  });

  it('record the fault and solve after a solution (S1.23, S1.26)', () => {
    expect(asked('enter-solution', { 'fault.description': 'Worn.', 'fault.code': 'E17', then: 'solved' })).toMatchObject([
      { verb: 'record-found-fault', body: { description: 'Worn.', code: 'E17' } },
      { verb: 'solve', body: {} },
    ]);
    expect(asked('enter-solution', { 'fault.description': ' ', then: 'keep' })).toEqual([]);
  });
});
