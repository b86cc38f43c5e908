import type { DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { organisation, organisationView, teamsOf } from '../../../src/domain/people/organisation';
import type { OrganisationEvent } from '../../../src/domain/people/organisation.events';
import { examplesOf } from '../../dsl/given';
import { contextOf, id, noon, worldOf } from '../../dsl/world';
import {
  customer,
  customerAdmin,
  distributor,
  distributorAdmin,
  imported,
  organisations,
  otherPartner,
  partner,
  partnerAdmin,
  provider,
  root,
  rootAdmin,
  strangerAdmin,
} from './people';

const member = id(20);
const outsider = id(21);
const team = id(30);
const otherTeam = id(31);

const world = worldOf({
  organisations,
  users: [
    { id: member, organisation: partner, active: true },
    { id: outsider, organisation: customer, active: true },
  ],
});
const context = (): DecisionContext => contextOf({ actor: partnerAdmin, world });
const given = examplesOf(organisation, context);

const founded: OrganisationEvent = {
  type: 'OrganisationFounded',
  audience: 'everyone',
  data: { organisation: partner, kind: 'partner', name: 'Northern Repairs', parent: distributor },
};
const foundedCustomer: OrganisationEvent = {
  type: 'OrganisationFounded',
  audience: 'everyone',
  data: { organisation: customer, kind: 'customer', name: 'Harbour Hotel', parent: partner },
};
const teamAdded: OrganisationEvent = { type: 'TeamAdded', audience: 'everyone', data: { team, name: 'Field' } };
const memberAdded: OrganisationEvent = { type: 'TeamMemberAdded', audience: 'everyone', data: { team, user: member } };
const engaged: OrganisationEvent = { type: 'ServiceProviderEngaged', audience: 'everyone', data: { provider } };

const foundCustomer = {
  type: 'FoundOrganisation',
  organisation: customer,
  kind: 'customer',
  name: 'Harbour Hotel',
  parent: partner,
} as const;
const foundRoot = { type: 'FoundOrganisation', organisation: root, kind: 'admin', name: 'Vendor', parent: null } as const;

describe('founding an organisation', () => {
  it('S4.3 records it below its parent', () => given([]).when(foundCustomer).then([foundedCustomer]));

  it('may skip levels', () => {
    given([])
      .when({ ...foundCustomer, parent: root }, { actor: rootAdmin })
      .then([{ ...foundedCustomer, data: { ...foundedCustomer.data, parent: root } }]);
  });

  it.each([
    ['a customer under a customer', { kind: 'customer', parent: customer }],
    ['a partner under a partner', { kind: 'partner', parent: partner }],
    ['a distributor under a partner', { kind: 'distributor', parent: partner }],
    ['a customer under a service provider', { kind: 'customer', parent: provider }],
    ['a partner under nobody', { kind: 'partner', parent: null }],
    ['a second root', { kind: 'admin', parent: null }],
  ] as const)('refuses %s', (_, wrong) => {
    given([])
      .when({ ...foundCustomer, organisation: partner, ...wrong }, { actor: { ...partnerAdmin, organisationKind: 'admin' } })
      .thenRejects('target-not-allowed');
  });

  it('records the only root, without a parent', () => {
    given([])
      .when(foundRoot, { actor: rootAdmin, world: worldOf({}) })
      .then([
        {
          type: 'OrganisationFounded',
          audience: 'everyone',
          data: { organisation: root, kind: 'admin', name: 'Vendor', parent: null },
        },
      ]);
  });

  it("S4.3 is refused outside the founder's reach", () => {
    given([]).when(foundCustomer, { actor: strangerAdmin }).thenRejects('not-permitted', { permission: 'organisation.create' });
    given([])
      .when({ ...foundCustomer, parent: customer }, { actor: partnerAdmin })
      .thenRejects('target-not-allowed');
  });

  it('requires the permission organisation.create', () => {
    const permissions = new Set(partnerAdmin.permissions);
    permissions.delete('organisation.create');
    given([])
      .when(foundCustomer, { actor: { ...partnerAdmin, permissions } })
      .thenRejects('not-permitted', { permission: 'organisation.create' });
  });

  it('needs only the permission to import when imported', () => {
    const importer = { ...strangerAdmin, permissions: new Set(['import'] as const) };
    given([]).when(foundCustomer, { actor: importer, origin: imported }).then([foundedCustomer]);
    given([]).when(foundCustomer, { actor: importer }).thenRejects('not-permitted');
  });

  it('records nothing on a repeat, and refuses other values', () => {
    given([foundedCustomer]).when(foundCustomer).thenNothing();
    given([foundedCustomer])
      .when({ ...foundCustomer, name: 'Mountain Hotel' })
      .thenRejects('already-exists');
  });

  it.each(['', '   ', 'x'.repeat(201), 'two\nlines', 'half \ud83d', 'bell\u0007'])('refuses the name %j', (name) => {
    given([])
      .when({ ...foundCustomer, name })
      .thenRejects('invalid', { fields: { name: expect.any(String) as string } });
  });

  it.each(['ä', '😀'])('accepts a name of 200 characters: %s', (character) => {
    const name = character.repeat(200);
    given([])
      .when({ ...foundCustomer, name })
      .then([{ ...foundedCustomer, data: { ...foundedCustomer.data, name } }]);
  });
});

describe('managing an organisation', () => {
  const rename = { type: 'RenameOrganisation', name: 'Southern Repairs' } as const;

  it('records a new name once, and refuses an empty one', () => {
    given([founded])
      .when(rename)
      .then([{ type: 'OrganisationRenamed', audience: 'everyone', data: { name: 'Southern Repairs' } }]);
    given([founded]).when({ type: 'RenameOrganisation', name: 'Northern Repairs' }).thenNothing();
    given([founded]).when({ type: 'RenameOrganisation', name: '' }).thenRejects('invalid');
  });

  it('is refused to everyone but its own people and those above', () => {
    given([founded])
      .when(rename, { actor: rootAdmin })
      .then([{ type: 'OrganisationRenamed', audience: 'everyone', data: { name: 'Southern Repairs' } }]);
    given([founded]).when(rename, { actor: customerAdmin }).thenRejects('unknown');
    given([founded]).when(rename, { actor: strangerAdmin }).thenRejects('unknown');
    const actor = { ...strangerAdmin, permissions: new Set<never>() };
    given([founded]).when(rename, { actor }).thenRejects('not-permitted', { permission: 'organisation.manage' });
    given([]).when(rename, { actor }).thenRejects('not-permitted', { permission: 'organisation.manage' });
  });

  it('is refused before it is founded', () => given([]).when(rename).thenRejects('unknown'));

  it('S0.4 changes the ASP preference and the reopen window separately', () => {
    given([founded])
      .when({ type: 'ChangePreferences', isAspBusiness: true })
      .then([{ type: 'PreferencesChanged', audience: 'everyone', data: { isAspBusiness: true, reopenWindowDays: 30 } }]);
    given([founded])
      .when({ type: 'ChangePreferences', reopenWindowDays: 0 })
      .then([{ type: 'PreferencesChanged', audience: 'everyone', data: { isAspBusiness: false, reopenWindowDays: 0 } }]);
    given([founded]).when({ type: 'ChangePreferences', isAspBusiness: false, reopenWindowDays: 30 }).thenNothing();
  });

  it.each([-1, 1.5, 3651, Number.NaN])('refuses a reopen window of %d days', (reopenWindowDays) => {
    given([founded]).when({ type: 'ChangePreferences', reopenWindowDays }).thenRejects('invalid');
  });
});

describe('changing the parent', () => {
  const move = { type: 'ChangeParent', parent: otherPartner } as const;

  it('requires both parents to be in reach', () => {
    given([foundedCustomer])
      .when(move, { actor: distributorAdmin })
      .then([{ type: 'ParentChanged', audience: 'everyone', data: { from: partner, to: otherPartner } }]);
    given([foundedCustomer]).when(move, { actor: partnerAdmin }).thenRejects('not-permitted');
    given([foundedCustomer]).when(move, { actor: customerAdmin }).thenRejects('not-permitted');
  });

  it('refuses a parent of the wrong kind, so that no cycle can form', () => {
    given([founded])
      .when({ type: 'ChangeParent', parent: customer }, { actor: distributorAdmin })
      .thenRejects('target-not-allowed');
    given([founded])
      .when({ type: 'ChangeParent', parent: partner }, { actor: distributorAdmin })
      .thenRejects('target-not-allowed');
  });

  it('records nothing for the same parent', () => {
    given([foundedCustomer]).when({ type: 'ChangeParent', parent: partner }).thenNothing();
  });

  it('refuses an unknown parent', () => {
    given([foundedCustomer])
      .when({ type: 'ChangeParent', parent: id(99) })
      .thenRejects('not-permitted');
  });
});

describe('teams', () => {
  const add = { type: 'AddTeam', team, name: 'Field' } as const;
  const join = { type: 'AddTeamMember', team, user: member } as const;

  it('are added once, with a unique name', () => {
    given([founded]).when(add).then([teamAdded]);
    given([founded, teamAdded]).when(add).thenNothing();
    given([founded, teamAdded])
      .when({ ...add, name: 'Shop' })
      .thenRejects('already-exists');
    given([founded, teamAdded])
      .when({ ...add, team: otherTeam })
      .thenRejects('already-exists');
    given([founded])
      .when({ ...add, name: '\t' })
      .thenRejects('invalid');
  });

  it('are renamed, with a unique name', () => {
    given([founded, teamAdded])
      .when({ type: 'RenameTeam', team, name: 'Shop' })
      .then([{ type: 'TeamRenamed', audience: 'everyone', data: { team, name: 'Shop' } }]);
    given([founded, teamAdded]).when({ type: 'RenameTeam', team, name: 'Field' }).thenNothing();
    given([founded]).when({ type: 'RenameTeam', team, name: 'Shop' }).thenRejects('unknown');
  });

  it('accept only users of their organisation', () => {
    given([founded, teamAdded]).when(join).then([memberAdded]);
    given([founded, teamAdded, memberAdded]).when(join).thenNothing();
    given([founded, teamAdded])
      .when({ ...join, user: outsider })
      .thenRejects('unknown', { user: outsider });
    given([founded]).when(join).thenRejects('unknown', { team });
  });

  it('remove members', () => {
    const leave = { type: 'RemoveTeamMember', team, user: member } as const;
    given([founded, teamAdded, memberAdded])
      .when(leave)
      .then([{ type: 'TeamMemberRemoved', audience: 'everyone', data: { team, user: member } }]);
    given([founded, teamAdded]).when(leave).thenNothing();
  });

  it('keep their members when renamed', () => {
    const renamed: OrganisationEvent = { type: 'TeamRenamed', audience: 'everyone', data: { team, name: 'Shop' } };
    given([founded, teamAdded, memberAdded, renamed]).when(join).thenNothing();
  });
});

describe('service providers', () => {
  const engage = { type: 'EngageServiceProvider', provider } as const;
  const release = { type: 'ReleaseServiceProvider', provider } as const;

  it('S3.8 are engaged and released', () => {
    given([founded]).when(engage).then([engaged]);
    given([founded, engaged]).when(engage).thenNothing();
    given([founded, engaged])
      .when(release)
      .then([{ type: 'ServiceProviderReleased', audience: 'everyone', data: { provider } }]);
    given([founded]).when(release).thenNothing();
  });

  it('must be of the kind serviceProvider, and cannot be engaged by a customer', () => {
    given([founded])
      .when({ ...engage, provider: customer })
      .thenRejects('target-not-allowed');
    given([founded])
      .when({ ...engage, provider: otherPartner })
      .thenRejects('unknown');
    given([founded])
      .when({ ...engage, provider: id(99) })
      .thenRejects('unknown');
    given([foundedCustomer]).when(engage).thenRejects('target-not-allowed');
  });
});

it('the view of an organisation holds its parent, teams, providers and preferences', () => {
  const times = { occurredAt: noon, recordedAt: noon };
  const preferences: OrganisationEvent = {
    type: 'PreferencesChanged',
    audience: 'everyone',
    data: { isAspBusiness: true, reopenWindowDays: 7 },
  };
  const state = fold(
    organisation,
    [founded, teamAdded, memberAdded, engaged, preferences].map((event) => ({ ...event, ...times })),
  );
  if (state === null) throw new Error('not founded');
  expect(organisationView(state)).toEqual({
    id: partner,
    kind: 'partner',
    parent: distributor,
    teams: [team],
    serviceProviders: [provider],
    isAspBusiness: true,
    reopenWindowDays: 7,
  });
  expect(teamsOf(state, member)).toEqual([team]);
  expect(teamsOf(state, outsider)).toEqual([]);
});

it('an organisation loads what its decisions need', () => {
  const state = fold(organisation, [{ ...founded, occurredAt: noon, recordedAt: noon }]);
  expect(organisation.needs({ type: 'AddTeamMember', team, user: member }, state)).toEqual([
    ['organisation', partner],
    ['user', member],
  ]);
  expect(organisation.needs({ type: 'ChangeParent', parent: root }, state)).toEqual([
    ['organisation', partner],
    ['organisation', root],
  ]);
  expect(organisation.needs({ type: 'EngageServiceProvider', provider }, state)).toEqual([
    ['organisation', partner],
    ['organisation', provider],
  ]);
  expect(organisation.needs(foundCustomer, null)).toEqual([['organisation', partner]]);
});
