import type { DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { builtInRoleId, builtInRoles } from '../../../src/domain/people/built-in-roles';
import type { RoleView } from '../../../src/domain/people/views';
import { isActive, user, userView } from '../../../src/domain/people/user';
import type { ApprovalSide, UserEvent, UserRegistered } from '../../../src/domain/people/user.events';
import { examplesOf } from '../../dsl/given';
import { contextOf, id, noon, worldOf } from '../../dsl/world';
import {
  customer,
  customerAdmin,
  imported,
  organisations,
  otherPartner,
  partner,
  partnerAdmin,
  rootAdmin,
  strangerAdmin,
} from './people';

const ada = id(50);
const technician = builtInRoleId('technician');
const partnersRole: RoleView = { id: id(60), organisation: partner, permissions: ['ticket.work'] };
const strangersRole: RoleView = { id: id(61), organisation: otherPartner, permissions: ['ticket.work'] };

const world = {
  ...worldOf({ organisations }),
  role: (wanted: string) => [...builtInRoles, partnersRole, strangersRole].find((one) => one.id === wanted),
};
const given = examplesOf(user, (): DecisionContext => contextOf({ actor: customerAdmin, world }));

const withoutEmail = { type: 'RegisterUser', user: ada, organisation: customer, login: true, name: 'Ada Byron' } as const;
const register = { ...withoutEmail, email: 'ada@example.org' } as const;
const box = { subject: `user-${ada}`, values: { name: 'Ada Byron', email: 'ada@example.org' } } as const;
const registeredWith = (organisation: string, approvals: readonly ApprovalSide[], login = true): UserRegistered => ({
  type: 'UserRegistered',
  audience: 'everyone',
  data: { user: ada, organisation, login, approvals },
  confidential: [box],
});
const registered = registeredWith(customer, ['organisation', 'vendor']);
const approved = (side: ApprovalSide, standIn = false): UserEvent => ({
  type: 'UserApproved',
  audience: 'everyone',
  data: { side, standIn },
});
const active = [registered, approved('organisation'), approved('vendor')];
const suspended: UserEvent = { type: 'UserSuspended', audience: 'everyone', data: {} };
const resumed: UserEvent = { type: 'UserResumed', audience: 'everyone', data: {} };
const erased: UserEvent = { type: 'SubjectErased', audience: 'everyone', data: {} };
const roleGranted: UserEvent = { type: 'RoleGranted', audience: 'everyone', data: { role: technician } };

const stateAfter = (events: readonly UserEvent[]) =>
  fold(
    user,
    events.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
  );

describe('registering a user', () => {
  it('S2.5 C22 requires two approvals for a customer', () => given([]).when(register).then([registered]));

  it("C22 requires only the organisation's own approval for staff", () => {
    given([])
      .when({ ...register, organisation: partner }, { actor: partnerAdmin })
      .then([registeredWith(partner, ['organisation'])]);
  });

  it('allows signing in by default', () => {
    const { login, ...silent } = register;
    expect(login).toBe(true);
    given([])
      .when(silent)
      .then([registeredWith(customer, ['organisation', 'vendor'])]);
  });

  it('needs neither approvals nor an e-mail address without login (imported history)', () => {
    given([])
      .when({ ...withoutEmail, login: false, name: 'Resolver 12' })
      .then([
        { ...registeredWith(customer, [], false), confidential: [{ subject: `user-${ada}`, values: { name: 'Resolver 12' } }] },
      ]);
    expect(isActive(stateAfter([registeredWith(customer, [], false)]))).toBe(true);
  });

  it('stores name and e-mail only in the box', () => {
    expect(JSON.stringify({ ...registered, confidential: [] })).not.toMatch(/ada byron|example\.org/i);
  });

  it.each([
    ['name', { name: ' ' }],
    ['email', { email: 'nobody' }],
    ['email', { email: `${'x'.repeat(250)}@example.org` }],
  ] as const)('refuses a wrong %s', (field, wrong) => {
    given([])
      .when({ ...register, ...wrong })
      .thenRejects('invalid', { fields: { [field]: expect.any(String) as string } });
  });

  it('requires an e-mail address with login', () => {
    given([]).when(withoutEmail).thenRejects('invalid');
  });

  it("is refused outside the administrator's reach", () => {
    given([]).when(register, { actor: strangerAdmin }).thenRejects('not-permitted', { permission: 'user.manage' });
    given([])
      .when({ ...register, organisation: partner })
      .thenRejects('not-permitted');
    given([]).when(register, { actor: partnerAdmin }).then([registered]);
  });

  it('refuses an unknown organisation', () => {
    given([])
      .when({ ...register, organisation: id(99) }, { actor: { ...customerAdmin, organisation: id(99) } })
      .thenRejects('unknown');
  });

  it('records nothing on a repeat, and refuses other values', () => {
    given([registered]).when(register).thenNothing();
    given([registered])
      .when({ ...register, login: false })
      .thenRejects('already-exists');
  });

  it('needs only the permission to import when imported', () => {
    given([])
      .when(register, { actor: { ...strangerAdmin, permissions: new Set(['import']) }, origin: imported })
      .then([registered]);
  });
});

describe('approving a user (S2.5, C22)', () => {
  const approveOwn = { type: 'ApproveUser', side: 'organisation' } as const;
  const vendor = { type: 'ApproveUser', side: 'vendor' } as const;

  it("activates a customer's user after both approvals, in any order", () => {
    given([registered])
      .when(approveOwn)
      .then([approved('organisation')]);
    given([registered, approved('organisation')])
      .when(vendor, { actor: partnerAdmin })
      .then([approved('vendor')]);
    expect(isActive(stateAfter([registered, approved('organisation')]))).toBe(false);
    expect(isActive(stateAfter([registered, approved('vendor')]))).toBe(false);
    expect(isActive(stateAfter(active))).toBe(true);
  });

  it("refuses the vendor's approval by the customer", () => given([registered]).when(vendor).thenRejects('not-permitted'));

  it('lets those who may found organisations approve for one without an administrator, and records it', () => {
    given([registered])
      .when(approveOwn, { actor: rootAdmin })
      .then([approved('organisation', true)]);
    const permissions = new Set(partnerAdmin.permissions);
    permissions.delete('organisation.create');
    given([registered])
      .when(approveOwn, { actor: { ...partnerAdmin, permissions } })
      .thenRejects('not-permitted', { permission: 'organisation.create' });
  });

  it('requires the permission, within reach', () => {
    given([registered]).when(approveOwn, { actor: strangerAdmin }).thenRejects('unknown');
    given([registered])
      .when(approveOwn, { actor: { ...customerAdmin, permissions: new Set() } })
      .thenRejects('not-permitted', { permission: 'user.approve' });
  });

  it('records nothing on a repeat', () =>
    given([registered, approved('organisation')])
      .when(approveOwn)
      .thenNothing());
});

describe('suspending', () => {
  it('deactivates the account until it is resumed', () => {
    given(active).when({ type: 'SuspendUser' }).then([suspended]);
    given([...active, suspended])
      .when({ type: 'SuspendUser' })
      .thenNothing();
    given([...active, suspended])
      .when({ type: 'ResumeUser' })
      .then([resumed]);
    given(active).when({ type: 'ResumeUser' }).thenNothing();
    expect(isActive(stateAfter([...active, suspended]))).toBe(false);
    expect(isActive(stateAfter([...active, suspended, resumed]))).toBe(true);
  });

  it('does not replace a missing approval when resumed', () => {
    expect(isActive(stateAfter([registered, suspended, resumed]))).toBe(false);
  });

  it('is refused to unrelated administrators, and for unknown users', () => {
    given(active).when({ type: 'SuspendUser' }, { actor: strangerAdmin }).thenRejects('unknown');
    given([]).when({ type: 'SuspendUser' }).thenRejects('unknown');
  });
});

describe('roles', () => {
  const grant = { type: 'GrantRole', role: technician } as const;

  it('S2.6 are granted and revoked', () => {
    given(active).when(grant).then([roleGranted]);
    given([...active, roleGranted])
      .when(grant)
      .thenNothing();
    given([...active, roleGranted])
      .when({ type: 'RevokeRole', role: technician })
      .then([{ type: 'RoleRevoked', audience: 'everyone', data: { role: technician } }]);
    given(active).when({ type: 'RevokeRole', role: technician }).thenNothing();
  });

  it("are granted only if they belong to the user's organisation or one above it", () => {
    given(active)
      .when({ type: 'GrantRole', role: partnersRole.id })
      .then([{ type: 'RoleGranted', audience: 'everyone', data: { role: partnersRole.id } }]);
    given(active).when({ type: 'GrantRole', role: strangersRole.id }).thenRejects('unknown');
    given(active)
      .when({ type: 'GrantRole', role: id(99) })
      .thenRejects('unknown');
  });

  it('can be imported with the permission to import alone', () => {
    given(active)
      .when(grant, { actor: { ...strangerAdmin, permissions: new Set(['import']) }, origin: imported })
      .then([roleGranted]);
  });

  it('cannot be granted by somebody who lacks their permissions', () => {
    const permissions = new Set(customerAdmin.permissions);
    permissions.delete('ticket.work');
    given(active)
      .when(grant, { actor: { ...customerAdmin, permissions } })
      .thenRejects('not-permitted', { missing: ['ticket.work'] });
  });
});

describe('own grants and withdrawals (S0.5, C33)', () => {
  const permission = 'asp.open';
  const granted: UserEvent = { type: 'PermissionGranted', audience: 'everyone', data: { permission } };
  const withdrawn: UserEvent = { type: 'PermissionWithdrawn', audience: 'everyone', data: { permission } };
  const reset: UserEvent = { type: 'PermissionReset', audience: 'everyone', data: { permission } };
  const rightless = { actor: { ...customerAdmin, permissions: new Set(['user.manage'] as const) } };

  it('add to the roles and replace one another', () => {
    given(active).when({ type: 'GrantPermission', permission }).then([granted]);
    given([...active, granted])
      .when({ type: 'WithdrawPermission', permission })
      .then([withdrawn]);
    given([...active, granted, withdrawn])
      .when({ type: 'GrantPermission', permission })
      .then([granted]);
    given([...active, withdrawn])
      .when({ type: 'ResetPermission', permission })
      .then([reset]);
  });

  it('record nothing on a repeat', () => {
    given([...active, granted])
      .when({ type: 'GrantPermission', permission })
      .thenNothing();
    given([...active, withdrawn])
      .when({ type: 'WithdrawPermission', permission })
      .thenNothing();
    given([...active, granted, reset])
      .when({ type: 'ResetPermission', permission })
      .thenNothing();
  });

  it('can be granted only by somebody who holds the permission, and withdrawn by any administrator', () => {
    given(active)
      .when({ type: 'GrantPermission', permission }, rightless)
      .thenRejects('not-permitted', { missing: [permission] });
    given([...active, withdrawn])
      .when({ type: 'ResetPermission', permission }, rightless)
      .thenRejects('not-permitted');
    given(active).when({ type: 'WithdrawPermission', permission }, rightless).then([withdrawn]);
  });

  it('accept only permissions of the list', () => {
    given(active)
      .when({ type: 'GrantPermission', permission: 'ticket.fly' as 'import' })
      .thenRejects('invalid');
  });
});

describe('revising name and e-mail', () => {
  const revise = { type: 'ReviseUser', email: 'ada@lovelace.example' } as const;
  const revised: UserEvent = {
    type: 'UserRevised',
    audience: 'everyone',
    data: {},
    confidential: [{ subject: `user-${ada}`, values: { email: 'ada@lovelace.example' } }],
  };

  it('is allowed to administrators and to the user', () => {
    given(active).when(revise).then([revised]);
    given(active)
      .when(revise, { actor: { ...customerAdmin, user: ada, permissions: new Set() } })
      .then([revised]);
    given(active)
      .when(revise, { actor: { ...customerAdmin, permissions: new Set() } })
      .thenRejects('not-permitted');
    given(active)
      .when(revise, { actor: { ...customerAdmin, user: ada, permissions: new Set(['ticket.read-own'] as const), scoped: true } })
      .thenRejects('not-permitted', { permission: 'user.manage' });
  });

  it('refuses invalid values and records no empty revision', () => {
    given(active).when({ type: 'ReviseUser', email: 'nobody' }).thenRejects('invalid');
    given(active).when({ type: 'ReviseUser' }).thenNothing();
  });
});

describe('erasing a person', () => {
  const erase = { type: 'EraseUser' } as const;

  it('records a fact, and the user becomes inactive', () => {
    given(active).when(erase).then([erased]);
    expect(userView(stateAfter([...active, erased]))).toEqual({ id: ada, organisation: customer, active: false, erased: true });
  });

  it('requires the permission privacy.erase', () => {
    const permissions = new Set(customerAdmin.permissions);
    permissions.delete('privacy.erase');
    given(active)
      .when(erase, { actor: { ...customerAdmin, permissions } })
      .thenRejects('not-permitted', { permission: 'privacy.erase' });
    given(active).when(erase, { actor: strangerAdmin }).thenRejects('unknown');
  });

  it('rule 7: happens again only if something was sealed since', () => {
    const gone = [...active, erased];
    const written = { world: worldOf({ organisations, sealedSinceErasure: [`user-${ada}`] }) };
    given(gone).when(erase, written).then([erased]);
    given(gone)
      .when(erase, { ...written, actor: strangerAdmin })
      .thenRejects('unknown');
    expect(user.needs(erase, stateAfter(gone))).toEqual([
      ['organisation', customer],
      ['sealedSinceErasure', `user-${ada}`],
    ]);
    expect(user.needs(erase, stateAfter(active))).toEqual([['organisation', customer]]);
  });

  it('happens once; later commands are refused', () => {
    const gone = [...active, erased];
    given(gone).when(erase).thenNothing();
    given(gone).when(register).thenRejects('unknown');
    given(gone).when(grantOf('technician')).thenRejects('unknown');
    given(gone).when({ type: 'ReviseUser', name: 'Somebody' }).thenRejects('unknown');
    given(gone).when({ type: 'ResumeUser' }).thenRejects('unknown');
    given([]).when(erase).thenRejects('unknown');
    const rightless = { actor: { ...customerAdmin, permissions: new Set<never>() } };
    for (const past of [[], active, gone]) given(past).when({ type: 'SuspendUser' }, rightless).thenRejects('not-permitted');
  });
});

function grantOf(name: Parameters<typeof builtInRoleId>[0]) {
  return { type: 'GrantRole', role: builtInRoleId(name) } as const;
}

it('a user loads its organisation, and the role to grant', () => {
  expect(user.needs(register, { status: 'unregistered' })).toEqual([['organisation', customer]]);
  expect(user.needs(grantOf('technician'), stateAfter(active))).toEqual([
    ['organisation', customer],
    ['role', technician],
  ]);
});
