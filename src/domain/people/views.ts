import type { ContactId, OrganisationId, RoleId, TeamId, UserId } from '../kernel/ids';
import type { Permission } from './permission';

export const organisationKinds = ['admin', 'distributor', 'partner', 'customer', 'serviceProvider', 'manufacturer'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

// What other decisions may see of organisations and people.

export interface OrganisationView {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly parent: OrganisationId | null;
  readonly teams: readonly TeamId[];
  readonly serviceProviders: readonly OrganisationId[];
  readonly isAspBusiness: boolean;
  readonly reopenWindowDays: number;
}

export interface UserView {
  readonly id: UserId;
  readonly organisation: OrganisationId;
  readonly active: boolean;
  readonly erased?: true;
}

export interface ContactView {
  readonly id: ContactId;
  readonly organisation: OrganisationId;
}

export interface RoleView {
  readonly id: RoleId;
  /** Null for a role that everybody can have. */
  readonly organisation: OrganisationId | null;
  readonly permissions: readonly Permission[];
}
