import type { Confidential } from '../../src/domain/kernel/event';
import type { Actor } from '../../src/domain/people/actor';
import type { TicketEvent, TicketOpened } from '../../src/domain/ticket/ticket.events';
import { Chronicle } from '../dsl/projecting';
import { actor, id } from '../dsl/world';

// A small world for all examples of read models: a customer below a partner below the root, and an unrelated partner, the
// stranger.
export const root = id(1);
export const partner = id(2);
export const customer = id(3);
export const stranger = id(4);
export const anna = id(11); // of the customer
export const paul = id(12); // technician of the partner
export const rita = id(13); // of the root
export const otto = id(14); // of the stranger
export const carl = id(21); // contact of the customer
export const desk = id(31); // team of the partner
export const field = id(32);

export const customerUser = actor({ user: anna, organisation: customer, organisationKind: 'customer' });
export const technician = actor({ user: paul, organisation: partner, organisationKind: 'partner' });
export const admin = actor({ user: rita, organisation: root, organisationKind: 'admin' });
export const outsider = actor({ user: otto, organisation: stranger, organisationKind: 'partner' });

export const without = (who: Actor, ...gone: readonly string[]): Actor => ({
  ...who,
  permissions: new Set([...who.permissions].filter((permission) => !gone.includes(permission))),
});

const boxOf = <Field extends string>(
  values: Confidential<Field>['values'],
): { readonly confidential: readonly Confidential<Field>[] } => ({
  confidential: [{ subject: `contact-${carl}`, values }],
});

export function opened(values: Partial<TicketOpened['data']> & { title?: string; description?: string } = {}): TicketOpened {
  const { title = 'Printer is on fire', description = 'It burns.', ...data } = values;
  return {
    type: 'TicketOpened',
    audience: 'everyone',
    data: {
      ...{ number: 'CT-000001', kind: 'service', engagement: 'own', phase: 1, priority: 'moderate', handler: partner },
      requester: { contact: carl },
      creator: { user: anna, organisation: customer },
      owner: { user: anna, organisation: customer },
      details: { channel: 'phone', category: 'printers', location: 'Hall 1' },
      ...data,
    },
    ...boxOf({ title, description }),
  };
}

/** Builds events of the domain with the given audience. */
export const say = {
  everyone: <Type extends TicketEvent['type']>(
    type: Type,
    data: Extract<TicketEvent, { readonly type: Type }>['data'],
    values?: Confidential['values'],
  ): TicketEvent => ({ type, audience: 'everyone', data, ...(values === undefined ? {} : boxOf(values)) }) as TicketEvent,
  staff: <Type extends TicketEvent['type']>(
    type: Type,
    data: Extract<TicketEvent, { readonly type: Type }>['data'],
    values?: Confidential['values'],
  ): TicketEvent => ({ type, audience: 'staff', data, ...(values === undefined ? {} : boxOf(values)) }) as TicketEvent,
};

/** The facts of people, so that names can be joined. */
export function chronicle(): Chronicle {
  const log = new Chronicle();
  const found = (organisation: string, kind: 'admin' | 'partner' | 'customer', name: string, parent: string | null): void => {
    log.people('organisation', organisation, {
      ...{ type: 'OrganisationFounded', audience: 'everyone' },
      data: { organisation, kind, name, parent },
    });
  };
  found(root, 'admin', 'Vendor', null);
  found(partner, 'partner', 'Partner', root);
  found(customer, 'customer', 'Customer', partner);
  found(stranger, 'partner', 'Stranger', root);
  for (const [team, name] of [
    [desk, 'Desk'],
    [field, 'Field'],
  ] as const) {
    log.people('organisation', partner, { type: 'TeamAdded', audience: 'everyone', data: { team, name } });
  }
  const people = [
    [anna, customer, 'Anna'],
    [paul, partner, 'Paul'],
    [rita, root, 'Rita'],
    [otto, stranger, 'Otto'],
  ] as const;
  for (const [user, organisation, name] of people) {
    log.people('user', user, {
      ...{ type: 'UserRegistered', audience: 'everyone', data: { user, organisation, login: true, approvals: [] } },
      confidential: [{ subject: `user-${user}`, values: { name, email: `${name.toLowerCase()}@example.org` } }],
    });
  }
  return log.people('contact', carl, {
    ...{ type: 'ContactRecorded', audience: 'everyone', data: { contact: carl, organisation: customer } },
    ...boxOf({ name: 'Carl', phones: ['+358 1'], emails: ['carl@example.org'] }),
  });
}

export const ticket = id(100);
export const other = id(101);
