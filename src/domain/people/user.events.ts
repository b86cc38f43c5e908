import type { Everyone, NoData } from '../kernel/event';
import type { OrganisationId, RoleId, UserId } from '../kernel/ids';
import type { Permission } from './permission';

// Stream `user-<uuid>`; storage format. Name and e-mail are in boxes of the subject of the same name.

/** Whose approval opens an account (C22): the user's own organisation and, for customers, the vendor above it. */
export const approvalSides = ['organisation', 'vendor'] as const;
export type ApprovalSide = (typeof approvalSides)[number];

/** `approvals` is stored, so that a later policy neither opens nor closes an existing account. Empty for people without login. */
export type UserRegistered = Everyone<
  'UserRegistered',
  {
    readonly user: UserId;
    readonly organisation: OrganisationId;
    readonly login: boolean;
    readonly approvals: readonly ApprovalSide[];
  },
  'name' | 'email'
>;
/** `standIn`: given by an organisation above, for one where nobody can approve yet. */
export type UserApproved = Everyone<'UserApproved', { readonly side: ApprovalSide; readonly standIn: boolean }>;
export type UserSuspended = Everyone<'UserSuspended', NoData>;
export type UserResumed = Everyone<'UserResumed', NoData>;
export type RoleGranted = Everyone<'RoleGranted', { readonly role: RoleId }>;
export type RoleRevoked = Everyone<'RoleRevoked', { readonly role: RoleId }>;
export type PermissionGranted = Everyone<'PermissionGranted', { readonly permission: Permission }>;
export type PermissionWithdrawn = Everyone<'PermissionWithdrawn', { readonly permission: Permission }>;
/** Neither granted nor withdrawn any more; the roles decide again. */
export type PermissionReset = Everyone<'PermissionReset', { readonly permission: Permission }>;
export type UserRevised = Everyone<'UserRevised', NoData, 'name' | 'email'>;
/** The keys of this stream's subject were destroyed. Users and contacts share the type. */
export type SubjectErased = Everyone<'SubjectErased', NoData>;

export type UserEvent =
  | UserRegistered
  | UserApproved
  | UserSuspended
  | UserResumed
  | RoleGranted
  | RoleRevoked
  | PermissionGranted
  | PermissionWithdrawn
  | PermissionReset
  | UserRevised
  | SubjectErased;

export const userEventTypes = [
  'UserRegistered',
  'UserApproved',
  'UserSuspended',
  'UserResumed',
  'RoleGranted',
  'RoleRevoked',
  'PermissionGranted',
  'PermissionWithdrawn',
  'PermissionReset',
  'UserRevised',
  'SubjectErased',
] as const satisfies readonly UserEvent['type'][];
