import type { DecisionContext, Need } from '../context';
import { reject } from '../kernel/errors';
import type { OrganisationId } from '../kernel/ids';
import {
  organisationCommands,
  type ChangeParent,
  type ChangePreferences,
  type EngageServiceProvider,
  type FoundOrganisation,
  type OrganisationCommand,
  type ReleaseServiceProvider,
  type RenameOrganisation,
} from './organisation.commands';
import type { OrganisationEvent } from './organisation.events';
import { parentKinds, rootOrganisation, type Organisation, type OrganisationState } from './organisation.state';
import { manageTeams } from './organisation.teams';
import { demandWithin, isWithin, rejectUnknown, requireOrganisation, requireWithin } from './reach';
import type { OrganisationKind } from './views';
import { requireWellFormed } from './rights';
import { permissionFor } from './who-may';

export function decide(
  command: OrganisationCommand,
  state: OrganisationState,
  context: DecisionContext,
): readonly OrganisationEvent[] {
  if (command.type === 'FoundOrganisation') return found(command, state, context);
  const unknown = 'There is no such organisation, or you have no access to it. Look its id up in the list of organisations.';
  const organisation = requireWithin(context, permissionFor[command.type], { thing: state, of: ({ id }) => id, unknown });
  requireWellFormed(organisationCommands, command, context);
  switch (command.type) {
    case 'RenameOrganisation':
      return rename(command, organisation);
    case 'ChangeParent':
      return changeParent(command, organisation, context);
    case 'ChangePreferences':
      return changePreferences(command, organisation);
    case 'EngageServiceProvider':
    case 'ReleaseServiceProvider':
      return subcontract(command, organisation, context);
    default:
      return manageTeams(command, organisation, context);
  }
}

function found(command: FoundOrganisation, state: OrganisationState, context: DecisionContext): readonly OrganisationEvent[] {
  const { organisation, kind, name, parent } = command;
  demandWithin(context, permissionFor.FoundOrganisation, parent ?? organisation);
  requireWellFormed(organisationCommands, command, context);
  if (kind === 'admin') requireRoot(command);
  else requireParentOf(kind, parent, context);
  if (state !== null) return alreadyFounded(command, state);
  return [{ type: 'OrganisationFounded', audience: 'everyone', data: { organisation, kind, name, parent } }];
}

function alreadyFounded({ kind, name, parent }: FoundOrganisation, state: Organisation): readonly OrganisationEvent[] {
  if (state.kind === kind && state.name === name && state.parent === parent) return [];
  reject('already-exists', 'This organisation already exists with other values. Rename it, or use a new id.');
}

function requireRoot({ organisation, parent }: FoundOrganisation): void {
  if (organisation === rootOrganisation && parent === null) return;
  reject(
    'target-not-allowed',
    'You cannot found an organisation of the kind admin. The only one is the root, founded at the first start.',
  );
}

function requireParentOf(kind: OrganisationKind, parent: OrganisationId | null, context: DecisionContext): void {
  const allowed = parentKinds[kind];
  if (parent !== null && allowed.includes(requireOrganisation(context, parent).kind)) return;
  reject('target-not-allowed', `A ${kind} needs a parent of the kind ${allowed.join(' or ')}. Choose another parent.`, {
    allowed,
  });
}

function rename({ name }: RenameOrganisation, state: Organisation): readonly OrganisationEvent[] {
  return name === state.name ? [] : [{ type: 'OrganisationRenamed', audience: 'everyone', data: { name } }];
}

/** Both ends must be in reach, so nobody can move their own organisation below another parent. */
function changeParent({ parent }: ChangeParent, state: Organisation, context: DecisionContext): readonly OrganisationEvent[] {
  demandWithin(context, permissionFor.ChangeParent, parent);
  requireParentOf(state.kind, parent, context);
  if (parent === state.parent) return [];
  return [{ type: 'ParentChanged', audience: 'everyone', data: { from: state.parent, to: parent } }];
}

function changePreferences(command: ChangePreferences, state: Organisation): readonly OrganisationEvent[] {
  const { isAspBusiness = state.preferences.isAspBusiness, reopenWindowDays = state.preferences.reopenWindowDays } = command;
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
  if (engaged) return [];
  if (state.kind === 'customer')
    reject('target-not-allowed', 'A customer cannot engage service providers. Ask the organisation above it to engage one.');
  if (!isWithin(context, provider)) rejectUnknown(provider);
  if (requireOrganisation(context, provider).kind !== 'serviceProvider') {
    reject('target-not-allowed', 'You can engage only an organisation of the kind serviceProvider. Choose another one.', {
      provider,
    });
  }
  return [{ type: 'ServiceProviderEngaged', audience: 'everyone', data: { provider } }];
}

export function needs(command: OrganisationCommand, state: OrganisationState): readonly Need[] {
  const itself: readonly Need[] = state === null ? [] : [['organisation', state.id]];
  switch (command.type) {
    case 'FoundOrganisation':
      return command.parent === null ? itself : [['organisation', command.parent]];
    case 'ChangeParent':
      return [...itself, ['organisation', command.parent]];
    case 'AddTeamMember':
      return [...itself, ['user', command.user]];
    case 'EngageServiceProvider':
      return [...itself, ['organisation', command.provider]];
    default:
      return itself;
  }
}
