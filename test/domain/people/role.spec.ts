import type { DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { isUuid } from '../../../src/domain/kernel/ids';
import {
  builtInRole,
  builtInRoleId,
  builtInRoleKeys,
  builtInRoleNames,
  builtInRoles,
} from '../../../src/domain/people/built-in-roles';
import { effectivePermissions, rightsOf } from '../../../src/domain/people/effective-rights';
import { permissions } from '../../../src/domain/people/permission';
import type { RoleView } from '../../../src/domain/people/views';
import { role, type RoleEvent } from '../../../src/domain/people/role';
import { examplesOf } from '../../dsl/given';
import { contextOf, id, noon, worldOf } from '../../dsl/world';
import { customer, customerAdmin, organisations, partner, partnerAdmin, rootAdmin, strangerAdmin } from './people';

const night = id(80);
const world = worldOf({ organisations });
const given = examplesOf(role, (): DecisionContext => contextOf({ actor: partnerAdmin, world }));

const define = {
  type: 'DefineRole',
  role: night,
  organisation: partner,
  name: 'Night shift',
  permissions: ['ticket.work', 'ticket.reply'],
} as const;
const defined: RoleEvent = {
  type: 'RoleDefined',
  audience: 'everyone',
  data: { role: night, organisation: partner, name: 'Night shift', permissions: ['ticket.reply', 'ticket.work'] },
};
const withRights = (...held: readonly (typeof permissions)[number][]) => ({
  actor: { ...partnerAdmin, permissions: new Set(held) },
});

describe('a role', () => {
  it('S2.6 is defined with its permissions in the order of the list', () => given([]).when(define).then([defined]));

  it('is defined once; other values are refused', () => {
    given([defined]).when(define).thenNothing();
    given([defined])
      .when({ ...define, name: 'Day shift' })
      .thenRejects('already-exists');
  });

  it('can be defined for organisations in reach, and for everybody only by the root', () => {
    given([]).when(define, { actor: strangerAdmin }).thenRejects('not-permitted', { permission: 'role.manage' });
    given([])
      .when({ ...define, organisation: customer })
      .then([{ ...defined, data: { ...defined.data, organisation: customer } }]);
    given([])
      .when({ ...define, organisation: null })
      .thenRejects('not-permitted');
    given([])
      .when({ ...define, organisation: null }, { actor: rootAdmin })
      .then([{ ...defined, data: { ...defined.data, organisation: null } }]);
  });

  it('cannot get a permission that its author lacks', () => {
    given([])
      .when(define, withRights('role.manage', 'ticket.work'))
      .thenRejects('not-permitted', { missing: ['ticket.reply'] });
    given([defined])
      .when({ type: 'ReviseRole', permissions: ['ticket.work', 'import'] }, withRights('role.manage'))
      .thenRejects('not-permitted', { missing: ['import'] });
  });

  it('keeps permissions that its reviser lacks', () => {
    given([defined])
      .when({ type: 'ReviseRole', name: 'Late shift' }, withRights('role.manage'))
      .then([
        {
          type: 'RoleRevised',
          audience: 'everyone',
          data: { name: 'Late shift', permissions: ['ticket.reply', 'ticket.work'] },
        },
      ]);
  });

  it('records a revision only if something changes', () => {
    given([defined])
      .when({ type: 'ReviseRole', permissions: ['ticket.work', 'ticket.reply'] })
      .thenNothing();
    given([defined]).when({ type: 'ReviseRole', name: '' }).thenRejects('invalid');
    given([defined]).when({ type: 'ReviseRole', name: 'x' }, { actor: customerAdmin }).thenRejects('unknown');
  });

  it('cannot be revised when it is built in or unknown', () => {
    given([]).when({ type: 'ReviseRole', name: 'x' }).thenRejects('unknown');
  });

  it('accepts only permissions of the list', () => {
    given([])
      .when({ ...define, permissions: ['ticket.fly' as 'import'] })
      .thenRejects('invalid', { fields: { 'permissions.0': expect.stringContaining('one of ticket.open,') as string } });
  });

  it('has the values of its latest revision', () => {
    const revised: RoleEvent = { type: 'RoleRevised', audience: 'everyone', data: { name: 'Late', permissions: [] } };
    expect(
      fold(
        role,
        [defined, revised].map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
      ),
    ).toEqual({
      id: night,
      organisation: partner,
      name: 'Late',
      permissions: [],
    });
  });
});

describe('built-in roles', () => {
  it('S3.14 S3.15 are fourteen, with unique ids that never change', () => {
    expect(builtInRoles).toHaveLength(14);
    expect(new Set(builtInRoles.map(({ id: one }) => one)).size).toBe(14);
    expect(builtInRoles.every(({ id: one }) => isUuid(one))).toBe(true);
    expect(builtInRoleId('customer user')).toBe('0d0c4e70-0000-8000-8000-000000000101');
    expect(builtInRoleId('integration')).toBe('0d0c4e70-0000-8000-8000-000000000114');
    for (const name of builtInRoleNames) expect(builtInRole(builtInRoleId(name))?.name).toBe(name);
    expect(builtInRoles.map(({ key }) => key).filter((key) => !/^[a-z]+(-[a-z]+)*$/.test(key))).toEqual([]);
    expect(builtInRoles.map(({ id: one, key }) => builtInRoleKeys[key] === one)).not.toContain(false);
    expect(builtInRoleKeys['call-centre']).toBe(builtInRoleId('call centre'));
  });

  it('hold known permissions, without duplicates', () => {
    for (const { permissions: own } of builtInRoles) {
      expect(own.filter((permission) => !permissions.includes(permission))).toEqual([]);
      expect(new Set(own).size).toBe(own.length);
    }
  });

  it('S3.17 S3.18 let a technician read their own tickets only, and a manager all of the organisation', () => {
    expect(builtInRole(builtInRoleId('technician'))?.permissions).not.toContain('ticket.read-organisation');
    expect(builtInRole(builtInRoleId('manager'))?.permissions).toContain('ticket.read-organisation');
  });

  it('give customers no permission that is for staff', () => {
    const staffOnly = [
      'ticket.reply-staff',
      'ticket.read-everything',
      'ticket.work',
      'ticket.forward',
      'organisation.create',
      'import',
    ];
    for (const name of ['customer user', 'customer admin'] as const) {
      expect(builtInRole(builtInRoleId(name))?.permissions.filter((one) => staffOnly.includes(one))).toEqual([]);
    }
  });

  it('let a customer admin grant the customer roles', () => {
    const held = new Set(builtInRole(builtInRoleId('customer admin'))?.permissions);
    expect(builtInRole(builtInRoleId('customer user'))?.permissions.filter((one) => !held.has(one))).toEqual([]);
  });
});

describe('effective rights (C33)', () => {
  const a: RoleView = { id: id(1), organisation: null, permissions: ['ticket.work', 'ticket.reply'] };
  const b: RoleView = { id: id(2), organisation: null, permissions: ['ticket.work'] };
  const person = { roles: [a.id, b.id, id(3)], granted: ['asp.open'], withdrawn: ['ticket.reply', 'import'] } as const;

  it('are roles and grants minus withdrawals, each with its source', () => {
    expect(rightsOf(person, [a, b])).toEqual([
      { permission: 'ticket.reply', roles: [a.id], granted: false, withdrawn: true, effective: false },
      { permission: 'ticket.work', roles: [a.id, b.id], granted: false, withdrawn: false, effective: true },
      { permission: 'asp.open', roles: [], granted: true, withdrawn: false, effective: true },
      { permission: 'import', roles: [], granted: false, withdrawn: true, effective: false },
    ]);
    expect([...effectivePermissions(person, [a, b])]).toEqual(['ticket.work', 'asp.open']);
  });

  it('ignore roles that the user does not have', () => {
    expect([...effectivePermissions({ ...person, roles: [b.id] }, [a, b])]).toEqual(['ticket.work', 'asp.open']);
  });
});
