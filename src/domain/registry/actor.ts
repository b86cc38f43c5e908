import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import type { Permission } from './permission';
import type { OrganisationKind } from './registry-view';

/** Who asks, with the rights in force at that moment (roles + grants − withdrawals, cut to the token's scope). */
export interface Actor {
  readonly user: UserId;
  readonly organisation: OrganisationId;
  readonly organisationKind: OrganisationKind;
  readonly teams: readonly TeamId[];
  readonly permissions: ReadonlySet<Permission>;
}

/** Customers are told nothing that staff keep among themselves (S4.35, S4.36). */
export function isStaff(actor: Actor): boolean {
  return actor.organisationKind !== 'customer';
}
