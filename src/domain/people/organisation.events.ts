import type { Everyone } from '../kernel/event';
import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import type { OrganisationKind } from './views';

// Stream `organisation-<uuid>`. Names of organisations and teams are not personal, so they are in `data`.

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
/** All business preferences after the change (S0.4). */
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
