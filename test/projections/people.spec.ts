import { ERASED } from '../../src/domain/kernel/event';
import { contact } from '../../src/domain/people/contact';
import { organisation } from '../../src/domain/people/organisation';
import { role } from '../../src/domain/people/role';
import { user } from '../../src/domain/people/user';
import { sortKey } from '../../src/projections/kernel/fold';
import { contacts } from '../../src/projections/people/contacts';
import { phoneWords } from '../../src/projections/people/phones';
import { organisations } from '../../src/projections/people/organisations';
import { roles } from '../../src/projections/people/roles';
import { users } from '../../src/projections/people/users';
import { Chronicle, projected } from '../dsl/projecting';
import { id } from '../dsl/world';
import { anna, carl, chronicle, customer, desk, field, partner, paul, root, stranger } from './desk';

const everyone = { audience: 'everyone' } as const;
const boxOf = (
  subject: `user-${string}` | `contact-${string}`,
  values: { readonly [field: string]: string | readonly string[] },
) => ({
  confidential: [{ subject, values }],
});

it.each([
  [organisations, organisation],
  [users, user],
  [contacts, contact],
  [roles, role],
] as const)('handles every fact of its stream, because each changes the revision', ({ handles }, { eventTypes }) => {
  expect(handles).toEqual(expect.arrayContaining([...eventTypes]));
});

describe('the list of organisations', () => {
  const partnerAfter = (change: (log: Chronicle) => unknown) => {
    const log = chronicle();
    change(log);
    return projected(organisations, log.facts).get(partner);
  };

  it('shows kind, name, parent and teams', () => {
    expect(partnerAfter(() => undefined)).toEqual({
      ...{ _id: partner, kind: 'partner', name: 'Partner', nameSort: sortKey('Partner'), parent: root },
      teams: [
        { id: desk, name: 'Desk', members: [] },
        { id: field, name: 'Field', members: [] },
      ],
      ...{ serviceProviders: [], preferences: null, revision: 2 },
    });
  });

  it('follows every change', () => {
    const changed = partnerAfter((log) =>
      log
        .people('organisation', partner, { ...everyone, type: 'OrganisationRenamed', data: { name: 'Partners' } })
        .people('organisation', partner, { ...everyone, type: 'ParentChanged', data: { from: root, to: stranger } })
        .people('organisation', partner, { ...everyone, type: 'TeamRenamed', data: { team: desk, name: 'Help desk' } })
        .people('organisation', partner, { ...everyone, type: 'TeamMemberAdded', data: { team: desk, user: paul } })
        .people('organisation', partner, { ...everyone, type: 'TeamMemberAdded', data: { team: field, user: paul } })
        .people('organisation', partner, { ...everyone, type: 'TeamMemberRemoved', data: { team: field, user: paul } })
        .people('organisation', partner, { ...everyone, type: 'ServiceProviderEngaged', data: { provider: id(5) } })
        .people('organisation', partner, { ...everyone, type: 'ServiceProviderEngaged', data: { provider: id(6) } })
        .people('organisation', partner, { ...everyone, type: 'ServiceProviderReleased', data: { provider: id(5) } })
        .people('organisation', partner, {
          ...{ ...everyone, type: 'PreferencesChanged', data: { isAspBusiness: true, reopenWindowDays: 14 } },
        }),
    );
    expect(changed).toMatchObject({
      ...{ name: 'Partners', nameSort: sortKey('Partners'), parent: stranger, serviceProviders: [id(6)] },
      teams: [
        { id: desk, name: 'Help desk', members: [paul] },
        { id: field, name: 'Field', members: [] },
      ],
      preferences: { isAspBusiness: true, reopenWindowDays: 14 },
    });
  });
});

describe('the list of users', () => {
  const registered = (approvals: readonly ('organisation' | 'vendor')[] = []): Chronicle =>
    new Chronicle().people('user', anna, {
      ...{ ...everyone, type: 'UserRegistered', data: { user: anna, organisation: customer, login: true, approvals } },
      ...boxOf(`user-${anna}`, { name: 'Anna', email: 'anna@example.org' }),
    });
  const itemOf = (log: Chronicle) => projected(users, log.facts).get(anna);

  it('C22 shows a user as active once both sides approved', () => {
    const log = registered(['organisation', 'vendor']);
    const approve = (side: 'organisation' | 'vendor'): Chronicle =>
      log.people('user', anna, { ...everyone, type: 'UserApproved', data: { side, standIn: false } });
    expect(itemOf(log)).toMatchObject({ active: false, missingApprovals: ['organisation', 'vendor'], name: 'Anna' });
    expect(itemOf(approve('vendor'))).toMatchObject({ active: false, missingApprovals: ['organisation'] });
    expect(itemOf(approve('organisation'))).toMatchObject({ active: true, missingApprovals: [] });
  });

  it('shows a suspended user as not active', () => {
    const log = registered().people('user', anna, { ...everyone, type: 'UserSuspended', data: {} });
    expect(itemOf(log)).toMatchObject({ active: false, suspended: true });
    log.people('user', anna, { ...everyone, type: 'UserResumed', data: {} });
    expect(itemOf(log)).toMatchObject({ active: true, suspended: false });
  });

  it('C33 separates roles from own grants and withdrawals', () => {
    const log = registered()
      .people('user', anna, { ...everyone, type: 'RoleGranted', data: { role: id(51) } })
      .people('user', anna, { ...everyone, type: 'RoleGranted', data: { role: id(52) } })
      .people('user', anna, { ...everyone, type: 'RoleRevoked', data: { role: id(51) } })
      .people('user', anna, { ...everyone, type: 'PermissionGranted', data: { permission: 'ticket.open' } })
      .people('user', anna, { ...everyone, type: 'PermissionGranted', data: { permission: 'ticket.merge' } })
      .people('user', anna, { ...everyone, type: 'PermissionWithdrawn', data: { permission: 'ticket.open' } });
    expect(itemOf(log)).toMatchObject({ roles: [id(52)], granted: ['ticket.merge'], withdrawn: ['ticket.open'] });
    log.people('user', anna, { ...everyone, type: 'PermissionReset', data: { permission: 'ticket.open' } });
    expect(itemOf(log)).toMatchObject({ granted: ['ticket.merge'], withdrawn: [] });
  });

  it('rule 7: keeps an erased user, without name and e-mail', () => {
    const log = registered()
      .people('user', anna, { ...everyone, type: 'UserRevised', data: {}, ...boxOf(`user-${anna}`, { name: 'Anna B.' }) })
      .people('user', anna, { ...everyone, type: 'SubjectErased', data: {} });
    expect(itemOf(log)).toMatchObject({ name: ERASED, email: ERASED, active: false, erased: true, organisation: customer });
    expect(itemOf(log.destroyKeysOf(`user-${anna}`))).toMatchObject({ name: ERASED, email: ERASED, erased: true });
  });
});

describe('the list of contacts', () => {
  const itemOf = (log: Chronicle) => projected(contacts, log.facts).get(carl);
  const revised = (): Chronicle =>
    chronicle().people('contact', carl, {
      ...{ ...everyone, type: 'ContactRevised', data: {} },
      ...boxOf(`contact-${carl}`, { phones: ['+358 2', '+358 3'] }),
    });

  it('changes only revised values', () => {
    expect(itemOf(revised())).toEqual({
      ...{
        _id: carl,
        organisation: customer,
        name: 'Carl',
        nameSort: sortKey('Carl'),
        phones: ['+358 2', '+358 3'],
        phoneWords: phoneWords(['+358 2', '+358 3']),
        emails: ['carl@example.org'],
      },
      ...{ erased: false, revision: 1 },
    });
  });

  it('rule 7: holds nothing personal after an erasure, before and after a rebuild', () => {
    const log = revised().people('contact', carl, { ...everyone, type: 'SubjectErased', data: {} });
    const erased = {
      ...{ _id: carl, organisation: customer, name: ERASED, nameSort: sortKey(ERASED) },
      ...{ phones: [], phoneWords: [], emails: [], erased: true, revision: 2 },
    };
    expect(itemOf(log)).toEqual(erased);
    expect(itemOf(log.destroyKeysOf(`contact-${carl}`))).toEqual(erased);
    expect(projected(users, log.facts).has(carl)).toBe(false);
  });
});

describe('the list of roles', () => {
  it('shows the latest revision of a role', () => {
    const log = new Chronicle()
      .people('role', id(51), {
        ...{ ...everyone, type: 'RoleDefined' },
        data: { role: id(51), organisation: partner, name: 'Night shift', permissions: ['ticket.work'] },
      })
      .people('role', id(51), {
        ...{ ...everyone, type: 'RoleRevised', data: { name: 'Nights', permissions: ['ticket.work', 'ticket.reply'] } },
      });
    expect(projected(roles, log.facts).get(id(51))).toEqual({
      ...{
        _id: id(51),
        organisation: partner,
        name: 'Nights',
        nameSort: sortKey('Nights'),
        permissions: ['ticket.work', 'ticket.reply'],
        revision: 1,
      },
    });
  });
});
