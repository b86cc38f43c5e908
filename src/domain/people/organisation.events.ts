import type { DomainEvent } from '../kernel/event';
import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import type { OrganisationKind } from './registry-view';

// Stream `organisation-<uuid>`. Names of organisations and teams are not personal: they stand in `data`.

type Everyone<Type extends string, Data> = DomainEvent<Type, Data> & { readonly audience: 'everyone' };

/** `parent` is null for the root only. */
export type OrganisationFounded = Everyone<
  'OrganisationFounded',
  {
    readonly organisation: OrganisationId;
    readonly kind: OrganisationKind;
    readonly name: string;
    readonly parent: OrganisationId | null;
  }
>;
export type OrganisationRenamed = Everyone<'OrganisationRenamed', { readonly name: string }>;
export type ParentChanged = Everyone<'ParentChanged', { readonly from: OrganisationId | null; readonly to: OrganisationId }>;
export type TeamAdded = Everyone<'TeamAdded', { readonly team: TeamId; readonly name: string }>;
export type TeamRenamed = Everyone<'TeamRenamed', { readonly team: TeamId; readonly name: string }>;
export type TeamMemberAdded = Everyone<'TeamMemberAdded', { readonly team: TeamId; readonly user: UserId }>;
export type TeamMemberRemoved = Everyone<'TeamMemberRemoved', { readonly team: TeamId; readonly user: UserId }>;
export type ServiceProviderEngaged = Everyone<'ServiceProviderEngaged', { readonly provider: OrganisationId }>;
export type ServiceProviderReleased = Everyone<'ServiceProviderReleased', { readonly provider: OrganisationId }>;
/** Business preferences as they stand afterwards, all of them (S0.4). */
export type PreferencesChanged = Everyone<'PreferencesChanged', Preferences>;

export type OrganisationEvent =
  | OrganisationFounded
  | OrganisationRenamed
  | ParentChanged
  | TeamAdded
  | TeamRenamed
  | TeamMemberAdded
  | TeamMemberRemoved
  | ServiceProviderEngaged
  | ServiceProviderReleased
  | PreferencesChanged;

export const organisationEventTypes = [
  'OrganisationFounded',
  'OrganisationRenamed',
  'ParentChanged',
  'TeamAdded',
  'TeamRenamed',
  'TeamMemberAdded',
  'TeamMemberRemoved',
  'ServiceProviderEngaged',
  'ServiceProviderReleased',
  'PreferencesChanged',
] as const satisfies readonly OrganisationEvent['type'][];

export interface Preferences {
  /** The only ASP switch (S0.4). */
  readonly isAspBusiness: boolean;
  /** How long after closing a ticket may be reopened. */
  readonly reopenWindowDays: number;
}

export interface FoundOrganisation {
  readonly type: 'FoundOrganisation';
  readonly organisation: OrganisationId;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly parent: OrganisationId | null;
}
export type RenameOrganisation = { readonly type: 'RenameOrganisation'; readonly name: string };
export type ChangeParent = { readonly type: 'ChangeParent'; readonly parent: OrganisationId };
export type AddTeam = { readonly type: 'AddTeam'; readonly team: TeamId; readonly name: string };
export type RenameTeam = { readonly type: 'RenameTeam'; readonly team: TeamId; readonly name: string };
export type AddTeamMember = { readonly type: 'AddTeamMember'; readonly team: TeamId; readonly user: UserId };
export type RemoveTeamMember = { readonly type: 'RemoveTeamMember'; readonly team: TeamId; readonly user: UserId };
export type EngageServiceProvider = { readonly type: 'EngageServiceProvider'; readonly provider: OrganisationId };
export type ReleaseServiceProvider = { readonly type: 'ReleaseServiceProvider'; readonly provider: OrganisationId };
/** What is left out stays as it is. */
export type ChangePreferences = { readonly type: 'ChangePreferences' } & Partial<Preferences>;

export type OrganisationCommand =
  | FoundOrganisation
  | RenameOrganisation
  | ChangeParent
  | AddTeam
  | RenameTeam
  | AddTeamMember
  | RemoveTeamMember
  | EngageServiceProvider
  | ReleaseServiceProvider
  | ChangePreferences;
