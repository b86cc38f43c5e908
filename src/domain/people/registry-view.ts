import type { ContactId, OrganisationId, RoleId, Subject, TeamId, UserId } from '../kernel/ids';
import type { Permission } from './permission';

export const organisationKinds = ['admin', 'distributor', 'partner', 'customer', 'serviceProvider', 'manufacturer'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

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
  /** Whose role it is; null: everybody's. */
  readonly organisation: OrganisationId | null;
  readonly permissions: readonly Permission[];
}

/**
 * What a decision needs to know of the world around its ticket, loaded before it is made: what `needs` names, and always the organisations of
 * whoever asks and of whoever they act for. An organisation brings its ancestors; a user or a contact brings their organisation.
 */
export interface RegistryView {
  readonly organisation: (id: OrganisationId) => OrganisationView | undefined;
  readonly user: (id: UserId) => UserView | undefined;
  readonly contact: (id: ContactId) => ContactView | undefined;
  /** Built-in roles are always there. */
  readonly role: (id: RoleId) => RoleView | undefined;
  /** Whether anything of theirs was sealed after they were erased, such as a reply on one of their tickets. */
  readonly sealedSinceErasure: (subject: Subject) => boolean;
  /** Parent, grandparent … nearest first. Empty for the root. */
  readonly ancestors: (id: OrganisationId) => readonly OrganisationView[];
}

export type RegistryRef =
  | { readonly organisation: OrganisationId }
  | { readonly user: UserId }
  | { readonly contact: ContactId }
  | { readonly role: RoleId }
  | { readonly sealedSinceErasure: Subject };
