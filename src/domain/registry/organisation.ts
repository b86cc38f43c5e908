import type { Aggregate, DecisionContext } from '../kernel/decider';
import { reject } from '../kernel/errors';
import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import { lineProblem, maxName, requireForm } from './form';
import {
  organisationEventTypes,
  type AddTeam,
  type AddTeamMember,
  type ChangeParent,
  type ChangePreferences,
  type EngageServiceProvider,
  type FoundOrganisation,
  type OrganisationCommand,
  type OrganisationEvent,
  type Preferences,
  type ReleaseServiceProvider,
  type RemoveTeamMember,
  type RenameOrganisation,
  type RenameTeam,
} from './organisation.events';
import { demandWithin, requireOrganisation } from './reach';
import type { OrganisationKind, OrganisationView, RegistryRef } from './registry-view';

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

/** There is one root, and its id is the same everywhere: a second one would need a second stream of this name. */
export const rootOrganisation: OrganisationId = '0d0c4e70-0000-8000-8000-000000000001';

/** Every edge leads to a higher kind and kinds never change, so no chain of parents can close to a cycle. */
export const parentKinds: { readonly [kind in OrganisationKind]: readonly OrganisationKind[] } = {
  admin: [],
  distributor: ['admin'],
  manufacturer: ['admin'],
  partner: ['distributor', 'admin'],
  customer: ['partner', 'distributor', 'admin'],
  serviceProvider: ['partner', 'distributor', 'manufacturer', 'admin'],
};

const standardPreferences: Preferences = { isAspBusiness: false, reopenWindowDays: 30 };
const longestReopenWindow = 3650;

function evolve(state: OrganisationState, event: OrganisationEvent): OrganisationState {
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

function decide(command: OrganisationCommand, state: OrganisationState, context: DecisionContext): readonly OrganisationEvent[] {
  if (command.type === 'FoundOrganisation') return found(command, state, context);
  if (state === null) reject('unknown', 'There is no such organisation. Look its id up in the list of organisations.');
  demandWithin(context, 'organisation.manage', state.id);
  switch (command.type) {
    case 'RenameOrganisation':
      return rename(command, state);
    case 'ChangeParent':
      return changeParent(command, state, context);
    case 'ChangePreferences':
      return changePreferences(command, state);
    case 'EngageServiceProvider':
    case 'ReleaseServiceProvider':
      return subcontract(command, state, context);
    default:
      return manageTeams(command, state, context);
  }
}

function found(command: FoundOrganisation, state: OrganisationState, context: DecisionContext): readonly OrganisationEvent[] {
  const { organisation, kind, name, parent } = command;
  demandWithin(context, 'organisation.create', parent ?? organisation);
  requireForm({ name: lineProblem(name, maxName) });
  if (kind === 'admin') requireRoot(command);
  else requireParentOf(kind, parent, context);
  if (state !== null) return alreadyFounded(command, state);
  return [{ type: 'OrganisationFounded', audience: 'everyone', data: { organisation, kind, name, parent } }];
}

function alreadyFounded({ kind, name, parent }: FoundOrganisation, state: Organisation): readonly OrganisationEvent[] {
  if (state.kind === kind && state.name === name && state.parent === parent) return [];
  reject('already-exists', 'This organisation was founded already, with other values. Rename it, or take a new id.');
}

function requireRoot({ organisation, parent }: FoundOrganisation): void {
  if (organisation === rootOrganisation && parent === null) return;
  reject('target-not-allowed', 'There is one organisation of the kind admin, the root; it is founded at the first start.');
}

function requireParentOf(kind: OrganisationKind, parent: OrganisationId | null, context: DecisionContext): void {
  const allowed = parentKinds[kind];
  if (parent !== null && allowed.includes(requireOrganisation(context, parent).kind)) return;
  reject('target-not-allowed', `The parent of a ${kind} is an organisation of the kind ${allowed.join(' or ')}.`, { allowed });
}

function rename({ name }: RenameOrganisation, state: Organisation): readonly OrganisationEvent[] {
  requireForm({ name: lineProblem(name, maxName) });
  return name === state.name ? [] : [{ type: 'OrganisationRenamed', audience: 'everyone', data: { name } }];
}

/** Both ends must be in reach: nobody moves their own organisation under another roof. */
function changeParent({ parent }: ChangeParent, state: Organisation, context: DecisionContext): readonly OrganisationEvent[] {
  demandWithin(context, 'organisation.manage', parent);
  requireParentOf(state.kind, parent, context);
  if (parent === state.parent) return [];
  return [{ type: 'ParentChanged', audience: 'everyone', data: { from: state.parent, to: parent } }];
}

function changePreferences(command: ChangePreferences, state: Organisation): readonly OrganisationEvent[] {
  const { isAspBusiness = state.preferences.isAspBusiness, reopenWindowDays = state.preferences.reopenWindowDays } = command;
  const fits = Number.isInteger(reopenWindowDays) && reopenWindowDays >= 0 && reopenWindowDays <= longestReopenWindow;
  requireForm({ reopenWindowDays: fits ? null : `whole days, 0 to ${longestReopenWindow}` });
  const before = state.preferences;
  if (isAspBusiness === before.isAspBusiness && reopenWindowDays === before.reopenWindowDays) return [];
  return [{ type: 'PreferencesChanged', audience: 'everyone', data: { isAspBusiness, reopenWindowDays } }];
}

function subcontract(
  { type, provider }: EngageServiceProvider | ReleaseServiceProvider,
  state: Organisation,
  context: DecisionContext,
): readonly OrganisationEvent[] {
  const engaged = state.serviceProviders.includes(provider);
  if (type === 'ReleaseServiceProvider') {
    return engaged ? [{ type: 'ServiceProviderReleased', audience: 'everyone', data: { provider } }] : [];
  }
  if (state.kind === 'customer') reject('target-not-allowed', 'A customer has no service providers of its own.');
  if (requireOrganisation(context, provider).kind !== 'serviceProvider') {
    reject('target-not-allowed', 'Only an organisation of the kind serviceProvider can be engaged as one.', { provider });
  }
  return engaged ? [] : [{ type: 'ServiceProviderEngaged', audience: 'everyone', data: { provider } }];
}

function manageTeams(
  command: AddTeam | RenameTeam | AddTeamMember | RemoveTeamMember,
  state: Organisation,
  context: DecisionContext,
): readonly OrganisationEvent[] {
  if (command.type === 'AddTeam') return addTeam(command, state);
  const team =
    state.teams.get(command.team) ?? reject('unknown', 'There is no such team in this organisation.', { team: command.team });
  switch (command.type) {
    case 'RenameTeam':
      return renameTeam(command, state, team);
    case 'AddTeamMember':
      return addTeamMember(command, state, context);
    case 'RemoveTeamMember':
      return team.members.includes(command.user) ? [membership('TeamMemberRemoved', command)] : [];
  }
}

function addTeam({ team, name }: AddTeam, state: Organisation): readonly OrganisationEvent[] {
  requireTeamName(name, team, state);
  const existing = state.teams.get(team);
  if (existing?.name === name) return [];
  if (existing !== undefined) reject('already-exists', 'This team exists already under another name. Rename it instead.');
  return [{ type: 'TeamAdded', audience: 'everyone', data: { team, name } }];
}

function renameTeam({ team, name }: RenameTeam, state: Organisation, before: Team): readonly OrganisationEvent[] {
  requireTeamName(name, team, state);
  return before.name === name ? [] : [{ type: 'TeamRenamed', audience: 'everyone', data: { team, name } }];
}

function requireTeamName(name: string, team: TeamId, state: Organisation): void {
  requireForm({ name: lineProblem(name, maxName) });
  for (const [id, other] of state.teams) {
    if (id !== team && other.name === name) reject('already-exists', 'Another team of this organisation has this name.');
  }
}

function addTeamMember(command: AddTeamMember, state: Organisation, context: DecisionContext): readonly OrganisationEvent[] {
  if (context.registry.user(command.user)?.organisation !== state.id) {
    reject('unknown', 'There is no such user in this organisation; a team is made of its own people.', { user: command.user });
  }
  const members: readonly UserId[] = state.teams.get(command.team)?.members ?? [];
  return members.includes(command.user) ? [] : [membership('TeamMemberAdded', command)];
}

function membership(
  type: 'TeamMemberAdded' | 'TeamMemberRemoved',
  { team, user }: AddTeamMember | RemoveTeamMember,
): OrganisationEvent {
  return { type, audience: 'everyone', data: { team, user } };
}

function needs(command: OrganisationCommand, state: OrganisationState): readonly RegistryRef[] {
  const itself = state === null ? [] : [{ organisation: state.id }];
  switch (command.type) {
    case 'FoundOrganisation':
      return command.parent === null ? itself : [{ organisation: command.parent }];
    case 'ChangeParent':
      return [...itself, { organisation: command.parent }];
    case 'AddTeamMember':
      return [...itself, { user: command.user }];
    case 'EngageServiceProvider':
      return [...itself, { organisation: command.provider }];
    default:
      return itself;
  }
}

export function organisationView(organisation: Organisation): OrganisationView {
  const { id, kind, parent, teams, serviceProviders, preferences } = organisation;
  return { id, kind, parent, teams: [...teams.keys()], serviceProviders, ...preferences };
}

export function teamsOf(organisation: Organisation, user: UserId): readonly TeamId[] {
  return [...organisation.teams].filter(([, team]) => team.members.includes(user)).map(([id]) => id);
}

export const organisation: Aggregate<OrganisationCommand, OrganisationState, OrganisationEvent> = {
  category: 'organisation',
  eventTypes: organisationEventTypes,
  initial: null,
  evolve,
  decide,
  needs,
  facets: () => null,
};
