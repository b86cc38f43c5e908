import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import type { OrganisationEvent, Preferences } from './organisation.events';
import type { OrganisationKind, OrganisationView } from './views';

export interface Team {
  readonly name: string;
  readonly members: readonly UserId[];
}

export interface Organisation {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly parent: OrganisationId | null;
  readonly teams: ReadonlyMap<TeamId, Team>;
  readonly serviceProviders: readonly OrganisationId[];
  readonly preferences: Preferences;
}

/** Null until founded. */
export type OrganisationState = Organisation | null;

/** The root has the same id everywhere. A second root would need a second stream of this name. */
export const rootOrganisation: OrganisationId = '0d0c4e70-0000-8000-8000-000000000001';

/** Every parent is of a higher kind and kinds never change, so parents cannot form a cycle. */
export const parentKinds: { readonly [kind in OrganisationKind]: readonly OrganisationKind[] } = {
  admin: [],
  distributor: ['admin'],
  manufacturer: ['admin'],
  partner: ['distributor', 'admin'],
  customer: ['partner', 'distributor', 'admin'],
  serviceProvider: ['partner', 'distributor', 'manufacturer', 'admin'],
};

const standardPreferences: Preferences = { isAspBusiness: false, reopenWindowDays: 30 };

export function evolve(state: OrganisationState, event: OrganisationEvent): OrganisationState {
  if (event.type === 'OrganisationFounded') {
    const { organisation: id, kind, name, parent } = event.data;
    return { id, kind, name, parent, teams: new Map(), serviceProviders: [], preferences: standardPreferences };
  }
  return state === null ? null : { ...state, ...change(state, event) };
}

function change(
  state: Organisation,
  event: Exclude<OrganisationEvent, { readonly type: 'OrganisationFounded' }>,
): Partial<Organisation> {
  switch (event.type) {
    case 'OrganisationRenamed':
      return { name: event.data.name };
    case 'ParentChanged':
      return { parent: event.data.to };
    case 'TeamAdded':
      return withTeam(state, event.data.team, { name: event.data.name, members: [] });
    case 'ServiceProviderEngaged':
      return { serviceProviders: [...state.serviceProviders, event.data.provider] };
    case 'ServiceProviderReleased':
      return { serviceProviders: state.serviceProviders.filter((id) => id !== event.data.provider) };
    case 'PreferencesChanged':
      return { preferences: event.data };
    default:
      return withTeam(state, event.data.team, changedTeam(state, event));
  }
}

function withTeam(state: Organisation, id: TeamId, team: Team): Partial<Organisation> {
  return { teams: new Map(state.teams).set(id, team) };
}

function changedTeam(
  state: Organisation,
  event: Extract<OrganisationEvent, { readonly type: 'TeamRenamed' | 'TeamMemberAdded' | 'TeamMemberRemoved' }>,
): Team {
  const team = state.teams.get(event.data.team) ?? { name: '', members: [] };
  switch (event.type) {
    case 'TeamRenamed':
      return { ...team, name: event.data.name };
    case 'TeamMemberAdded':
      return { ...team, members: [...team.members, event.data.user] };
    case 'TeamMemberRemoved':
      return { ...team, members: team.members.filter((user) => user !== event.data.user) };
  }
}

export function organisationView(organisation: OrganisationState): OrganisationView | null {
  if (organisation === null) return null;
  const { id, kind, parent, teams, serviceProviders, preferences } = organisation;
  return { id, kind, parent, teams: [...teams.keys()], serviceProviders, ...preferences };
}

export function teamsOf(organisation: Organisation, user: UserId): readonly TeamId[] {
  return [...organisation.teams].filter(([, team]) => team.members.includes(user)).map(([id]) => id);
}
