import { ticketVerbs } from '../../../src/adapters/desk/tickets/ticket-desk';
import { readsOn } from '../../../src/adapters/pages/conversation/custody-forms';
import { defaultsOf, readersOf } from '../../../src/adapters/pages/forms/readers';
import { isRequired } from '../../../src/domain/kernel/fields';
import type { Permission } from '../../../src/domain/people/permission';
import { actor, id } from '../../dsl/world';
import { by, given, past, people, why } from '../../domain/ticket/desk';

const [harbour, customer] = [id(1), id(2)];
const [worker, opener] = [id(11), id(12)];
const staff = actor({ user: worker, organisation: harbour, organisationKind: 'partner' });
const optional = [...ticketVerbs.verbs].flatMap(([verb, type]) => {
  const { fields } = ticketVerbs.forms[type];
  return fields['audience'] === undefined || isRequired(fields['audience']) ? [] : [{ verb, fields }];
});

describe('who reads a reason', () => {
  it('is always said: the default is chosen, and never an empty choice (S4.18, S1.21)', () => {
    const said = optional.map(({ verb, fields }) => [verb, defaultsOf(readersOf(verb, staff, fields)).get('audience')?.[0]]);
    expect(Object.fromEntries(said)).toEqual({
      ...{ decline: 'staff', forward: 'staff', return: 'staff', recall: 'staff' },
      ...{ close: 'everyone', reject: 'everyone', withdraw: 'everyone', reopen: 'everyone' },
    });
  });

  it('offers no choice that the command would refuse', () => {
    const technician = by(people.technician);
    given(past.waiting)
      .when({ type: 'DeclineTicket', ...why, audience: 'everyone' }, technician)
      .thenRejects('invalid');
    const { fields } = ticketVerbs.forms.DeclineTicket;
    expect(readersOf('decline', staff, fields).get('audience')).toEqual(['staff']);
  });

  it('is not asked of customers', () => {
    const ben = actor({ user: opener, organisation: customer, organisationKind: 'customer' });
    for (const { verb, fields } of optional) expect(readersOf(verb, ben, fields).size).toBe(0);
  });
});

describe('reading on after forwarding', () => {
  const [theirs, contact] = [{ user: opener, organisation: customer }, { contact: id(13) }] as const;
  const ticket = { handler: harbour, ownerOrganisation: customer, earlierHandlers: [], owner: theirs, creator: theirs };
  const reads = (held: Permission, more = {}) => {
    const form = { actor: { ...staff, permissions: new Set([held]) }, ticket: { ...ticket, requester: contact, ...more } };
    return readsOn(form as unknown as Parameters<typeof readsOn>[0]);
  };

  it('is promised to those who read their organisation’s tickets or take part, and not to its technician (C25)', () => {
    expect(reads('ticket.read-organisation')).toBe(true);
    expect(reads('ticket.read-own')).toBe(false);
    expect(reads('ticket.read-own', { creator: { user: worker, organisation: harbour } })).toBe(true);
    expect(reads('ticket.read-own', { requester: { user: worker } })).toBe(true);
  });
});
