import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import type { Permission } from './permission';
import type { OrganisationKind } from './views';

/** The asker, with the rights in force at that moment (roles + grants − withdrawals, limited to the token's scope). */
export interface Actor {
  readonly user: UserId;
  readonly organisation: OrganisationId;
  readonly organisationKind: OrganisationKind;
  readonly teams: readonly TeamId[];
  readonly permissions: ReadonlySet<Permission>;
  /** The token holds only part of the user's rights, and so allows nothing that users may do in their own affairs. */
  readonly scoped?: true;
}

/** Customers see nothing that is for staff only (S4.35, S4.36). */
export function isStaff(actor: Actor): boolean {
  return actor.organisationKind !== 'customer';
}
